using System.Runtime.CompilerServices;

namespace SpeechEmotion.Audio;

/// <summary>
/// A recording of any length that is read from front to back, block by block, in little memory. It reads what <see cref="AudioFile"/> reads
/// and gives the same samples; what ffmpeg must decode is decoded to a temporary file first. One thread at a time may read.
/// </summary>
public sealed class AudioReader : IDisposable
{
    /// <summary>The longest stream that is put into a temporary file because it cannot be read in place: 1 GiB.</summary>
    private const long MaximumCopiedBytes = 1L << 30;

    private static readonly FfmpegDecoder DefaultDecoder = new();
    private readonly WavReader _wav;
    private readonly Stream? _owned;

    private AudioReader(WavReader wav, Stream? owned)
    {
        _wav = wav;
        _owned = owned;
    }

    /// <summary>Samples per second, in Hz: the file's own rate.</summary>
    public int SampleRate => _wav.SampleRate;

    /// <summary>How much has been read; at the end, the recording's duration.</summary>
    public double SecondsRead => (double)_wav.Count / SampleRate;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; messages begin with it.</param>
    /// <param name="ffmpeg">Decodes what is not an uncompressed WAV file; null uses the program that is found on the PATH.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty, truncated, damaged, not audio, or needs a missing ffmpeg.</exception>
    public static AudioReader Open(string path, FfmpegDecoder? ffmpeg = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OpenFile(path, path, ffmpeg);
    }

    /// <summary>Opens a recording in a stream, from where it stands.</summary>
    /// <param name="stream">Stays open. Unless it can seek and is an uncompressed WAV file, it is copied to a temporary file first.</param>
    /// <param name="name">What messages call it, such as the name of an uploaded file.</param>
    /// <param name="ffmpeg">Decodes what is not an uncompressed WAV file; null uses the program that is found on the PATH.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Open(string, FfmpegDecoder?)"/>.</exception>
    public static AudioReader Open(Stream stream, string name, FfmpegDecoder? ffmpeg = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (stream.CanSeek)
        {
            long start = stream.Position;
            if (OpenWav(stream, name) is { } wav)
            {
                return new AudioReader(wav, null);
            }

            stream.Position = start;
        }

        string copy = TemporaryFile.NewPath();
        try
        {
            Copy(stream, copy, name);
            return OpenFile(copy, name, ffmpeg);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    /// <summary>Reads the next samples.</summary>
    /// <param name="samples">Is filled from its beginning with mono samples, all finite.</param>
    /// <returns>How many there were; fewer than wanted, or 0, only at the end.</returns>
    /// <exception cref="InvalidDataException">The recording is truncated, has no samples at all, or one that is not finite.</exception>
    public int Read(Span<float> samples) => _wav.Read(samples);

    /// <summary>Reads all samples that follow, away from the caller's thread.</summary>
    /// <param name="blockLength">Samples in each block but the last, at least 1.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Mono samples <c>[blockLength]</c>, the last time fewer; each block is the caller's to keep.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="Read(Span{float})"/>.</exception>
    public IAsyncEnumerable<float[]> ReadBlocksAsync(int blockLength = 1 << 14, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        return ReadAsync(blockLength, cancellation);
    }

    /// <summary>Closes the file, and deletes the temporary one.</summary>
    public void Dispose() => _owned?.Dispose();

    /// <summary>Reads all samples that follow into memory.</summary>
    internal AudioClip ReadClip() => _wav.ReadClip();

    private async IAsyncEnumerable<float[]> ReadAsync(int blockLength, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int got = blockLength;
        while (got == blockLength)
        {
            float[] block = new float[blockLength];
            got = await Task.Run(() => Read(block), cancellation).ConfigureAwait(false);
            if (got > 0)
            {
                yield return got == blockLength ? block : block[..got];
            }
        }
    }

    private static AudioReader OpenFile(string path, string name, FfmpegDecoder? ffmpeg)
    {
        AudioReader? opened = null;
        FileStream file = TemporaryFile.OpenRead(path);
        try
        {
            opened = !file.CanSeek ? Open(file, name, ffmpeg)
                : OpenWav(file, name) is { } reader ? new AudioReader(reader, file)
                : null;
        }
        finally
        {
            if (opened?._owned != file)
            {
                file.Dispose();
            }
        }

        return opened ?? OpenDecoded((ffmpeg ?? DefaultDecoder).DecodeToFile(path, name), name);
    }

    private static AudioReader OpenDecoded(FileStream decoded, string name)
    {
        try
        {
            return new AudioReader(WavReader.Open(decoded, name)!, decoded);
        }
        catch
        {
            decoded.Dispose();
            throw;
        }
    }

    /// <summary>A reader where the stream holds uncompressed WAV; null where it needs another decoder.</summary>
    private static WavReader? OpenWav(Stream stream, string name)
    {
        Span<byte> head = stackalloc byte[WavReader.HeadLength];
        int got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (got == 0)
        {
            throw new InvalidDataException($"{name}: is empty");
        }

        if (got < head.Length)
        {
            throw new InvalidDataException($"{name}: holds {got} bytes, too few for any audio file");
        }

        stream.Seek(-got, SeekOrigin.Current);
        return WavReader.IsWav(head) ? WavReader.Open(stream, name) : null;
    }

    private static void Copy(Stream stream, string path, string name)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        byte[] block = new byte[1 << 16];
        for (int got = stream.Read(block); got > 0; got = stream.Read(block))
        {
            if (file.Length + got > MaximumCopiedBytes)
            {
                throw new InvalidDataException($"{name}: is longer than {MaximumCopiedBytes} bytes; split the recording");
            }

            file.Write(block, 0, got);
        }
    }
}
