using NLayer;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// Reads an MP3 file from front to back, frame by frame, from a stream that need not seek. NLayer decodes the frames; here they are found,
/// and what encoder and decoder add at both ends is left out (<see cref="Mp3Info"/>). What is no frame is passed over; unless it is a tag, it is
/// told of.
/// </summary>
internal sealed class Mp3Reader : AudioSource
{
    private const int Lookahead = 1 << 16, MostPadding = 1 << 16;
    private readonly string _name;
    private readonly AudioConfig _config;
    private readonly MpegFrameDecoder _decoder = new();
    private readonly LookaheadBuffer _ahead;
    private readonly float[] _decoded = new float[2 * 1152];
    private int _decodedStart, _decodedEnd;
    private long _skipped, _remaining = long.MaxValue, _statedLength; // frames of samples
    private long _damaged, _lostBytes, _decodedFrames;
    private double _firstLost; // where bytes were lost first, in seconds
    private int _encoderDelay;
    private bool _isCutOff, _isLengthKnown;

    private Mp3Reader(Stream stream, string name, AudioConfig config)
    {
        _ahead = new LookaheadBuffer(stream, Lookahead);
        _name = name;
        _config = config;
    }

    /// <summary>The first frame's.</summary>
    private Mp3Header Header { get; set; }

    /// <inheritdoc/>
    public override int SampleRate => Header.SampleRate;

    /// <inheritdoc/>
    public override int Channels => Header.Channels;

    /// <inheritdoc/>
    public override long? StatedLength => _isLengthKnown ? _statedLength : null;

    /// <summary>Whether a file that begins with these bytes may be MP3: a tag ID3 or a frame.</summary>
    public static bool MayBeMp3(ReadOnlySpan<byte> head) => head.StartsWith("ID3"u8) || Mp3Header.Parse(head) is not null;

    /// <summary>Finds the first frame.</summary>
    /// <param name="stream">Stands at the file's first byte; need not be seekable.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="config">Whether oddities are errors, and who is told of them.</param>
    /// <returns>A reader, or null if no two frames of MPEG-1 or MPEG-2 Layer III follow the tags.</returns>
    public static Mp3Reader? Open(Stream stream, string name, AudioConfig config)
    {
        Mp3Reader reader = new(stream, name, config);
        return reader.PassTags() && reader.FindFirst() ? reader : null;
    }

    /// <inheritdoc/>
    public override int Read(Span<float> samples)
    {
        int read = 0, room = samples.Length / Channels;
        while (read < room && _remaining > 0 && (_decodedStart < _decodedEnd || DecodeNext()))
        {
            // samples of a frame -> without what the encoder added -> as many as there is room for
            int there = (_decodedEnd - _decodedStart) / Channels, skipped = (int)Math.Min(_skipped, there);
            int taken = (int)Math.Min(Math.Min(there - skipped, room - read), _remaining);
            _decoded.AsSpan(_decodedStart + (skipped * Channels), taken * Channels).CopyTo(samples[(read * Channels)..]);
            _decodedStart += (skipped + taken) * Channels;
            _skipped -= skipped;
            _remaining -= taken;
            read += taken;
        }

        if (read < room)
        {
            ReportOddities();
        }

        return read;
    }

    private void ReportOddities()
    {
        long lost = _lostBytes;
        _lostBytes = 0;
        if (lost > 0)
        {
            _remaining = _isCutOff ? _remaining : 0; // What is missing was lost there.
            _config.Report($"{_name}: is damaged MP3, first at {_firstLost:0.##} s ({Counted.Of(lost, "byte")} of no frame)", "the rest is read");
        }

        if (_isCutOff || (_isLengthKnown && _remaining > 0))
        {
            _isCutOff = false;
            _remaining = 0;
            _config.Report($"{_name}: ends before its last frame is complete; the file is truncated", "read as far as it goes");
        }

        if (_damaged > 0)
        {
            long damaged = _damaged;
            _damaged = 0;
            _config.Report($"{_name}: {damaged} of its frames cannot be decoded", "they are read as silence");
        }
    }

