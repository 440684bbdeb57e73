namespace SpeechEmotion.Web.Recognitions;

/// <summary>An uploaded recording in memory, in blocks that go back to the budget. Nothing of it is ever written to a disk.</summary>
/// <param name="budget">What all uploads share.</param>
internal sealed class Upload(MemoryBudget budget) : Stream
{
    private const int BlockLength = MemoryBudget.BlockLength;

    private readonly List<byte[]> _blocks = [];
    private long _length, _position;

    /// <summary>What answers call the recording.</summary>
    public string Name { get; set; } = "recording";

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new IOException("The position is before the beginning.");
    }

    /// <summary>Takes everything from a stream.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="read">Told how many bytes have come; throws if there are too many.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task FillAsync(Stream source, Action<long> read, CancellationToken cancellation)
    {
        while (true)
        {
            int used = (int)(_length % BlockLength);
            if (used == 0 && _length == (long)_blocks.Count * BlockLength)
            {
                _blocks.Add(budget.TakeBlock(_length));
            }

            int got = await source.ReadAsync(_blocks[^1].AsMemory(used, BlockLength - used), cancellation);
            if (got == 0)
            {
                return;
            }

            _length += got;
            read(_length);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int done = 0;
        while (done < buffer.Length && _position < _length)
        {
            int offset = (int)(_position % BlockLength);
            int count = (int)Math.Min(Math.Min(BlockLength - offset, buffer.Length - done), _length - _position);
            _blocks[(int)(_position / BlockLength)].AsSpan(offset, count).CopyTo(buffer[done..]);
            _position += count;
            done += count;
        }

        return done;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => _length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        foreach (byte[] block in _blocks)
        {
            budget.Release(block);
        }

        _blocks.Clear();
        _length = 0;
        base.Dispose(disposing);
    }
}
