using System.Buffers.Binary;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>The four bytes before each frame of an MP3 file: MPEG-1 or MPEG-2, Layer III [MPEG1993]. MPEG-2.5 and other layers are left to ffmpeg.</summary>
/// <param name="IsMpeg1">Whether the frame is of MPEG-1; otherwise of MPEG-2, with half the samples.</param>
/// <param name="HasCrc">Whether two bytes of checksum follow the header.</param>
/// <param name="BitRate">Bits per second.</param>
/// <param name="BitRateIndex">Its place in the standard's table.</param>
/// <param name="SampleRate">Samples of one channel per second, in Hz.</param>
/// <param name="SampleRateIndex">Its place in the standard's table.</param>
/// <param name="Length">Bytes of the frame, header included.</param>
/// <param name="Mode">0 stereo, 1 joint stereo, 2 two channels, 3 mono.</param>
/// <param name="ModeExtension">How the channels are joined.</param>
internal readonly record struct Mp3Header(
    bool IsMpeg1, bool HasCrc, int BitRate, int BitRateIndex, int SampleRate, int SampleRateIndex, int Length, int Mode, int ModeExtension)
{
    /// <summary>Bytes of a header.</summary>
    public const int HeaderLength = 4;

    /// <summary>Bytes of the longest frame: 320 kbit/s at 32 kHz, padded.</summary>
    public const int LongestFrame = 1441;

    private static readonly int[] s_rates1 = [44100, 48000, 32000], s_rates2 = [22050, 24000, 16000];
    private static readonly int[] s_bitRates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320], s_bitRates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    /// <summary>Number of channels.</summary>
    public int Channels => Mode == 3 ? 1 : 2;

    /// <summary>Samples per channel in the frame.</summary>
    public int Samples => IsMpeg1 ? 1152 : 576;

    /// <summary>Bytes of what follows header and checksum and says where the bits of the samples are.</summary>
    public int SideLength => (IsMpeg1, Channels) switch { (true, 1) => 17, (true, _) => 32, (false, 1) => 9, _ => 17 };

    /// <summary>Whether another frame may belong to the same recording.</summary>
    public bool Fits(Mp3Header other) => (IsMpeg1, SampleRate, Channels) == (other.IsMpeg1, other.SampleRate, other.Channels);

    /// <summary>Reads a header; null if the bytes are none.</summary>
    public static Mp3Header? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
        {
            return null;
        }

        // 11 bits of 1, version 2, layer 2, no checksum 1, bit rate 4, sample rate 2, padding 1, private 1, mode 2, extension 2, 4 more
        uint bits = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        int version = (int)(bits >> 19) & 3, layer = (int)(bits >> 17) & 3, bitRateIndex = (int)(bits >> 12) & 15, rateIndex = (int)(bits >> 10) & 3;
        if (bits >> 21 != 0x7FF || version < 2 || layer != 1 || bitRateIndex is 0 or 15 || rateIndex == 3)
        {
            return null;
        }

        bool isMpeg1 = version == 3;
        int bitRate = 1000 * (isMpeg1 ? s_bitRates1 : s_bitRates2)[bitRateIndex], rate = (isMpeg1 ? s_rates1 : s_rates2)[rateIndex];
        int length = ((isMpeg1 ? 144 : 72) * bitRate / rate) + ((int)(bits >> 9) & 1);
        return new Mp3Header(isMpeg1, (bits & 0x10000) == 0, bitRate, bitRateIndex, rate, rateIndex, length, (int)(bits >> 6) & 3, (int)(bits >> 4) & 3);
    }
}
