using NVorbis;
using NVorbis.Contracts;

namespace SpeechEmotion.Audio.Decoding.Ogg;

/// <summary>
/// One of the Vorbis streams that follow one another in an Ogg file; most files have one. Its packets are put together here and decoded by NVorbis, which sees no positions: what lies before the first and behind the last position is
/// left out here. Damage is passed over and noted, pages of other streams are passed over.
/// </summary>
internal sealed class OggLink : NVorbis.Contracts.IPacketProvider, IDisposable
{
    private const int Headers = 3, LongestPacket = 1 << 22, HeaderStart = 7;

    /// <summary>Who joins a live stream gets its headers and then its newest page. Where fewer pages are missing between them, they were lost.</summary>
    private const int FewestBeforeJoining = 32;

    private readonly OggPageReader _pages;
    private readonly OggDamage _damage;
    private readonly uint _serial;
    private readonly double _startSeconds;
    private readonly List<byte[]> _headers = [];
    private readonly Queue<ReadOnlyMemory<byte>> _packets = []; // of the page that was read last
    private readonly MemoryStream _partial = new(); // of a packet that goes on in the next page
    private readonly StreamDecoder _decoder;
    private VorbisBlocks? _blocks;
    private uint _sequence; // of the next page
    private int _headersGiven;
    private bool _isPartial, _isAmongFirst = true, _isAlone = true, _isEnded;

    // Samples per channel, counted as the decoder gives them out.
    private long _measured, _given, _trimmed, _end = long.MaxValue;
    private int _tail; // behind the centre of the last packet, where positions count to
    private int? _lead; // the same of the first packet
    private long? _offset; // what to add to get a position
    private long _lastPosition;

    /// <summary>Reads the headers.</summary>
    /// <param name="pages">Where the pages come from.</param>
    /// <param name="first">The stream's first page.</param>
    /// <param name="startSeconds">Where in the whole sound that of this stream begins.</param>
    /// <param name="damage">Is told what is wrong.</param>
    /// <exception cref="InvalidDataException">The headers are damaged; the message is the cause alone. NVorbis throws others.</exception>
    public OggLink(OggPageReader pages, OggPage first, double startSeconds, OggDamage damage)
    {
        (_pages, _serial, _sequence, _startSeconds, _damage) = (pages, first.Serial, first.Sequence, startSeconds, damage);
        Take(first);
        while (_headers.Count < Headers && ReadPage())
        {
        }

        if (_blocks is null)
        {
            throw new InvalidDataException(_headers.Count < Headers ? "its headers are not whole" : "its headers cannot be understood");
        }

        _decoder = new StreamDecoder(this) { ClipSamples = false };
    }

    /// <summary>Samples of one channel per second, in Hz.</summary>
    public int SampleRate { get; private set; }

    /// <summary>Number of channels, 1 or more.</summary>
    public int Channels { get; private set; }

    /// <summary>The first page of another stream, if the reading of this one came upon it.</summary>
    public OggPage? Next { get; private set; }

    /// <inheritdoc/>
    bool NVorbis.Contracts.IPacketProvider.CanSeek => false;

    /// <inheritdoc/>
    int NVorbis.Contracts.IPacketProvider.StreamSerial => (int)_serial;

    private double Seconds => _startSeconds + (SampleRate > 0 ? Math.Max(0, _measured - _trimmed) / (double)SampleRate : 0);

    /// <summary>Whether a page is the first of a Vorbis stream.</summary>
    public static bool IsVorbis(OggPage page) => page.IsFirst && page.Body.Span.StartsWith("\u0001vorbis"u8);

    /// <summary>Whether a page that is no first one belongs to no stream that is known: it comes after the end of this one, or its first page is lost.</summary>
    public bool IsForeign(OggPage page) => _isAlone || page.Serial == _serial;

