using System.Buffers.Binary;
using System.Text;

namespace SpeechEmotion.Audio;

/// <summary>
/// Reads a WAV file (RIFF, or RF64 and BW64 with 64-bit sizes) from front to back in one pass, whole or block by block. Memory grows with
/// the bytes that are there, never with the sizes that the file declares.
/// </summary>
internal sealed class WavReader
{
    /// <summary>Bytes that tell a WAV file from others.</summary>
    public const int HeadLength = 12;

    private const int BlockBytes = 1 << 16;
    private readonly Stream _stream;
    private readonly string _name;
    private long _position;

    // What the header says, once it is read.
    private WavFormat _format;
    private string _where = "";
    private ulong? _declared; // bytes of samples; null: to the end of the file
    private ulong _frames; // of them, as far as known; ulong.MaxValue / bytes a frame where the end is unknown
    private long? _present; // bytes that follow; null: unknown
    private byte[] _block = [];
    private float[] _scratch = [];

    private WavReader(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
    }

    /// <summary>The file's sample rate in Hz.</summary>
    public int SampleRate => _format.SampleRate;

    /// <summary>Samples per channel that were read so far.</summary>
    public long Count { get; private set; }

    /// <summary>Whether a file that begins with these bytes is a WAV file.</summary>
    public static bool IsWav(ReadOnlySpan<byte> head) =>
        head.Length >= HeadLength && (head.StartsWith("RIFF"u8) || Is64(head)) && head[8..].StartsWith("WAVE"u8);

    /// <summary>Reads all samples, mixed to mono.</summary>
    /// <param name="stream">Stands at the file's first byte; need not be seekable.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <returns>The clip, or null where the samples are compressed and another decoder is needed.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, truncated or has no finite samples.</exception>
    public static AudioClip? Read(Stream stream, string name) => Open(stream, name)?.ReadClip();

    /// <summary>Reads everything before the samples.</summary>
    /// <param name="stream">Stands at the file's first byte; need not be seekable.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <returns>A reader that stands at the first sample, or null where the samples are compressed and another decoder is needed.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or truncated.</exception>
    public static WavReader? Open(Stream stream, string name)
    {
        var reader = new WavReader(stream, name);
        return reader.ReadHeader() ? reader : null;
    }

    /// <summary>Reads the next samples, mixed to mono.</summary>
    /// <param name="samples">Is filled from its beginning.</param>
    /// <returns>How many there were; fewer than wanted, or 0, only at the end.</returns>
    /// <exception cref="InvalidDataException">The file is truncated, has no samples at all, or one that is not finite.</exception>
    public int Read(Span<float> samples)
    {
        int read = 0;
        while (read < samples.Length && (ulong)Count < _frames)
        {
            // bytes -> blocks of whole frames -> mono samples
            ulong room = (ulong)Math.Min(_block.Length / _format.FrameBytes, samples.Length - read);
            int wanted = (int)Math.Min(room, _frames - (ulong)Count) * _format.FrameBytes;
            int got = ReadUpTo(_block.AsSpan(0, wanted));
            int whole = got / _format.FrameBytes;
            Span<float> decoded = samples.Slice(read, whole);
            WavSamples.ToMono(_block.AsSpan(0, whole * _format.FrameBytes), _format, decoded, _scratch);
            CheckFinite(decoded);
            if (got < wanted)
            {
                _frames = _declared is null ? (ulong)(Count + whole) : throw Truncated(_where, _declared.Value, (Count * _format.FrameBytes) + got);
            }

            Count += whole;
            read += whole;
        }

        if (Count == 0 && samples.Length > 0)
        {
            CheckLength(0);
        }

        return read;
    }

    /// <summary>Reads all samples that follow, mixed to mono.</summary>
    /// <exception cref="InvalidDataException">The file is truncated, too long, has no samples, or one that is not finite.</exception>
    public AudioClip ReadClip()
    {
        long sure = (long)Math.Min(_frames, _present is null ? 1UL << 16 : AudioFile.MaximumSamples + 1UL);
        CheckLength(sure);
        float[] samples = GC.AllocateUninitializedArray<float>((int)sure);
        int count = Read(samples);
        while (count == samples.Length && (ulong)Count < _frames)
        {
            Array.Resize(ref samples, (int)Math.Min(2L * samples.Length, AudioFile.MaximumSamples + 1L));
            count += Read(samples.AsSpan(count));
            CheckLength(count);
        }

        Array.Resize(ref samples, count);
        return new AudioClip(samples, SampleRate);
    }

