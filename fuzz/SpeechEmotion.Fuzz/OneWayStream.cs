namespace SpeechEmotion.Fuzz;

/// <summary>A stream such as a pipe or a request: it cannot seek, does not know its length, and gives a few bytes at a time.</summary>
internal sealed class OneWayStream(Stream inner) : Stream
{
    private const int AtOnce = 1000;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, AtOnce));

    public override int Read(Span<byte> buffer) => inner.Read(buffer[..Math.Min(buffer.Length, AtOnce)]);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
