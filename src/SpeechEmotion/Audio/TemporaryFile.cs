namespace SpeechEmotion.Audio;

/// <summary>Names for files that live as long as one reading.</summary>
internal static class TemporaryFile
{
    /// <summary>An unused path among the temporary files, without an extension, which ffmpeg would take for a hint at the format.</summary>
    public static string NewPath() => Path.Combine(Path.GetTempPath(), $"speech-emotion-{Guid.NewGuid():N}");
}
