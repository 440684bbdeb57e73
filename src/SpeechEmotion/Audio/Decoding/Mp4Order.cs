using System.Buffers.Binary;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// The order of the boxes of an MP4 file (m4a, mov): the index <c>moov</c> may stand behind the samples <c>mdat</c>. Who reads from front to
/// back then meets samples that cannot be understood yet.
/// </summary>
internal static class Mp4Order
{
    private const int HeaderLength = 8, LongestSkipped = 1 << 20;

    /// <summary>Whether a stream is an MP4 file with its index at the end.</summary>
    /// <param name="stream">Stands at the first byte.</param>
    /// <param name="rewind">Goes back there.</param>
    public static bool IndexIsLast(Stream stream, Action rewind)
    {
        byte[] box = new byte[HeaderLength];
        bool isMp4 = false, isLast = false;
        while (!isLast && stream.ReadAtLeast(box, box.Length, throwOnEndOfStream: false) == box.Length)
        {
            // size 4, name 4, then the rest of the size
            ReadOnlySpan<byte> name = box.AsSpan(4);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(box);
            isLast = isMp4 && name.SequenceEqual("mdat"u8);
            isMp4 |= name.SequenceEqual("ftyp"u8);
            if (!isMp4 || isLast || name.SequenceEqual("moov"u8) || size is < HeaderLength or > LongestSkipped || !Skip(stream, (int)size - HeaderLength))
            {
                break;
            }
        }

        rewind();
        return isLast;
    }

    private static bool Skip(Stream stream, int count)
    {
        byte[] waste = new byte[count];
        return stream.ReadAtLeast(waste, count, throwOnEndOfStream: false) == count;
    }
}
