namespace SpeechEmotion.Audio.Decoding.Ogg;

/// <summary>What is wrong with an Ogg Vorbis file that is read nevertheless: told once, at its end.</summary>
internal sealed class OggDamage
{
    private double? _first;
    private string? _end;
    private long _strayBytes, _lostPages, _lostPackets, _wrongPositions, _openEnds;
    private double _missingSeconds;

    /// <summary>There are bytes that are no page, or one with a wrong checksum.</summary>
    /// <param name="at">Where in the sound, in seconds, as everywhere here.</param>
    /// <param name="bytes">How many; 0 notes nothing.</param>
    public void AddStray(double at, long bytes) => _strayBytes += Count(at, bytes);

    /// <summary>The numbers of two pages are not one after the other.</summary>
    public void AddLostPages(double at, long pages) => _lostPages += Count(at, pages);

    /// <summary>A packet is not whole, or none that can be decoded.</summary>
    public void AddLostPacket(double at) => _lostPackets += Count(at, 1);

    /// <summary>A page states a position before that of the one before it.</summary>
    public void AddWrongPosition(double at) => _wrongPositions += Count(at, 1);

    /// <summary>Another stream begins before the last page of the one before it.</summary>
    public void AddOpenEnd(double at) => _openEnds += Count(at, 1);

    /// <summary>A page states a position that is further than its sound.</summary>
    public void AddMissing(double at, double seconds)
    {
        Count(at, 1);
        _missingSeconds += seconds;
    }

    /// <summary>Notes why nothing is read from here on; of several reasons the first.</summary>
    /// <param name="found">The reason, without the file's name.</param>
    public void AddEnd(string found) => _end ??= found;

    /// <summary>Passes on what was noted, or makes an error of it, and forgets it.</summary>
    /// <exception cref="InvalidDataException">The configuration is strict, and something was noted.</exception>
    public void Report(AudioConfig config, string name)
    {
        string? damage = _first is { } at ? $"{name}: is damaged Ogg Vorbis, first at {at:0.##} s ({string.Join(", ", Parts())})" : null, end = _end;
        (_first, _end) = (null, null);
        if (damage is not null)
        {
            config.Report(damage, "the rest is read");
        }

        if (end is not null)
        {
            config.Report($"{name}: {end}", "read as far as it goes");
        }
    }

    private long Count(double at, long number)
    {
        _first ??= number > 0 ? at : null;
        return number;
    }

    private IEnumerable<string> Parts()
    {
        if (_strayBytes > 0)
        {
            yield return $"{Counted.Of(_strayBytes, "byte")} of no whole page";
        }

        if (_lostPages > 0)
        {
            yield return $"{Counted.Of(_lostPages, "page")} lost";
        }

        if (_lostPackets > 0)
        {
            yield return $"{Counted.Of(_lostPackets, "packet")} that cannot be decoded";
        }

        if (_wrongPositions > 0)
        {
            yield return $"{Counted.Of(_wrongPositions, "page")} with a wrong position";
        }

        if (_openEnds > 0)
        {
            yield return $"{Counted.Of(_openEnds, "stream")} without a last page";
        }

        if (_missingSeconds > 0)
        {
            yield return $"{_missingSeconds:0.##} s of sound missing";
        }
    }
}
