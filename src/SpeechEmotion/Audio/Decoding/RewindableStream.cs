namespace SpeechEmotion.Audio.Decoding;

/// <summary>A stream that cannot seek, whose beginning can be read again while its format is being found out.</summary>
/// <param name="inner">The stream, which stays open.</param>
internal sealed class RewindableStream(Stream inner) : ForwardOnlyStream
{
    private readonly MemoryStream _head = new();
    private bool _isKept = true;

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
}