    /// <summary>Decodes the next frames: a sample of each channel, then the next of each.</summary>
    /// <param name="samples">Room for whole frames.</param>
    /// <returns>Number of frames; 0 only at the end.</returns>
    public int Read(Span<float> samples)
    {
        while (true)
        {
            int got = _decoder.Read(samples, 0, samples.Length) / Channels;
            long from = Math.Max(_given, _trimmed), to = Math.Min(_given + got, _end);
            int kept = (int)Math.Max(0, to - from);
            if (kept > 0 && from > _given)
            {
                samples.Slice((int)(from - _given) * Channels, kept * Channels).CopyTo(samples);
            }

            _given += got;
            if (kept > 0 || got == 0 || _given >= _end)
            {
                return kept;
            }
        }
    }

    /// <inheritdoc/>
    IPacket? NVorbis.Contracts.IPacketProvider.PeekNextPacket() => new OggPacket(_headers[_headersGiven]); // The decoder peeks at the first header only.

    /// <inheritdoc/>
    IPacket? NVorbis.Contracts.IPacketProvider.GetNextPacket()
    {
        if (_headersGiven < Headers)
        {
            return new OggPacket(_headers[_headersGiven++]);
        }

        while (_packets.Count == 0)
        {
            if (!ReadPage())
            {
                return null;
            }
        }

        return new OggPacket(_packets.Dequeue());
    }

    /// <inheritdoc/>
    long NVorbis.Contracts.IPacketProvider.SeekTo(long granulePos, int preRoll, GetPacketGranuleCount getPacketGranuleCount) => throw new NotSupportedException();

    /// <inheritdoc/>
    long NVorbis.Contracts.IPacketProvider.GetGranuleCount() => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() => _partial.Dispose();

    /// <summary>Reads the next page of this stream; false at its end.</summary>
    private bool ReadPage()
    {
        while (!_isEnded)
        {
            OggPage? page = _pages.Next();
            _damage.AddStray(Seconds, _pages.Stray);
            if (page is null)
            {
                End();
                if (_pages.Stray == 0)
                {
                    _damage.AddEnd("ends before its last page; the file is truncated");
                }
            }
            else if (page.IsFirst && !_isAmongFirst)
            {
                End();
                _damage.AddOpenEnd(Seconds);
                Next = page;
            }
            else
            {
                _isAmongFirst &= page.IsFirst; // All streams that are heard at the same time begin before one of them goes on.
                if (page.Serial == _serial && !page.IsFirst)
                {
                    Take(page);
                    return true;
                }

                _isAlone &= !page.IsFirst;
                _damage.AddStray(Seconds, _isAlone ? page.Length : 0);
            }
        }

        return false;
    }

    private void End()
    {
        _isEnded = true;
        _end = Math.Min(_end, _measured);
    }

    /// <summary>Takes the packets that end in a page, and the part of one that does not.</summary>
    private void Take(OggPage page)
    {
        bool isLoss = PassGap(page), isTorn = page.IsContinued != _isPartial;
        if (isTorn && !isLoss && (_isPartial || _lead is not null))
        {
            _damage.AddLostPacket(Seconds);
        }

        if (isTorn)
        {
            DropPartial();
        }

        bool isPassed = isTorn && page.IsContinued, hasSound = false; // Passed is the end of a packet whose beginning is not there.
        int start = 0, at = 0;
        foreach (byte segment in page.Segments)
        {
            at += segment;
            if (segment == 255)
            {
                continue;
            }

            hasSound |= !isPassed && EndPacket(page.Body[start..at]);
            isPassed = false;
            start = at;
        }

        if (page.Segments.Length > 0 && page.Segments[^1] == 255 && !isPassed)
        {
            Append(page.Body[start..at].Span);
        }

        if (_lead is not null && (hasSound || page.IsLast))
        {
            Place(page, isLoss);
        }

        if (page.IsLast)
        {
            if (_isPartial)
            {
                _damage.AddLostPacket(Seconds);
            }

            End();
        }
    }

