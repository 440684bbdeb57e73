using System.Buffers.Binary;
using System.Text;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// Reads a WAV file (RIFF, or RF64 and BW64 with 64-bit sizes) from front to back in one pass. Memory grows with the bytes that are read at a
/// time, never with the sizes that the file declares. What a recorder left that was interrupted (no size, or one beyond the end of the file)
/// is read as far as it goes.
/// </summary>
internal sealed class WavReader : AudioSource
{
    /// <summary>Bytes that tell a WAV file from others.</summary>
    public const int HeadLength = 12;

    private const int BlockBytes = 1 << 16;
    private readonly Stream _stream;
    private readonly string _name;
    private readonly AudioConfig _config;
    private readonly byte[] _peeked = new byte[8];
    private int _peekedLength;
    private long _position;

    // What the header says, once it is read.
    private WavFormat _format;
    private string _where = "";
    private ulong? _declared; // bytes of samples; null: to the end of the file
    private ulong _frames; // of them, as far as known; ulong.MaxValue / bytes a frame where the end is unknown
    private bool _isLengthKnown;
    private long _count;
    private byte[] _block = [];

    private WavReader(Stream stream, string name, AudioConfig config)
    {
        _stream = stream;
        _name = name;
        _config = config;
    }

    /// <inheritdoc/>
    public override int SampleRate => _format.SampleRate;

    /// <inheritdoc/>
    public override int Channels => _format.Channels;

    /// <inheritdoc/>
    public override long? Length => _isLengthKnown ? (long)_frames : null;

    /// <summary>Whether a file that begins with these bytes is a WAV file.</summary>
    public static bool IsWav(ReadOnlySpan<byte> head) =>
        head.Length >= HeadLength && (head.StartsWith("RIFF"u8) || Is64(head)) && head[8..].StartsWith("WAVE"u8);

    /// <summary>Reads everything before the samples.</summary>
    /// <param name="stream">Stands at the file's first byte; need not be seekable.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="config">Whether oddities are errors, and who is told of them.</param>
    /// <returns>A reader that stands at the first sample, or null if the samples are compressed and another decoder is needed.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static WavReader? Open(Stream stream, string name, AudioConfig config)
    {
        var reader = new WavReader(stream, name, config);
        return reader.ReadHeader() ? reader : null;
    }

    /// <inheritdoc/>
    public override int Read(Span<float> samples)
    {
        int read = 0, room = samples.Length / Channels;
        while (read < room && (ulong)_count < _frames)
        {
            // bytes -> blocks of whole frames -> samples
            int wanted = (int)Math.Min((ulong)Math.Min(_block.Length / _format.FrameBytes, room - read), _frames - (ulong)_count) * _format.FrameBytes;
            int got = ReadUpTo(_block.AsSpan(0, wanted)), whole = got / _format.FrameBytes;
            WavSamples.Decode(_block.AsSpan(0, whole * _format.FrameBytes), _format, samples.Slice(read * Channels, whole * Channels));
            _count += whole;
            read += whole;
            if (got < wanted)
            {
                _frames = (ulong)_count;
                if (_declared is { } declared)
                {
                    _declared = null;
                    ReportTruncated(declared, ((_count - whole) * _format.FrameBytes) + got);
                }
            }
        }

        if ((ulong)_count == _frames)
        {
            EndSamples();
        }

        return read;
    }

    /// <inheritdoc/>
    public override long Skip(long frames)
    {
        if (!_stream.CanSeek || !_isLengthKnown)
        {
            return 0;
        }

        long skipped = Math.Min(frames, (long)_frames - _count);
        Skip(skipped * _format.FrameBytes, _where, declared: null);
        _count += skipped;
        return skipped;
    }

    private static bool Is64(ReadOnlySpan<byte> head) => head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8);

    /// <summary>Whether the samples can be read; false if they are compressed.</summary>
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

                bool toTheEnd = longDataSize == 0 && (IsPlaceholder(size, riffEnd) || (size == 0 && !IsChunkNext(riffEnd)));
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
                if (!format.Value.IsReadable)
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

    /// <summary>Whether the end or another chunk follows, so that a chunk of 0 bytes is indeed empty; otherwise samples follow that nobody counted.</summary>
    private bool IsChunkNext(long riffEnd)
    {
        long at = _position;
        _peekedLength = ReadUpTo(_peeked);
        _position = at;
        return _peekedLength == 0
            || (_peekedLength == _peeked.Length
                && !_peeked.AsSpan(0, 4).ContainsAnyExceptInRange((byte)' ', (byte)'~')
                && at + _peeked.Length + BinaryPrimitives.ReadUInt32LittleEndian(_peeked.AsSpan(4)) <= riffEnd);
    }

    private void StartSamples(WavFormat format, string where, ulong? declared)
    {
        long? present = _stream.CanSeek ? _stream.Length - _stream.Position + _peekedLength : null;
        (_format, _where, _declared) = (format, where, declared);
        ulong bytes = declared ?? (ulong?)present ?? ulong.MaxValue;
        if (declared > (ulong?)present)
        {
            _declared = null;
            ReportTruncated(declared.Value, present!.Value);
            bytes = (ulong)present.Value;
        }
        else if (declared is null && present >= format.FrameBytes)
        {
            _config.Report($"{where} has no size, as after an interrupted recording", "read to the end of the file");
        }

        _frames = bytes / (uint)format.FrameBytes;
        _isLengthKnown = present is not null;
        _block = GC.AllocateUninitializedArray<byte>(Math.Max(1, BlockBytes / format.FrameBytes) * format.FrameBytes);
        if (_frames == 0)
        {
            throw new InvalidDataException($"{_where} holds no samples; at least 1 is needed");
        }
    }

    /// <summary>Checks what the header says once all frames are read: that there was one, and that the bytes which make no whole frame are there, too.</summary>
    private void EndSamples()
    {
        if (_frames == 0)
        {
            throw new InvalidDataException($"{_where} holds no samples; at least 1 is needed");
        }

        if (_declared is { } declared)
        {
            _declared = null;
            long whole = _count * _format.FrameBytes;
            int rest = (int)(declared - (ulong)whole), got = ReadUpTo(_block.AsSpan(0, rest));
            if (got < rest)
            {
                ReportTruncated(declared, whole + got);
            }
        }
    }

    private void ReportTruncated(ulong declared, long present) =>
        _config.Report(TruncatedText(_where, declared, present), "read as far as it goes");

    private static string TruncatedText(string where, ulong declared, long present) =>
        $"{where} declares {declared} bytes, but only {present} follow; the file is truncated";

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
            throw new InvalidDataException(TruncatedText(where, declared.Value, declared.Value - (count - skipped)));
        }
    }

    private int ReadUpTo(Span<byte> bytes)
    {
        int known = Math.Min(_peekedLength, bytes.Length);
        _peeked.AsSpan(0, known).CopyTo(bytes);
        _peeked.AsSpan(known).CopyTo(_peeked);
        _peekedLength -= known;
        int got = known + _stream.ReadAtLeast(bytes[known..], bytes.Length - known, throwOnEndOfStream: false);
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
