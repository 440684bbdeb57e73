namespace SpeechEmotion.Audio;

/// <summary>Names for files that live as long as one reading.</summary>
internal static class TemporaryFile
{
    /// <summary>A path in the folder for temporary files that nothing else uses. It has no extension, which ffmpeg would take for a hint at the format.</summary>
    public static string NewPath() => Path.Combine(Path.GetTempPath(), $"speech-emotion-{Guid.NewGuid():N}");
}
