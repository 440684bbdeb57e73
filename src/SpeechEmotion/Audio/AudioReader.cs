using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpeechEmotion.Audio.Decoding;
using SpeechEmotion.Audio.Decoding.Ogg;

namespace SpeechEmotion.Audio;

/// <summary>
/// A recording of any length that is read from front to back, block by block, in little memory and without a copy on a disk. It reads what
/// <see cref="AudioFile"/> reads and gives the same samples. One thread at a time may read.
/// </summary>
public sealed class AudioReader : IDisposable
{
    private const int LongestHead = 64, FramesAtOnce = 1 << 14;

    private readonly AudioSource _source;
    private readonly Stream? _owned;
    private readonly string _name;
    private readonly AudioConfig _config;
    private readonly CancellationToken _cancellation;
    private readonly bool _mayWait;
    private readonly MixLevels? _levels; // of what is mixed
    private float[] _frames = []; // of several channels
    private long _count;
    private bool _isAtEnd;

    private AudioReader(AudioSource source, Stream? owned, bool mayWait, string name, AudioConfig config, CancellationToken cancellation)
    {
        (_source, _owned, _mayWait, _name, _config, _cancellation) = (source, owned, mayWait, name, config, cancellation);
        if (source.SampleRate is < AudioFile.MinimumSampleRate or > AudioFile.MaximumSampleRate)
        {
            throw new InvalidDataException($"{name}: has a sample rate of {source.SampleRate} Hz; {AudioFile.MinimumSampleRate} to {AudioFile.MaximumSampleRate} Hz can be read");
        }

        _levels = source.Channels > 1 && config.Channel is null ? new MixLevels(source.Channels) : null;
        if (config.Channel >= source.Channels)
        {
            throw new InvalidDataException($"{name}: has {Counted.Of(source.Channels, "channel")}, so there is none of number {config.Channel}, counted from 0");
        }

        CheckLength((source.StatedLength ?? 0) / (double)SampleRate, name, config);
    }

    /// <summary>Samples per second, in Hz: the file's own rate.</summary>
    public int SampleRate => _source.SampleRate;

    /// <summary>Number of channels in the file. What is read is their mean, or the one that <see cref="AudioConfig.Channel"/> names.</summary>
    public int Channels => _source.Channels;

    /// <summary>How much has been read; at the end, the recording's duration.</summary>
    public double SecondsRead => (double)_count / SampleRate;

    /// <summary>Duration in seconds as far as it is known before reading; null if only the end will tell.</summary>
    public double? Seconds => (double?)_source.Length / SampleRate;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; messages begin with it. A named pipe is waited for, and read as it comes.</param>
    /// <param name="config">How it is read; null takes the defaults.</param>
    /// <param name="cancellation">Ends opening and every reading, also while they wait.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty, damaged, not audio, or needs a missing ffmpeg.</exception>
    public static AudioReader Open(string path, AudioConfig? config = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AudioConfig how = (config ?? AudioConfig.Default).Checked();
        return Owned(OpenFile(path, cancellation), file => Open(file, path, path, how, file, cancellation));
    }

    /// <summary>Opens a recording in a stream, from where it stands.</summary>
    /// <param name="stream">Stays open. It need not seek, but an MP4 file whose index stands at its end is then held in memory, up to 100 MB.</param>
    /// <param name="name">What messages call it, such as the name of an uploaded file.</param>
    /// <param name="config">How it is read; null takes the defaults.</param>
    /// <param name="cancellation">Ends opening and every reading, also while they wait.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Open(string, AudioConfig?, CancellationToken)"/>.</exception>
    public static AudioReader Open(Stream stream, string name, AudioConfig? config = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        string? path = stream is FileStream { CanSeek: true, Position: 0 } file ? file.Name : null;
        return Open(stream, path, name, (config ?? AudioConfig.Default).Checked(), null, cancellation);
    }

    /// <summary>The same as <see cref="Open(string, AudioConfig?, CancellationToken)"/>, away from the caller's thread.</summary>
    /// <param name="path">The file; messages begin with it. A named pipe is waited for, and read as it comes.</param>
    /// <param name="config">How it is read; null takes the defaults.</param>
    /// <param name="cancellation">Ends opening and every reading, also while they wait.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty, damaged, not audio, or needs a missing ffmpeg.</exception>
    public static Task<AudioReader> OpenAsync(string path, AudioConfig? config = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Background.RunAsync(() => Open(path, config, cancellation), mayWait: PathStatus.Of(path).Kind != PathKind.File, cancellation);
    }

    /// <summary>The same as <see cref="Open(Stream, string, AudioConfig?, CancellationToken)"/>, away from the caller's thread. A stream that cannot seek is only read asynchronously, here and later.</summary>
    /// <param name="stream">Stays open. It need not seek, but an MP4 file whose index stands at its end is then held in memory, up to 100 MB.</param>
    /// <param name="name">What messages call it, such as the name of an uploaded file.</param>
    /// <param name="config">How it is read; null takes the defaults.</param>
    /// <param name="cancellation">Ends opening and every reading, also while they wait.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Open(string, AudioConfig?, CancellationToken)"/>.</exception>
    public static Task<AudioReader> OpenAsync(Stream stream, string name, AudioConfig? config = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Background.RunAsync(() => Open(stream, name, config, cancellation), mayWait: !stream.CanSeek, cancellation);
    }

