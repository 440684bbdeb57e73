namespace SpeechEmotion.Tests.Audio;

/// <summary>A stream as a server has it: it can only be read asynchronously, and after its content it waits for more, unless it ends there.</summary>
internal sealed class WaitingStream(byte[] content, bool endsThere = false) : Stream
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

    public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        int got = Math.Min(Math.Min(buffer.Length, 1000), content.Length - _position);
        if (got == 0 && !endsThere)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None); // deaf to the token, as a pipe is
        }

        content.AsMemory(_position, got).CopyTo(buffer);
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
