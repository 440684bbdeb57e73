namespace SpeechEmotion.Tests.Audio;

/// <summary>A stream that cannot seek and hands out a few bytes at a time, as a network connection does.</summary>
internal sealed class ForwardStream(byte[] content, int portion = 7) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int got = Math.Min(Math.Min(count, portion), content.Length - _position);
        content.AsSpan(_position, got).CopyTo(buffer.AsSpan(offset));
        _position += got;
        return got;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