    /// <summary>Reads the next samples.</summary>
    /// <param name="samples">Is filled from its beginning with mono samples, all finite.</param>
    /// <returns>How many there were; fewer than wanted, or 0, only at the end.</returns>
    /// <exception cref="InvalidDataException">The recording is damaged, too long, has no samples at all, or one that is not finite.</exception>
    /// <exception cref="OperationCanceledException">Reading was ended.</exception>
    public int Read(Span<float> samples)
    {
        int read = 0;
        while (read < samples.Length && !_isAtEnd)
        {
            _cancellation.ThrowIfCancellationRequested();
            Span<float> part = samples.Slice(read, Math.Min(samples.Length - read, FramesAtOnce));
            int got = Channels == 1 ? _source.Read(part) : ReadFrames(part);
            _isAtEnd = got < part.Length;
            CheckFinite(part[..got]);
            _count += got;
            read += got;
            CheckLength(SecondsRead, _name, _config);
            if (_isAtEnd && _levels is { AreCancelled: true })
            {
                _config.Report($"{_name}: its {Channels} channels cancel each other (one has the wrong polarity)", "their mean is nearly silent, so read one of them by itself");
            }
        }

        return _count > 0 || samples.Length == 0 ? read : throw new InvalidDataException($"{_name}: holds no samples; at least 1 is needed");
    }

    /// <summary>Leaves samples out: quickly where the format allows it, else by decoding them.</summary>
    /// <param name="samples">How many, 0 or more; at the end there may be fewer.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read(Span{float})"/>.</exception>
    internal void Skip(long samples)
    {
        long skipped = _source.Skip(samples);
        _count += skipped;
        float[] block = new float[FramesAtOnce];
        for (long left = samples - skipped; left > 0 && !_isAtEnd;)
        {
            left -= Read(block.AsSpan(0, (int)Math.Min(block.Length, left)));
        }
    }

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

    /// <summary>Closes the file, and ends what decodes it.</summary>
    public void Dispose()
    {
        _source.Dispose();
        _owned?.Dispose();
    }

    /// <summary>Opens a file that ffmpeg decodes, whatever it is.</summary>
    internal static AudioReader OpenDecoded(string path, AudioConfig config, CancellationToken cancellation) =>
        Owned(config.Ffmpeg.Open(path, path, config, cancellation), source => new AudioReader(source, null, mayWait: false, path, config, cancellation));

    /// <summary>The same as <see cref="ReadClip"/>, away from the caller's thread.</summary>
    internal Task<AudioClip> ReadClipAsync(CancellationToken cancellation) => Background.RunAsync(ReadClip, _mayWait, cancellation);

    /// <summary>Reads all samples that follow into memory.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Read(Span{float})"/>; also where there are more than <see cref="AudioFile.MaximumSamples"/>.</exception>
    internal AudioClip ReadClip()
    {
        float[] samples = GC.AllocateUninitializedArray<float>((int)Math.Min(_source.Length ?? 1 << 16, AudioFile.MaximumSamples));
        int count = Read(samples);
        Span<float> next = stackalloc float[1]; // A recording of a known length is read into an array of that length; whether it ends there is seen by one sample more.
        while (count == samples.Length && Read(next) == 1)
        {
            if (count == AudioFile.MaximumSamples)
            {
                throw new InvalidDataException($"{_name}: holds more than {AudioFile.MaximumSamples} samples per channel; split the recording");
            }

            Array.Resize(ref samples, (int)Math.Min(Math.Max(2L * samples.Length, 1 << 16), AudioFile.MaximumSamples));
            samples[count++] = next[0];
            count += Read(samples.AsSpan(count));
        }

        Array.Resize(ref samples, count);
        return new AudioClip(samples, SampleRate);
    }

    private int ReadFrames(Span<float> mono)
    {
        // frames of all channels, some 64 K samples at a time -> mono
        int atOnce = Math.Max(1, (1 << 16) / Channels), read = 0;
        if (_frames.Length == 0)
        {
            _frames = new float[Math.Min(atOnce, FramesAtOnce) * Channels];
        }

        for (int got = 1, wanted = 1; read < mono.Length && got == wanted; read += got)
        {
            wanted = Math.Min(mono.Length - read, _frames.Length / Channels);
            got = _source.Read(_frames.AsSpan(0, wanted * Channels));
            Interleaved.ToMono(_frames.AsSpan(0, got * Channels), Channels, _config.Channel, mono.Slice(read, got));
            _levels?.Add(_frames.AsSpan(0, got * Channels), mono.Slice(read, got));
        }

        return read;
    }

