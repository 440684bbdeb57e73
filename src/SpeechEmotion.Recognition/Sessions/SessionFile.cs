using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Recognition.Sessions;

/// <summary>A saved session: the version of the format, the digest of the model, and what was heard. Whatever else it is, it ends in one clear line.</summary>
internal static class SessionFile
{
    private const int CurrentVersion = 1;
    private const int LongestFile = 1 << 20;

    /// <summary>Writes the file.</summary>
    public static void Write(string path, string model, VoiceStatistics voice) => AtomicFile.Write(path, Text(model, voice));

    /// <summary>What is in the file.</summary>
    public static string Text(string model, VoiceStatistics voice) => JsonSerializer.Serialize(new SessionContent(CurrentVersion, model, voice), SessionJson.Default.SessionContent) + "\n";

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">Digest of the model that goes on.</param>
    /// <param name="emotions">Number of its labels.</param>
    /// <exception cref="InvalidDataException">It is no session of this model.</exception>
    public static VoiceStatistics Read(string path, string model, int emotions)
    {
        return Parse(TextFile.Read(path, LongestFile), path, model, emotions);
    }

    /// <summary>Reads what is in the file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="model">Digest of the model that goes on.</param>
    /// <param name="emotions">Number of its labels.</param>
    /// <exception cref="InvalidDataException">It is no session of this model.</exception>
    public static VoiceStatistics Parse(string text, string name, string model, int emotions)
    {
        SessionContent content;
        try
        {
            content = JsonCheck.Read<SessionContent>(JsonCheck.Parse(text, "it"), SessionJson.Default.Options, "it");
        }
        catch (InvalidDataException e)
        {
            throw TextFile.Fault($"{name}: is no session, or has been damaged: {e.Message["it: ".Length..]}; a session is what ser predict --session or the server has saved", e);
        }

        if (content.Version != CurrentVersion)
        {
            throw TextFile.Fault($"{name}: is a session of version {content.Version}; this program reads version {CurrentVersion}. Delete it to start afresh.");
        }

        if (content.Model != model)
        {
            throw TextFile.Fault($"{name}: is a session with another model (SHA-256 {content.Model}); this one is {model}. Use that model, or delete the session to start afresh.");
        }

        string[] faults = [.. content.Voice.Validate(emotions)];
        return faults.Length == 0 ? content.Voice : throw TextFile.Fault($"{name}: the session has faults: {string.Join("; ", faults)}. Delete it to start afresh.");
    }
}
