using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Description;
using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Recognitions;

namespace SpeechEmotion.Web.Sessions;

/// <summary><c>/v1/sessions</c>: what the server remembers of a voice between recordings.</summary>
internal static class SessionEndpoints
{
    private const int LongestBody = 1 << 16;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sessions", PostAsync).WithName("createSession").Describe(ApiOperations.CreateSession);
        api.MapRead("/sessions/{id}", Get).WithName("getSession").Describe(ApiOperations.GetSession);
        api.MapDelete("/sessions/{id}", Delete).WithName("deleteSession").Describe(ApiOperations.DeleteSession);
    }

    /// <summary>The session that a request names or carries; null if it does neither.</summary>
    /// <exception cref="ProblemException">It does both, or the session is unknown or cannot be read.</exception>
    public static EmotionSession? Find(HttpRequest request, string? id, SessionStore store, EmotionRecognizer recognizer)
    {
        EmotionSession? carried = SessionHeader.Read(request, recognizer);
        return id is null ? carried
            : carried is null ? store.Get(id)
            : throw new ProblemException(ProblemKind.BadRequest, $"There is a session in the parameter 'session' and in the header {SessionHeader.Name}; one is enough.");
    }

    private static async Task<IResult> PostAsync(HttpContext http, SessionStore store, EmotionRecognizer recognizer, UploadReader uploads)
    {
        RecognitionQuery.RequireKnown(http.Request.Query, []);
        string json = await uploads.InTimeAsync(http, () => ReadAsync(http));
        EmotionSession session = json.Length == 0 ? new EmotionSession(recognizer) : SessionHeader.Parse(recognizer, json, "the body");
        string id = store.Add(session);
        return Results.Created($"{http.Request.PathBase}{http.Request.Path}/{id}", new { id });
    }

    private static IResult Get(HttpContext http, string id, SessionStore store)
    {
        RecognitionQuery.RequireKnown(http.Request.Query, []);
        return Results.Text(store.Get(id).ToJson(), "application/json", Encoding.UTF8);
    }

    private static IResult Delete(HttpContext http, string id, SessionStore store)
    {
        RecognitionQuery.RequireKnown(http.Request.Query, []);
        store.Remove(id);
        return Results.NoContent();
    }

    private static async Task<string> ReadAsync(HttpContext http)
    {
        byte[] bytes = new byte[LongestBody + 1];
        int length = await new RequestBody(http.Request.BodyReader).ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, http.RequestAborted);
        return length <= LongestBody ? Encoding.UTF8.GetString(bytes, 0, length).TrimStart('\uFEFF') // as the program reads the same file
            : throw new ProblemException(ProblemKind.BodyTooLarge, $"The body has more than {LongestBody} bytes; no session has.");
    }
}
