namespace SpeechEmotion.Audio;

/// <summary>Names for files that live as long as one reading.</summary>
internal static class TemporaryFile
{
    /// <summary>An unused path among the temporary files, without an extension, which ffmpeg would take for a hint at the format.</summary>
    public static string NewPath() => Path.Combine(Path.GetTempPath(), $"speech-emotion-{Guid.NewGuid():N}");

    /// <summary>Opens a file in such a way that it may be deleted at once and is gone when the stream is closed.</summary>
    public static FileStream OpenRead(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
}
