using System.Buffers.Binary;

namespace SpeechEmotion.Audio;

/// <summary>
/// Writes a clip as a mono WAV file. As 16-bit integers, a sample becomes <c>round(32768 x)</c>, half to even; what is beyond
/// -1..32767/32768 is clipped to the nearest end of that range. As 32-bit floats, every sample is kept bit by bit.
/// </summary>
public static class WavWriter
{
    /// <summary>Writes a file: to a temporary name beside it first, so that the file is either complete or not there.</summary>
    /// <param name="path">The file; one that exists is replaced. Its folder must exist.</param>
    /// <param name="clip">Samples of any number, all finite.</param>
    /// <param name="encoding">How samples are stored.</param>
    /// <exception cref="ArgumentException">A sample is not finite, or the clip is too long for a WAV file (4 GiB).</exception>
    public static void Write(string path, AudioClip clip, WavEncoding encoding = WavEncoding.Integer16)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check(clip, encoding);
        using AtomicFile file = new(path);
        Write(file.Stream, clip, encoding);
        file.Complete();
    }

    /// <summary>Writes to a stream, which need not be seekable and stays open.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="clip">Samples of any number, all finite.</param>
    /// <param name="encoding">How samples are stored.</param>
    /// <exception cref="ArgumentException">A sample is not finite, or the clip is too long for a WAV file (4 GiB).</exception>
    public static void Write(Stream stream, AudioClip clip, WavEncoding encoding = WavEncoding.Integer16)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Check(clip, encoding);
        stream.Write(Header(clip, encoding));
        int width = BytesPerSample(encoding);
        byte[] block = new byte[1 << 16];
        for (int first = 0; first < clip.Samples.Length; first += block.Length / width)
        {
            ReadOnlySpan<float> samples = clip.Samples.AsSpan(first, Math.Min(block.Length / width, clip.Samples.Length - first));
            for (int i = 0; i < samples.Length; i++)
            {
                if (encoding == WavEncoding.Float32)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(block.AsSpan(4 * i), samples[i]);
                }
                else
                {
                    float scaled = MathF.Round(Math.Clamp(samples[i], -1, 1) * 32768);
                    BinaryPrimitives.WriteInt16LittleEndian(block.AsSpan(2 * i), (short)Math.Min(scaled, short.MaxValue));
                }
            }

            stream.Write(block, 0, samples.Length * width);
        }
    }

    /// <summary>RIFF, size, WAVE · fmt · for floats also fact, the number of samples · data and its size.</summary>
    private static byte[] Header(AudioClip clip, WavEncoding encoding)
    {
        bool isFloat = encoding == WavEncoding.Float32;
        int width = BytesPerSample(encoding);
        uint dataBytes = (uint)clip.Samples.Length * (uint)width;
        using var header = new MemoryStream();
        using var writer = new BinaryWriter(header);
        writer.Write("RIFF"u8);
        writer.Write((isFloat ? 50U : 36U) + dataBytes);
        writer.Write("WAVEfmt "u8);
        writer.Write(isFloat ? 18 : 16);
        writer.Write((short)(isFloat ? 3 : 1));
        writer.Write((short)1);
        writer.Write(clip.SampleRate);
        writer.Write((uint)((long)clip.SampleRate * width));
        writer.Write((short)width);
        writer.Write((short)(8 * width));
        if (isFloat)
        {
            writer.Write((short)0); // no bytes of extension
            writer.Write("fact"u8);
            writer.Write(4);
            writer.Write(clip.Samples.Length);
        }

        writer.Write("data"u8);
        writer.Write(dataBytes);
        return header.ToArray();
    }

    private static int BytesPerSample(WavEncoding encoding) => encoding == WavEncoding.Float32 ? 4 : 2;

    private static void Check(AudioClip clip, WavEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(clip);
        if (!Enum.IsDefined(encoding))
        {
            throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "The encoding must be Integer16 or Float32.");
        }

        long bytes = (long)clip.Samples.Length * BytesPerSample(encoding);
        if (bytes > uint.MaxValue - 50)
        {
            throw new ArgumentException($"The clip takes {bytes} bytes; a WAV file holds fewer than {uint.MaxValue - 50}.", nameof(clip));
        }

        for (int i = 0; i < clip.Samples.Length; i++)
        {
            if (!float.IsFinite(clip.Samples[i]))
            {
                throw new ArgumentException($"Sample {i} of the clip is {clip.Samples[i]}; samples must be finite.", nameof(clip));
            }
        }
    }
}
