namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// A stream that may have to wait for its bytes (a pipe, a terminal, a network connection, another program), whose reading ends at once when
/// it is cancelled or when nothing has come for too long. It only uses the asynchronous reading of the stream it wraps, which stays open.
/// </summary>
/// <param name="inner">The stream.</param>
/// <param name="cancellation">Ends each reading with an <see cref="OperationCanceledException"/>.</param>
/// <param name="limit">The longest wait for the next bytes, after which reading ends with a <see cref="TimeoutException"/>; null waits forever.</param>
internal sealed class CancellableStream(Stream inner, CancellationToken cancellation, TimeSpan? limit = null) : ForwardOnlyStream
{
    private readonly byte[] _buffer = new byte[1 << 16]; // An abandoned read still writes here, not into what the caller has.
    private int _start, _end;

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && buffer.Length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            Task<int> reading = Task.Run(() => inner.ReadAsync(_buffer.AsMemory(), cancellation).AsTask(), cancellation);
            (_start, _end) = (0, reading.WaitAsync(limit ?? Timeout.InfiniteTimeSpan, cancellation).GetAwaiter().GetResult());
        }

        int got = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, got).CopyTo(buffer);
        _start += got;
        return got;
    }
}
