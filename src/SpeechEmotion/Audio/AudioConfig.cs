namespace SpeechEmotion.Audio;

/// <summary>How recordings are read. The defaults read whatever can be read, whole.</summary>
public sealed record AudioConfig
{
    /// <summary>The defaults.</summary>
    public static AudioConfig Default { get; } = new();

    /// <summary>For corpora: what is not quite as its header says is an error.</summary>
    public static AudioConfig Strict { get; } = new() { IsStrict = true };

    /// <summary>Decodes what is not WAV, MP3 or Ogg Vorbis; the default one uses the program that is found on the PATH.</summary>
    public FfmpegDecoder Ffmpeg { get; init; } = new();

    /// <summary>The channel to read, from 0; null mixes all channels to their mean.</summary>
    public int? Channel { get; init; }

    /// <summary>The longest recording that is read, in seconds, above 0. A server sets it; what is longer is an <see cref="InvalidDataException"/>.</summary>
    public double MaximumSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Whether a file that is not quite as its header says, such as one of an interrupted recorder, is an <see cref="InvalidDataException"/>.
    /// Otherwise it is read as far as it goes, and <see cref="Warn"/> is told.
    /// </summary>
    public bool IsStrict { get; init; }

    /// <summary>Told what was odd about a recording that was read nevertheless, as one line that begins with its name; null tells nobody. It may be called from any thread.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Passes a warning on, or makes an error of it.</summary>
    /// <exception cref="InvalidDataException">The configuration is strict.</exception>
    internal void Report(string found, string consequence)
    {
        if (IsStrict)
        {
            throw new InvalidDataException(found);
        }

        Warn?.Invoke($"{found}; {consequence}");
    }

    /// <summary>Checks the values.</summary>
    internal AudioConfig Checked()
    {
        ArgumentNullException.ThrowIfNull(Ffmpeg);
        ArgumentOutOfRangeException.ThrowIfNegative(Channel ?? 0, nameof(Channel));
        return MaximumSeconds > 0 ? this : throw new ArgumentOutOfRangeException(nameof(MaximumSeconds), MaximumSeconds, "The longest recording must be more than 0 s long.");
    }
}