    /// <summary>Compares a page's number with the one that was due.</summary>
    /// <returns>Whether pages were lost.</returns>
    private bool PassGap(OggPage page)
    {
        uint lost = page.Sequence - _sequence;
        _sequence = page.Sequence + 1;
        if (lost == 0)
        {
            return false;
        }

        DropPartial();
        bool isBack = lost > int.MaxValue, isJoined = !isBack && _headers.Count == Headers && _lead is null && lost >= FewestBeforeJoining;
        if (!isJoined)
        {
            _damage.AddLostPages(Seconds, isBack ? 1 : lost);
        }

        return !isJoined;
    }

    private void DropPartial()
    {
        _partial.SetLength(0);
        _isPartial = false;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        // Of the comments, which may hold pictures, the beginning is enough. No packet with sound comes near the limit.
        _isPartial = true;
        int room = (int)((_headers.Count == 1 ? HeaderStart : LongestPacket) - _partial.Length);
        _partial.Write(bytes[..Math.Clamp(room, 0, bytes.Length)]);
    }

    /// <summary>Takes a packet whose last bytes these are.</summary>
    /// <returns>Whether it has sound.</returns>
    private bool EndPacket(ReadOnlyMemory<byte> bytes)
    {
        if (_isPartial)
        {
            Append(bytes.Span);
            bytes = _partial.ToArray();
            DropPartial();
        }

        if (_headers.Count < Headers)
        {
            AddHeader(bytes.Span);
            return false;
        }

        if (_blocks?.Measure(bytes.Span) is not { } size)
        {
            if (bytes.Length > 0)
            {
                _damage.AddLostPacket(Seconds);
            }

            return false;
        }

        _measured += _lead is null ? 0 : size.Samples; // The first packet gives nothing out; it is what the second overlaps with.
        _tail = size.Tail;
        _lead ??= size.Tail;
        _packets.Enqueue(bytes);
        return true;
    }

    private void AddHeader(ReadOnlySpan<byte> header)
    {
        int number = _headers.Count;
        if (header.Length < HeaderStart || header[0] != (2 * number) + 1 || !header[1..].StartsWith("vorbis"u8))
        {
            throw new InvalidDataException("its headers are not whole");
        }

        // The decoder would keep as many comments as they claim to be; it gets none.
        _headers.Add(number == 1 ? [.. header[..HeaderStart], 0, 0, 0, 0, 0, 0, 0, 0, 1] : header.ToArray());
        if (number == 0)
        {
            (Channels, SampleRate) = VorbisBlocks.Format(header);
            if (Channels == 0 || SampleRate <= 0)
            {
                throw new InvalidDataException($"its header declares {Channels} channels at {SampleRate} Hz");
            }
        }
        else if (number == Headers - 1)
        {
            _blocks = VorbisBlocks.Parse(_headers[0], header);
        }
    }

    /// <summary>
    /// Compares the position at a page's end with the samples until there. The first page with sound may begin anywhere; one whose position is below its samples begins with samples to leave out. The last page may end with such samples.
    /// </summary>
    private void Place(OggPage page, bool isLoss)
    {
        long centre = _measured - _tail, position = page.Position, offset;
        if (position == -1)
        {
            return;
        }

        if (position < _lastPosition)
        {
            _damage.AddWrongPosition(Seconds);
            return;
        }

        _lastPosition = position;
        if (_offset is { } known)
        {
            long ahead = position - (known + centre);
            if (ahead > (isLoss ? 0 : _blocks!.Longest))
            {
                _damage.AddMissing(Seconds, ahead / (double)SampleRate);
            }

            offset = ahead > 0 || !page.IsLast ? known + ahead : known;
        }
        else
        {
            offset = page.IsLast ? Math.Max(_lead!.Value, position - centre) : position - centre;
            _trimmed = Math.Max(0, -offset);
            if (isLoss && offset > 0)
            {
                _damage.AddMissing(Seconds, offset / (double)SampleRate);
            }
        }

        _offset = offset;
        if (page.IsLast)
        {
            _end = Math.Clamp(position - offset, 0, _measured);
        }
    }
}
