namespace SpeechEmotion.Audio.Decoding.Ogg;

/// <summary>
/// Reads an Ogg file with Vorbis from front to back, in managed code; the stream need not seek. Where several Vorbis streams follow one another, as in a recording of a live stream, their sound does, too. What is damaged is left out
/// and told.
/// </summary>
internal sealed class OggVorbisReader : AudioSource
{
    /// <summary>Bytes that tell Vorbis from other contents of an Ogg file.</summary>
    public const int HeadLength = 35;

    private readonly OggPageReader _pages;
    private readonly OggDamage _damage;
    private readonly string _name;
    private readonly AudioConfig _config;
    private OggLink? _link;
    private long _count; // frames

    private OggVorbisReader(OggPageReader pages, OggDamage damage, OggLink link, string name, AudioConfig config)
    {
        (_pages, _damage, _link, _name, _config) = (pages, damage, link, name, config);
        (SampleRate, Channels) = (link.SampleRate, link.Channels);
    }

    /// <inheritdoc/>
    public override int SampleRate { get; }

    /// <inheritdoc/>
    public override int Channels { get; }

    private double Seconds => _count / (double)SampleRate;

    /// <summary>Whether a file that begins with these bytes is Ogg Vorbis: the first page holds the first header of a Vorbis stream.</summary>
    public static bool IsVorbis(ReadOnlySpan<byte> head) => head.Length >= HeadLength && head.StartsWith("OggS"u8) && head[26] == 1 && head[28..].StartsWith("\u0001vorbis"u8);

    /// <summary>Reads the headers.</summary>
    /// <param name="stream">Stands at the file's first byte; stays open.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="config">Whether damage is an error, and who is told of it.</param>
    /// <exception cref="InvalidDataException">The headers are damaged.</exception>
    public static OggVorbisReader Open(Stream stream, string name, AudioConfig config)
    {
        OggPageReader pages = new(stream);
        OggDamage damage = new();
        try
        {
            OggLink link = pages.Next() is { } first && OggLink.IsVorbis(first) ? new OggLink(pages, first, 0, damage) : throw new InvalidDataException("its headers are not whole");
            return new OggVorbisReader(pages, damage, link, name, config);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(name, e);
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<float> samples)
    {
        int read = 0, whole = samples.Length / Channels * Channels;
        while (read < whole && _link is not null)
        {
            int got = Next(_link, samples[read..whole]);
            _count += got;
            read += got * Channels;
            if (got == 0)
            {
                _link.Dispose();
                _link = NextLink(_link);
            }
        }

        if (read < whole)
        {
            _damage.Report(_config, _name);
        }

        return read / Channels;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _link?.Dispose();
        base.Dispose();
    }

    private int Next(OggLink link, Span<float> samples)
    {
        try
        {
            return link.Read(samples);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(_name, e);
        }
    }

    /// <summary>Looks for the stream that follows another; null if none does, or none that can be read.</summary>
    private OggLink? NextLink(OggLink last)
    {
        bool isOther = false, hasBegun = false;
        for (OggPage? page = last.Next ?? NextPage(); page is not null; page = NextPage())
        {
            if (OggLink.IsVorbis(page) && Open(page) is { } next)
            {
                return next;
            }

            if (page.IsFirst)
            {
                isOther |= !OggLink.IsVorbis(page);
                hasBegun = true;
            }
            else if (isOther)
            {
                // Only now: what is not Vorbis may have begun together with Vorbis.
                _damage.AddEnd($"goes on at {Seconds:0.##} s with a stream that is not Vorbis");
            }
            else if (!hasBegun && last.IsForeign(page))
            {
                _damage.AddStray(Seconds, page.Length);
            }
        }

        if (_pages.IsCutOff)
        {
            _damage.AddEnd("ends before its last page; the file is truncated");
        }
        else if (_pages.HasDamaged) // Other bytes after the last page, such as tags, do no harm.
        {
            _damage.AddStray(Seconds, _pages.Stray);
        }

        return null;
    }

    private OggPage? NextPage()
    {
        OggPage? page = _pages.Next();
        _damage.AddStray(Seconds, page is null ? 0 : _pages.Stray);
        return page;
    }

    private OggLink? Open(OggPage first)
    {
        OggLink link;
        try
        {
            link = new OggLink(_pages, first, Seconds, _damage);
        }
        catch (Exception e) when (IsDamage(e))
        {
            _damage.AddEnd($"goes on at {Seconds:0.##} s with damaged Ogg Vorbis ({Cause(e)})");
            return null;
        }

        if ((link.Channels, link.SampleRate) == (Channels, SampleRate))
        {
            return link;
        }

        _damage.AddEnd($"goes on at {Seconds:0.##} s with {Counted.Of(link.Channels, "channel")} at {link.SampleRate} Hz, after {Channels} at {SampleRate} Hz; split the file there");
        link.Dispose();
        return null;
    }

    /// <summary>The decoder does not say what damage it stumbles over.</summary>
    private static bool IsDamage(Exception error) => error is not (OutOfMemoryException or OperationCanceledException or IOException or TimeoutException);

    private static string Cause(Exception error) => error.Message.Split('\n')[0].Trim().TrimEnd('.');

    private static InvalidDataException Damaged(string name, Exception error) => new($"{name}: is damaged Ogg Vorbis ({Cause(error)})", error);
}