    private static bool Is64(ReadOnlySpan<byte> head) => head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8);

    /// <summary>Whether the samples can be read; false where they are compressed.</summary>
    private bool ReadHeader()
    {
        Span<byte> head = stackalloc byte[HeadLength];
        if (ReadUpTo(head) < HeadLength || !IsWav(head))
        {
            throw new InvalidDataException($"{_name}: is not a WAV file; it should begin with 'RIFF', a size and 'WAVE'");
        }

        long riffEnd = 8L + BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        ulong longDataSize = 0;
        WavFormat? format = null;
        Span<byte> chunk = stackalloc byte[8];
        Span<byte> content = stackalloc byte[WavFormat.ExtensibleLength];
        while (true)
        {
            long at = _position;
            int got = ReadUpTo(chunk);
            if (got == 0)
            {
                throw new InvalidDataException($"{_name}: ends at byte {at} without a chunk 'data'; it holds no samples");
            }

            if (got < chunk.Length)
            {
                throw new InvalidDataException($"{_name}: ends within a chunk's header at byte {at}; the file is truncated");
            }

            uint size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            string where = $"{_name}: chunk '{Printable(chunk[..4])}' at byte {at}";
            if (chunk.StartsWith("data"u8))
            {
                if (format is null)
                {
                    throw new InvalidDataException($"{where} comes before any chunk 'fmt ', so its samples cannot be understood");
                }

                bool toTheEnd = IsPlaceholder(size, riffEnd) && longDataSize == 0;
                ulong declared = size == uint.MaxValue && longDataSize > 0 ? longDataSize : size;
                StartSamples(format.Value, where, toTheEnd ? null : declared);
                return true;
            }

            Span<byte> known = content[..(int)Math.Min(size, (uint)content.Length)];
            int present = chunk.StartsWith("fmt "u8) || chunk.StartsWith("ds64"u8) ? ReadUpTo(known) : 0;
            Skip(size - present, where, size);
            if (chunk.StartsWith("fmt "u8))
            {
                format = WavFormat.Parse(known, where);
                if (!format.Value.IsUncompressed)
                {
                    return false;
                }
            }
            else if (chunk.StartsWith("ds64"u8) && Is64(head) && size >= 16)
            {
                longDataSize = BinaryPrimitives.ReadUInt64LittleEndian(known[8..]);
            }

            Skip(_position % 2, where, null); // chunks are padded to even places
        }
    }

    /// <summary>
    /// Programs that write to a pipe cannot return to fill in the size of the samples: they leave the largest number, their own placeholder,
    /// or 0 in a file whose outer size does not reach beyond the header either. Such a chunk lasts to the end of the file.
    /// </summary>
    private bool IsPlaceholder(uint size, long riffEnd) =>
        size is uint.MaxValue or 0x7FFFF000 or 0x80000000 || (size == 0 && riffEnd <= _position);

    private void StartSamples(WavFormat format, string where, ulong? declared)
    {
        _present = _stream.CanSeek ? _stream.Length - _stream.Position : null;
        if (declared > (ulong?)_present)
        {
            throw Truncated(where, declared.Value, _present!.Value);
        }

        (_format, _where, _declared) = (format, where, declared);
        _frames = (declared ?? (ulong?)_present ?? ulong.MaxValue) / (uint)format.FrameBytes;
        _block = GC.AllocateUninitializedArray<byte>(Math.Max(1, BlockBytes / format.FrameBytes) * format.FrameBytes);
        _scratch = format.Channels == 1 ? [] : new float[_block.Length / format.FrameBytes * format.Channels];
    }

    private static InvalidDataException Truncated(string where, ulong declared, long present) =>
        new($"{where} declares {declared} bytes, but only {present} follow; the file is truncated");

    private void CheckLength(long samples)
    {
        if (samples == 0)
        {
            throw new InvalidDataException($"{_where} holds no samples; at least 1 is needed");
        }

        if (samples > AudioFile.MaximumSamples)
        {
            throw new InvalidDataException($"{_where} holds more than {AudioFile.MaximumSamples} samples per channel; split the recording");
        }
    }

    private void CheckFinite(ReadOnlySpan<float> samples)
    {
        if (!_format.IsFloat)
        {
            return;
        }

        for (int i = 0; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
            {
                throw new InvalidDataException(
                    $"{_name}: sample {Count + i} (at {(Count + i) / (double)_format.SampleRate:0.###} s) is {samples[i]}; "
                    + "samples must be finite");
            }
        }
    }

    private void Skip(long count, string where, uint? declared)
    {
        long skipped = 0;
        if (_stream.CanSeek)
        {
            skipped = Math.Min(count, Math.Max(0, _stream.Length - _stream.Position));
            _stream.Seek(skipped, SeekOrigin.Current);
            _position += skipped;
        }
        else
        {
            Span<byte> waste = stackalloc byte[512];
            for (int got = -1; got != 0; skipped += got)
            {
                got = ReadUpTo(waste[..(int)Math.Min(count - skipped, waste.Length)]);
            }
        }

        if (skipped < count && declared is not null)
        {
            throw Truncated(where, declared.Value, declared.Value - (count - skipped));
        }
    }

    private int ReadUpTo(Span<byte> bytes)
    {
        int got = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _position += got;
        return got;
    }

    private static string Printable(ReadOnlySpan<byte> id)
    {
        var text = new StringBuilder(id.Length);
        foreach (byte letter in id)
        {
            text.Append(letter is >= 32 and < 127 ? (char)letter : '?');
        }

        return text.ToString();
    }
}
