using System.Buffers;
using System.IO.Pipelines;
using SpeechEmotion.Audio.Decoding;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>
/// The body of a request, read so that <see cref="PipeReader.CancelPendingRead"/> ends a read and leaves the reader as the server needs it to drop the rest. A token would leave it within a read, as would the reader's own
/// stream; the server then logs an error for every slow client.
/// </summary>
/// <param name="reader">The body, as the request has it.</param>
internal sealed class RequestBody(PipeReader reader) : ForwardOnlyStream
{
    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The read was cancelled by the reader or the token.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadResult result = await reader.ReadAsync(cancellationToken);
        int length = result.IsCanceled ? 0 : (int)Math.Min(result.Buffer.Length, buffer.Length);
        ReadOnlySequence<byte> here = result.Buffer.Slice(0, length);
        here.CopyTo(buffer.Span);
        reader.AdvanceTo(here.End); // from here on, the sequence is another's
        return result.IsCanceled ? throw new OperationCanceledException("The read was cancelled.") : length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer) => throw new NotSupportedException(); // a server reads asynchronously only
}