    /// <summary>Passes over the tags before the first frame; false if one is damaged.</summary>
    private bool PassTags()
    {
        while (Fill(Mp3Tag.HeadLength) && Rest.StartsWith("ID3"u8))
        {
            if (Mp3Tag.LengthOf(Rest) is not { } length)
            {
                return false;
            }

            Pass(length);
        }

        return true;
    }

    private void Pass(long bytes)
    {
        while (bytes > 0 && Fill(1))
        {
            int passed = (int)Math.Min(bytes, Rest.Length);
            _ahead.Pass(passed);
            bytes -= passed;
        }
    }

    private bool FindFirst()
    {
        // Zeros between a tag and the first frame are common.
        while (Fill(1) && Rest[0] == 0)
        {
            _ahead.Pass(1);
        }

        if (!Fill(Mp3Header.HeaderLength) || Mp3Header.Parse(Rest) is not { } header)
        {
            return false;
        }

        Header = header;
        bool isWhole = Fill(header.Length), hasNext = Fill(header.Length + Mp3Header.HeaderLength);
        if (!isWhole || (hasNext && Mp3Header.Parse(Rest[header.Length..]) is null))
        {
            return false;
        }

        if (Mp3Info.Parse(Rest[..header.Length], header) is { } info)
        {
            _ahead.Pass(header.Length);
            _skipped = _encoderDelay = info.Skipped;
            _isLengthKnown = info.Length is not null;
            _remaining = _statedLength = info.Length ?? long.MaxValue;
        }

        return true;
    }

    /// <summary>Decodes the next frame; false at the end.</summary>
    private bool DecodeNext()
    {
        long lost = 0;
        bool isTag = false, isPadding = true;
        while (Fill(Mp3Header.HeaderLength))
        {
            if (Mp3Header.Parse(Rest) is { } header && header.Fits(Header))
            {
                bool isWhole = Fill(header.Length);
                if (!isWhole && lost == 0)
                {
                    _isCutOff = true;
                    return false;
                }

                // After bytes that are no frame, only a frame that another one follows is believed.
                if (isWhole && (lost == 0 || !Fill(header.Length + Mp3Header.HeaderLength) || Mp3Header.Parse(Rest[header.Length..]) is not null))
                {
                    Lose(isTag ? 0 : lost);
                    Decode(header);
                    _ahead.Pass(header.Length);
                    return true;
                }
            }

            // A tag may stand where a frame should begin; one whose length stands at its end is known by that.
            Fill(Mp3Tag.HeadLength);
            if (lost == 0 && Mp3Tag.LengthOf(Rest) is { } length)
            {
                Pass(length);
                continue;
            }

            isTag |= Mp3Tag.IsWithin(Rest);
            isPadding &= Rest[0] == 0 && lost < MostPadding;
            lost++;
            _ahead.Pass(1);
        }

        Lose(isTag || isPadding ? 0 : lost);
        return false;
    }

    /// <summary>Notes bytes that are no frame.</summary>
    private void Lose(long bytes)
    {
        _firstLost = _lostBytes == 0 && bytes > 0 ? Math.Max(0, _decodedFrames - _encoderDelay) / (double)SampleRate : _firstLost;
        _lostBytes += bytes;
    }

    private void Decode(Mp3Header header)
    {
        int wanted = header.Samples * header.Channels, got;
        try
        {
            got = _decoder.DecodeFrame(new Mp3Frame(header, _ahead.Memory[..header.Length]), _decoded.AsSpan(0, wanted));
        }
        catch (Exception e) when (e is not OutOfMemoryException) // The decoder does not say what damage it stumbles over.
        {
            got = 0;
            _damaged++;
        }

        _decoded.AsSpan(got, wanted - got).Clear(); // also while the first frames refer to bits that are not there
        (_decodedStart, _decodedEnd) = (0, wanted);
        _decodedFrames += header.Samples;
    }

    private ReadOnlySpan<byte> Rest => _ahead.Span;

    private bool Fill(int bytes) => _ahead.Fill(bytes);
}
