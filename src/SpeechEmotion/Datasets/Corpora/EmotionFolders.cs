namespace SpeechEmotion.Datasets.Corpora;

/// <summary>A folder per emotion: <c>happy/anything/at/all.wav</c>. The speakers are not known.</summary>
internal static class EmotionFolders
{
    public const string Name = "folders";

    public const string Example = "happy/any-name.wav";

    /// <summary>The clip of a file that is below a folder; null for a file in the corpus's folder itself.</summary>
    public static Utterance? Parse(string name, string path)
    {
        int slash = name.IndexOf('/');
        return slash < 1 ? null : new Utterance { Name = name, Path = path, Emotion = EmotionNames.Normalize(name[..slash]) };
    }

    /// <summary>Whether a file is below a folder that is named after a known emotion, which tells such a corpus from any other tree of folders.</summary>
    public static bool Matches(string name) =>
        Parse(name, "") is { } utterance && EmotionNames.All.Contains(utterance.Emotion, StringComparer.Ordinal);
}
