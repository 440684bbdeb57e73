namespace SpeechEmotion.Recognition.Timelines;

/// <summary>How often which level occurs in the frames around one, half a decibel fine; adding and removing take no time to speak of.</summary>
internal sealed class LevelHistogram
{
    private const double Softest = -120, BinsPerDecibel = 2;
    private readonly int[] _bins = new int[(int)(-Softest * BinsPerDecibel) + 1];
    private int _count;

    /// <summary>Counts a level in dB; beyond -120..0 the nearest counts.</summary>
    public void Add(double level)
    {
        _bins[BinOf(level)]++;
        _count++;
    }

    /// <summary>Takes back a level that was counted.</summary>
    public void Remove(double level)
    {
        _bins[BinOf(level)]--;
        _count--;
    }

    /// <summary>The level in dB, rounded down to a half, that at least this share of the frames does not exceed.</summary>
    /// <param name="share">0..1, above 0.</param>
    public double Percentile(double share)
    {
        int rest = (int)Math.Ceiling(share * _count), bin = 0;
        for (; bin < _bins.Length - 1 && rest > _bins[bin]; bin++)
        {
            rest -= _bins[bin];
        }

        return Softest + (bin / BinsPerDecibel);
    }

    private int BinOf(double level) => (int)Math.Clamp((level - Softest) * BinsPerDecibel, 0, _bins.Length - 1);
}