    private async IAsyncEnumerable<float[]> ReadAsync(int blockLength, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int got = blockLength;
        while (got == blockLength)
        {
            float[] block = new float[blockLength];
            got = await Background.RunAsync(() => Read(block), _mayWait, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
            if (got > 0)
            {
                yield return got == blockLength ? block : block[..got];
            }
        }
    }

    private static void CheckLength(double seconds, string name, AudioConfig config)
    {
        if (seconds > config.MaximumSeconds)
        {
            throw new InvalidDataException($"{name}: is longer than {config.MaximumSeconds:0.###} s, the limit that was set; split the recording");
        }
    }

    private void CheckFinite(ReadOnlySpan<float> samples)
    {
        // What is not finite has all bits of the exponent set.
        const int Exponent = 0x7F800000;
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(samples);
        Vector<int> mask = new(Exponent);
        int i = 0;
        while (i <= bits.Length - Vector<int>.Count && !Vector.EqualsAny(new Vector<int>(bits[i..]) & mask, mask))
        {
            i += Vector<int>.Count;
        }

        for (; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
            {
                throw new InvalidDataException(
                    $"{_name}: sample {_count + i} (at {(_count + i) / (double)SampleRate:0.###} s) is {samples[i]}; samples must be finite");
            }
        }
    }

    private static FileStream OpenFile(string path, CancellationToken cancellation)
    {
        FileStream Open(int bufferSize) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize);
        switch (PathStatus.Of(path).Kind)
        {
            case PathKind.Folder:
                throw new InvalidDataException($"{path}: is a folder; name a file");
            case PathKind.DanglingLink:
                throw new FileNotFoundException($"{path}: is a link to a file that does not exist");
            case PathKind.Missing:
                throw new FileNotFoundException($"{path}: no such file");
            case PathKind.File:
                return Open(1 << 12);
            default: // Opening a pipe waits for whoever writes to it.
                return Task.Run(() => Open(0), cancellation).WaitAsync(cancellation).GetAwaiter().GetResult();
        }
    }

    private static AudioReader Open(Stream stream, string? path, string name, AudioConfig config, Stream? owned, CancellationToken cancellation)
    {
        Stream input = stream.CanSeek ? stream : new RewindableStream(new CancellableStream(stream, cancellation));
        return Owned(OpenSource(input, stream.CanSeek ? path : null, name, config, cancellation), source => new AudioReader(source, owned, !stream.CanSeek, name, config, cancellation));
    }

    private static AudioSource OpenSource(Stream stream, string? path, string name, AudioConfig config, CancellationToken cancellation)
    {
        long start = stream.CanSeek ? stream.Position : 0;
        byte[] bytes = new byte[LongestHead];
        int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> head = bytes.AsSpan(0, got);
        if (got < WavReader.HeadLength)
        {
            throw new InvalidDataException(got == 0 ? $"{name}: is empty" : $"{name}: holds {Counted.Of(got, "byte")}, too few for any audio file");
        }

        if (double.IsFinite(config.MaximumSeconds))
        {
            CheckLength(StatedLength.Seconds(stream, head) ?? 0, name, config);
        }

        Rewind();
        AudioSource? source = WavReader.IsWav(head) ? WavReader.Open(stream, name, config)
            : Mp3Reader.MayBeMp3(head) ? Mp3Reader.Open(stream, name, config)
            : OggVorbisReader.IsVorbis(head) ? OggVorbisReader.Open(stream, name, config)
            : null;
        if (source is not null)
        {
            (stream as RewindableStream)?.Commit();
            return source;
        }

        string? cutOff = stream.CanSeek ? CutOff.Describe(stream, head) : null;
        double? stated = head.StartsWith("fLaC"u8) ? StatedLength.Seconds(stream, head) : null;
        Rewind();
        if (path is not null)
        {
            return Told(config.Ffmpeg.Open(path, name, config, cancellation));
        }

        bool isReversed = Mp4Order.IndexIsLast(stream, Rewind);
        (stream as RewindableStream)?.Commit();
        return Told(config.Ffmpeg.Open(isReversed ? Mp4Reordered.Open(stream, name) : stream, name, config, cancellation));

        FfmpegReader Told(FfmpegReader decoded)
        {
            (decoded.StatedSeconds, decoded.IsTold) = (stated, cutOff is not null);
            if (cutOff is not null)
            {
                try
                {
                    config.Report($"{name}: {cutOff}", "read as far as it goes");
                }
                catch
                {
                    decoded.Dispose();
                    throw;
                }
            }

            return decoded;
        }

        void Rewind()
        {
            if (stream is RewindableStream rewindable)
            {
                rewindable.Rewind();
            }
            else
            {
                stream.Position = start;
            }
        }
    }

    /// <summary>Makes something of what is closed if that fails.</summary>
    private static AudioReader Owned<T>(T resource, Func<T, AudioReader> open)
        where T : IDisposable
    {
        try
        {
            return open(resource);
        }
        catch
        {
            resource.Dispose();
            throw;
        }
    }
}
