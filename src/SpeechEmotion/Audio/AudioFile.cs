namespace SpeechEmotion.Audio;

/// <summary>
/// Reads recordings. The content decides how, not the name: WAV (8, 16, 24 and 32-bit integers, 32 and 64-bit floats, µ-law and A-law), MP3
/// and Ogg Vorbis are decoded in managed code, everything else by the program <c>ffmpeg</c> (<see cref="FfmpegDecoder"/>). Several channels
/// are mixed to their mean; the sample rate stays the file's own. <see cref="AudioReader"/> reads what is too long to be held in memory.
/// </summary>
public static class AudioFile
{
    /// <summary>The longest recording that is read into memory, in samples: 4.6 hours at 16 kHz, 1.5 hours at 48 kHz.</summary>
    public const int MaximumSamples = 1 << 28;

    /// <summary>The lowest sample rate that is read, in Hz: half of what a telephone has.</summary>
    public const int MinimumSampleRate = 4_000;

    /// <summary>The highest sample rate that is read, in Hz.</summary>
    public const int MaximumSampleRate = 768_000;

    /// <summary>The file name extensions, in lower case and with their dot, that are taken for audio when a folder is searched.</summary>
    public static IReadOnlyList<string> Extensions { get; } =
    [
        ".wav", ".wave", ".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".aif", ".aiff", ".au", ".caf", ".wma", ".webm", ".amr",
    ];

    /// <summary>Whether a path ends in one of the <see cref="Extensions"/>, in upper or lower case.</summary>
    public static bool HasAudioExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a recording from a file.</summary>
    /// <param name="path">The file; messages begin with it. A named pipe is read to its end.</param>
    /// <param name="config">How it is read; null takes the defaults.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Mono samples at the file's own rate, at least one and all finite.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty, damaged, too long, not audio, has no samples or one that is not finite, an absurd sample rate, or needs a missing ffmpeg.
    /// </exception>
    public static AudioClip Read(string path, AudioConfig? config = null, CancellationToken cancellation = default)
    {
        using AudioReader audio = AudioReader.Open(path, config, cancellation);
        return audio.ReadClip();
    }

    /// <summary>The same as <see cref="Read(string, AudioConfig?, CancellationToken)"/>, away from the caller's thread.</summary>
    /// <param name="path">The file; messages begin with it. A named pipe is read to its end.</param>
    /// <param name="config">How it is read; null takes the defaults.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Mono samples at the file's own rate, at least one and all finite.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string, AudioConfig?, CancellationToken)"/>.</exception>
    public static async Task<AudioClip> ReadAsync(string path, AudioConfig? config = null, CancellationToken cancellation = default)
    {
        using AudioReader audio = await AudioReader.OpenAsync(path, config, cancellation).ConfigureAwait(false);
        return await audio.ReadClipAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>The same as <see cref="Read(Stream, string, AudioConfig?, CancellationToken)"/>, away from the caller's thread. A stream that cannot seek, such as the body of a request, is only read
    /// asynchronously, and takes no thread of the pool while it waits.</summary>
    /// <param name="stream">Stays open. It need not seek, but an MP4 file whose index stands at its end is then held in memory, up to 100 MB.</param>
    /// <param name="name">What messages call it, such as the name of an uploaded file.</param>
    /// <param name="config">How it is read; null takes the defaults.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Mono samples at the file's own rate, at least one and all finite.</returns>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string, AudioConfig?, CancellationToken)"/>.</exception>
    public static async Task<AudioClip> ReadAsync(Stream stream, string name, AudioConfig? config = null, CancellationToken cancellation = default)
    {
        using AudioReader audio = await AudioReader.OpenAsync(stream, name, config, cancellation).ConfigureAwait(false);
        return await audio.ReadClipAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads a recording from a stream, from where it stands.</summary>
    /// <param name="stream">Stays open. It need not seek, but an MP4 file whose index stands at its end is then held in memory, up to 100 MB.</param>
    /// <param name="name">What messages call it, such as the name of an uploaded file.</param>
    /// <param name="config">How it is read; null takes the defaults.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Mono samples at the file's own rate, at least one and all finite.</returns>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string, AudioConfig?, CancellationToken)"/>.</exception>
    public static AudioClip Read(Stream stream, string name, AudioConfig? config = null, CancellationToken cancellation = default)
    {
        using AudioReader audio = AudioReader.Open(stream, name, config, cancellation);
        return audio.ReadClip();
    }
}
