using System.Buffers.Binary;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// What encoders write into a first frame without sound: how many frames follow, and how many samples at both ends are the encoder's and not
/// the recording's. A decoder adds 529 samples of its own. The same samples are left out as ffmpeg leaves out.
/// </summary>
/// <param name="Skipped">Samples per channel to leave out at the beginning.</param>
/// <param name="Length">Samples per channel to keep after them; null if that is not known.</param>
internal readonly record struct Mp3Info(int Skipped, long? Length)
{
    private const int DecoderDelay = 529;

    /// <summary>Reads the first frame; null if it is one with sound.</summary>
    public static Mp3Info? Parse(ReadOnlySpan<byte> frame, Mp3Header header)
    {
        int at = Mp3Header.HeaderLength + header.SideLength;
        if (frame.Length < at + 8 || !(frame[at..].StartsWith("Xing"u8) || frame[at..].StartsWith("Info"u8)))
        {
            // Fraunhofer's encoder has a header of its own, always at the same place.
            return frame.Length >= 40 && frame[36..].StartsWith("VBRI"u8) ? new Mp3Info(0, null) : null;
        }

        // flags, then what they announce: frames 4, bytes 4, table 100, quality 4 · then encoder 9, revision and method 1, low pass 1,
        // peak 4, gains 4, flags 1, bit rate 1, delay and padding 3
        int flags = frame[at + 7], rest = at + 8;
        long? frames = (flags & 1) != 0 && frame.Length >= rest + 4 ? BinaryPrimitives.ReadUInt32BigEndian(frame[rest..]) : null;
        rest += (4 * (flags & 1)) + (2 * (flags & 2)) + (25 * (flags & 4)) + (flags & 8) / 2;
        bool hasDelay = frame.Length >= rest + 24 && (frame[rest..].StartsWith("LAME"u8) || frame[rest..].StartsWith("Lavf"u8) || frame[rest..].StartsWith("Lavc"u8));
        if (!hasDelay)
        {
            return new Mp3Info(0, null);
        }

        int delay = (frame[rest + 21] << 4) | (frame[rest + 22] >> 4), padding = ((frame[rest + 22] & 15) << 8) | frame[rest + 23];
        long? length = frames > 0 ? Math.Max(0, (frames.Value * header.Samples) - delay - padding) : null;
        return new Mp3Info(delay + DecoderDelay, length);
    }
}
