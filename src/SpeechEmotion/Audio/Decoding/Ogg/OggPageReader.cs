namespace SpeechEmotion.Audio.Decoding.Ogg;

/// <summary>Finds the pages of an Ogg file, from front to back, and counts what is between them. It holds two of the longest pages at most, and reads no byte beyond a whole page before it is asked for the next.</summary>
/// <param name="stream">Stands at the first page; need not seek, and stays open.</param>
internal sealed class OggPageReader(Stream stream)
{
    /// <summary>How many damaged pages are searched for the beginning of another; more are passed over whole, so that the time is bounded.</summary>
    private const int MostSearched = 1000;

    private readonly LookaheadBuffer _ahead = new(stream, 2 * OggPage.Longest);
    private int _searched;

    /// <summary>Bytes that are no page, or one with a wrong checksum, between the last page and the one before; at the end, those after the last.</summary>
    public long Stray { get; private set; }

    /// <summary>Whether there was a page with a wrong checksum among them.</summary>
    public bool HasDamaged { get; private set; }

    /// <summary>Whether the file ended within a page.</summary>
    public bool IsCutOff { get; private set; }

    private ReadOnlySpan<byte> Rest => _ahead.Span;

    /// <summary>The next page with the right checksum; null at the end.</summary>
    public OggPage? Next()
    {
        Stray = 0;
        HasDamaged = false;
        while (Fill(OggPage.HeaderLength))
        {
            int passed;
            if (!Rest.StartsWith(OggPage.Beginning))
            {
                passed = ToNext();
            }
            else if (!Fill(OggPage.LengthOf(Rest)) || !Fill(OggPage.LengthOf(Rest)))
            {
                IsCutOff |= Stray == 0; // Or its length is damaged, and others follow.
                passed = ToNext();
            }
            else
            {
                int length = OggPage.LengthOf(Rest);
                OggPage page = new(_ahead.Memory[..length]);
                if (page.IsSound)
                {
                    IsCutOff = false;
                    _ahead.Pass(length);
                    return page;
                }

                HasDamaged = true;
                bool isNextThere = Fill(length + 4) ? Rest[length..].StartsWith(OggPage.Beginning[..4]) : Rest.Length == length;
                passed = isNextThere || ++_searched > MostSearched ? length : ToNext();
            }

            _ahead.Pass(passed);
            Stray += passed;
        }

        IsCutOff |= Stray == 0 && Rest.Length > 0 && Rest.StartsWith(OggPage.Beginning[..Math.Min(Rest.Length, 4)]);
        Stray = IsCutOff ? 0 : Stray + Rest.Length;
        _ahead.Pass(Rest.Length);
        return null;
    }

    /// <summary>Bytes to the next place in the buffer where a page may begin, at least 1.</summary>
    private int ToNext()
    {
        int next = Rest[1..].IndexOf(OggPage.Beginning[..4]);
        return next >= 0 ? 1 + next : Math.Max(1, Rest.Length - 3);
    }

    private bool Fill(int bytes) => _ahead.Fill(bytes);
}
