using NLayer;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>A frame of an MP3 file, as the decoder wants to see it.</summary>
/// <param name="header">Its header.</param>
/// <param name="bytes">All of its bytes, header included.</param>
internal sealed class Mp3Frame(Mp3Header header, ReadOnlyMemory<byte> bytes) : IMpegFrame
{
    private int _next;
    private ulong _bucket;
    private int _bits;

    public int SampleRate => header.SampleRate;

    public int SampleRateIndex => header.SampleRateIndex;

    public int FrameLength => header.Length;

    public int BitRate => header.BitRate;

    public int BitRateIndex => header.BitRateIndex;

    public MpegVersion Version => header.IsMpeg1 ? MpegVersion.Version1 : MpegVersion.Version2;

    public MpegLayer Layer => MpegLayer.LayerIII;

    public MpegChannelMode ChannelMode => (MpegChannelMode)header.Mode;

    public int ChannelModeExtension => header.ModeExtension;

    public int SampleCount => header.Samples;

    public bool IsCopyrighted => false;

    public bool HasCrc => header.HasCrc;

    public bool IsCorrupted => false;

    public void Reset()
    {
        _next = Mp3Header.HeaderLength + (header.HasCrc ? 2 : 0);
        (_bucket, _bits) = (0, 0);
    }

    public int ReadBits(int bitCount)
    {
        for (; _bits < bitCount; _bits += 8)
        {
            _bucket = (_bucket << 8) | (_next < bytes.Length ? bytes.Span[_next++] : throw new EndOfStreamException());
        }

        _bits -= bitCount;
        return (int)((_bucket >> _bits) & ((1UL << bitCount) - 1));
    }
}
