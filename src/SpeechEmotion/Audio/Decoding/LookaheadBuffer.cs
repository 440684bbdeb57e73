namespace SpeechEmotion.Audio.Decoding;

/// <summary>The next bytes of a stream that need not seek, so that a reader can look at them before it passes them.</summary>
/// <param name="stream">Is read from front to back, never further than what is asked for needs; stays open.</param>
/// <param name="capacity">The most bytes that can be asked for.</param>
internal sealed class LookaheadBuffer(Stream stream, int capacity)
{
    private readonly byte[] _buffer = new byte[capacity];
    private int _start, _end; // of what is read and not yet passed

    /// <summary>The bytes that are read and not yet passed; valid until more are asked for.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(_start, _end - _start);

    /// <inheritdoc cref="Memory"/>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Reads until at least this many bytes are there; false if the file ends before.</summary>
    public bool Fill(int bytes)
    {
        if (_end - _start < bytes && _start + bytes > _buffer.Length)
        {
            Span.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < bytes)
        {
            int got = stream.Read(_buffer.AsSpan(_end));
            if (got == 0)
            {
                return false;
            }

            _end += got;
        }

        return true;
    }

    /// <summary>Passes bytes that are there.</summary>
    public void Pass(int bytes) => _start += bytes;
}
