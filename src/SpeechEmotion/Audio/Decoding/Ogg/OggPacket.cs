using NVorbis;

namespace SpeechEmotion.Audio.Decoding.Ogg;

/// <summary>A packet, as the decoder wants to see it. It states no position: the decoder would wait for ever for the end of a stream whose positions contradict one another.</summary>
/// <param name="bytes">Its bytes.</param>
internal sealed class OggPacket(ReadOnlyMemory<byte> bytes) : DataPacket
{
    private int _next;

    protected override int TotalBits => 8 * bytes.Length;

    public override void Reset()
    {
        _next = 0;
        base.Reset();
    }

    protected override int ReadNextByte() => _next < bytes.Length ? bytes.Span[_next++] : -1;
}
