namespace SpeechEmotion.Audio.Decoding;

/// <summary>A stream that cannot seek, whose beginning can be read again while its format is being found out.</summary>
/// <param name="inner">The stream, which stays open.</param>
internal sealed class RewindableStream(Stream inner) : Stream
{
    private readonly MemoryStream _head = new();
    private bool _isKept = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Goes back to the beginning.</summary>
    public void Rewind() => _head.Position = 0;

    /// <summary>Keeps nothing more from here on.</summary>
    public void Commit() => _isKept = false;

    public override int Read(Span<byte> buffer)
    {
        int got = _head.Read(buffer);
        if (got > 0)
        {
            return got;
        }

        got = inner.Read(buffer);
        if (_isKept)
        {
            _head.Write(buffer[..got]);
        }

        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
