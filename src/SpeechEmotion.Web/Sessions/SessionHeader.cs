using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Sessions;

/// <summary>A session that a client carries in its requests, so that no server has to keep it: the file that <c>ser predict --session</c> reads, on one line. The answer carries it on.</summary>
internal static class SessionHeader
{
    public const string Name = "Speech-Emotion-Session";

    /// <summary>The session in a request; null if there is none.</summary>
    /// <exception cref="ProblemException">It is no session of this model.</exception>
    public static EmotionSession? Read(HttpRequest request, EmotionRecognizer recognizer) =>
        request.Headers[Name] is [{ Length: > 0 } json] ? Parse(recognizer, json, $"the header {Name}")
        : StringValues.IsNullOrEmpty(request.Headers[Name]) ? null
        : throw new ProblemException(ProblemKind.BadRequest, $"The header {Name} is given more than once.");

    /// <summary>Gives the session back to the client.</summary>
    public static void Write(HttpResponse response, EmotionSession session)
    {
        using JsonDocument document = JsonDocument.Parse(session.ToJson());
        response.Headers[Name] = JsonSerializer.Serialize(document);
    }

    /// <summary>Reads a session that a client sends.</summary>
    /// <exception cref="ProblemException">It is no session of this model.</exception>
    public static EmotionSession Parse(EmotionRecognizer recognizer, string json, string name)
    {
        try
        {
            return EmotionSession.Parse(recognizer, json, name);
        }
        catch (InvalidDataException e)
        {
            throw new ProblemException(ProblemKind.UnreadableSession, e.Message);
        }
    }
}
