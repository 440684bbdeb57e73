using System.Buffers.Binary;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// An MP4 file whose index stands at its end, as a stream in which it comes before the samples. Of the file only the index is copied; its places of samples move by its length.
/// <code>
/// // ftyp | mdat | moov | rest ──▶ ftyp | moov, moved | mdat | rest
/// </code>
/// </summary>
internal sealed class Mp4Reordered : ForwardOnlyStream
{
    /// <summary>Bytes of a stream that cannot seek which are held in memory to be put in order.</summary>
    public const int MostHeld = 100_000_000;

    private const int LongestIndex = 1 << 26;

    private readonly (Stream Source, long Start, long Length)[] _parts;
    private int _part;
    private long _place; // in the part

    private Mp4Reordered(params (Stream Source, long Start, long Length)[] parts) => _parts = parts;

    /// <summary>Puts a file in order.</summary>
    /// <param name="stream">Stands at the first byte. It stays open and is read as this is; one that cannot seek is read into memory first.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The file has no index or a damaged one, or is too long for memory.</exception>
    public static Mp4Reordered Open(Stream stream, string name)
    {
        Stream source = stream.CanSeek ? stream : Hold(stream, name);
        long start = source.Position, end = source.Length, samples = -1;
        Span<byte> head = stackalloc byte[16];
        for (long at = start; at + 8 <= end;)
        {
            // size 4, name 4; size 1: the true size follows in 8 bytes; size 0: to the end
            source.Position = at;
            int got = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            size = size == 0 ? end - at : size == 1 && got == head.Length ? BinaryPrimitives.ReadInt64BigEndian(head[8..]) : size;
            if (size < 8 || size > end - at)
            {
                break;
            }

            samples = samples < 0 && head[4..8].SequenceEqual("mdat"u8) ? at : samples;
            if (samples >= 0 && head[4..8].SequenceEqual("moov"u8))
            {
                MemoryStream index = new(ReadIndex(source, at, size, name));
                return new Mp4Reordered((source, start, samples - start), (index, 0, size), (source, samples, at - samples), (source, at + size, end - at - size));
            }

            at += size;
        }

        throw new InvalidDataException($"{name}: is an MP4 file without the index that should stand at its end; its recording was not finished, or the file is truncated");
    }

    public override int Read(Span<byte> buffer)
    {
        while (_part < _parts.Length)
        {
            (Stream source, long start, long length) = _parts[_part];
            source.Position = start + _place;
            int got = source.Read(buffer[..(int)Math.Min(buffer.Length, length - _place)]);
            if (got > 0 || buffer.Length == 0)
            {
                _place += got;
                return got;
            }

            (_part, _place) = (_part + 1, 0);
        }

        return 0;
    }

    private static MemoryStream Hold(Stream stream, string name)
    {
        MemoryStream held = new();
        byte[] block = new byte[1 << 16];
        for (int got = stream.Read(block); got > 0; got = stream.Read(block))
        {
            held.Write(block, 0, got);
            if (held.Length > MostHeld)
            {
                throw new InvalidDataException(
                    $"{name}: is an MP4 file of more than {MostHeld / 1_000_000} MB whose index stands at its end, too long to be read from a stream; read it from a file, or write it with 'ffmpeg -movflags +faststart'");
            }
        }

        held.Position = 0;
        return held;
    }

    private static byte[] ReadIndex(Stream source, long at, long size, string name)
    {
        if (size > LongestIndex)
        {
            throw new InvalidDataException($"{name}: is an MP4 file with an index of {size} bytes; at most {LongestIndex} can be read");
        }

        byte[] index = new byte[size];
        source.Position = at;
        source.ReadExactly(index);
        if (!Move(index, (uint)size))
        {
            throw new InvalidDataException($"{name}: is an MP4 file with a damaged index");
        }

        return index;
    }

    /// <summary>Adds to all places of samples in a box and those in it; false if the box is damaged.</summary>
    private static bool Move(Span<byte> box, uint by)
    {
        for (Span<byte> rest = box[8..]; rest.Length >= 8;)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (size < 8 || size > rest.Length)
            {
                return false;
            }

            Span<byte> inner = rest[..(int)size], name = inner[4..8];
            bool isWell = name.SequenceEqual("stco"u8) ? MovePlaces(inner[8..], 4, by)
                : name.SequenceEqual("co64"u8) ? MovePlaces(inner[8..], 8, by)
                : !(name.SequenceEqual("trak"u8) || name.SequenceEqual("mdia"u8) || name.SequenceEqual("minf"u8) || name.SequenceEqual("stbl"u8)) || Move(inner, by);
            if (!isWell)
            {
                return false;
            }

            rest = rest[(int)size..];
        }

        return true;
    }

    /// <summary>Flags 4, count 4, then places of 4 or 8 bytes each.</summary>
    private static bool MovePlaces(Span<byte> table, int width, uint by)
    {
        if (table.Length < 8 || BinaryPrimitives.ReadUInt32BigEndian(table[4..]) > (table.Length - 8) / width)
        {
            return false;
        }

        int count = (int)BinaryPrimitives.ReadUInt32BigEndian(table[4..]);
        for (int i = 0; i < count; i++)
        {
            Span<byte> place = table.Slice(8 + (i * width), width);
            if (width == 8)
            {
                BinaryPrimitives.WriteUInt64BigEndian(place, BinaryPrimitives.ReadUInt64BigEndian(place) + by);
            }
            else if (BinaryPrimitives.ReadUInt32BigEndian(place) is var old && old <= uint.MaxValue - by)
            {
                BinaryPrimitives.WriteUInt32BigEndian(place, old + by);
            }
            else
            {
                return false;
            }
        }

        return true;
    }
}
