using NVorbis;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>Reads an Ogg file with one Vorbis stream from front to back, in managed code; the stream need not seek.</summary>
internal sealed class OggVorbisReader : AudioSource
{
    /// <summary>Bytes that tell Vorbis from other contents of an Ogg file.</summary>
    public const int HeadLength = 35;

    private readonly VorbisReader _reader;
    private readonly string _name;

    private OggVorbisReader(VorbisReader reader, string name)
    {
        _reader = reader;
        _name = name;
    }

    /// <inheritdoc/>
    public override int SampleRate => _reader.SampleRate;

    /// <inheritdoc/>
    public override int Channels => _reader.Channels;

    /// <summary>Whether a file that begins with these bytes is Ogg Vorbis: the first page holds the first header of a Vorbis stream.</summary>
    public static bool IsVorbis(ReadOnlySpan<byte> head) => head.Length >= HeadLength && head.StartsWith("OggS"u8) && head[26] == 1 && head[28..].StartsWith("\u0001vorbis"u8);

    /// <summary>Reads the headers.</summary>
    /// <param name="stream">Stands at the file's first byte; stays open.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <exception cref="InvalidDataException">The headers are damaged.</exception>
    public static OggVorbisReader Open(Stream stream, string name)
    {
        VorbisReader reader = Guard(name, () => new VorbisReader(stream, closeOnDispose: false) { ClipSamples = false });
        if (reader.SampleRate > 0 && reader.Channels > 0)
        {
            return new OggVorbisReader(reader, name);
        }

        reader.Dispose();
        throw new InvalidDataException($"{name}: the Vorbis header declares {reader.Channels} channels at {reader.SampleRate} Hz");
    }

    /// <inheritdoc/>
    public override int Read(Span<float> samples)
    {
        int read = 0, whole = samples.Length / Channels * Channels;
        while (read < whole)
        {
            int got = Next(samples[read..whole]);
            if (got == 0)
            {
                break;
            }

            read += got;
        }

        return read / Channels;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader.Dispose();
        base.Dispose();
    }

    private int Next(Span<float> samples)
    {
        try
        {
            return _reader.ReadSamples(samples);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(_name, e);
        }
    }

    private static T Guard<T>(string name, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(name, e);
        }
    }

    /// <summary>The decoder does not say what damage it stumbles over.</summary>
    private static bool IsDamage(Exception error) => error is not (OutOfMemoryException or OperationCanceledException or IOException or TimeoutException);

    private static InvalidDataException Damaged(string name, Exception error) => new($"{name}: is damaged Ogg Vorbis ({error.Message.Split('\n')[0].Trim().TrimEnd('.')})", error);
}
