namespace SpeechEmotion.Audio;

/// <summary>
/// Reads recordings. The content decides how, not the name: WAV files (8, 16, 24 and 32-bit integers, 32 and 64-bit floats, any number of
/// channels) are decoded in managed code, everything else by the program <c>ffmpeg</c> (<see cref="FfmpegDecoder"/>). Several channels are
/// mixed to their mean; the sample rate stays the file's own. <see cref="AudioReader"/> reads what is too long to be held in memory.
/// </summary>
public static class AudioFile
{
    /// <summary>The longest recording that is read, in samples per channel: 4.6 hours at 16 kHz, 1.5 hours at 48 kHz.</summary>
    public const int MaximumSamples = 1 << 28;

    /// <summary>The file name extensions, in lower case and with their dot, that are taken for audio when a folder is searched.</summary>
    public static IReadOnlyList<string> Extensions { get; } =
    [
        ".wav", ".wave", ".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".aif", ".aiff", ".au", ".caf", ".wma", ".webm", ".amr",
    ];

    /// <summary>Whether a path ends in one of the <see cref="Extensions"/>, in upper or lower case.</summary>
    public static bool HasAudioExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a recording from a file.</summary>
    /// <param name="path">The file; messages begin with it.</param>
    /// <param name="ffmpeg">Decodes what is not an uncompressed WAV file; null uses the program that is found on the PATH.</param>
    /// <returns>Mono samples at the file's own rate, at least one and all finite.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty, truncated, damaged, too long, not audio, has no samples or one that is not finite, or needs a missing ffmpeg.
    /// </exception>
    public static AudioClip Read(string path, FfmpegDecoder? ffmpeg = null)
    {
        using AudioReader audio = AudioReader.Open(path, ffmpeg);
        return audio.ReadClip();
    }

    /// <summary>Reads a recording from a stream, from where it stands.</summary>
    /// <param name="stream">Stays open. Unless it can seek and is an uncompressed WAV file, it is copied to a temporary file first.</param>
    /// <param name="name">What messages call it, such as the name of an uploaded file.</param>
    /// <param name="ffmpeg">Decodes what is not an uncompressed WAV file; null uses the program that is found on the PATH.</param>
    /// <returns>Mono samples at the file's own rate, at least one and all finite.</returns>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string, FfmpegDecoder?)"/>.</exception>
    public static AudioClip Read(Stream stream, string name, FfmpegDecoder? ffmpeg = null)
    {
        using AudioReader audio = AudioReader.Open(stream, name, ffmpeg);
        return audio.ReadClip();
    }
}
