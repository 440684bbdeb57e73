namespace SpeechEmotion.Features;

/// <summary>How mel spectrograms are altered while a network learns from them. Every example is altered anew in each epoch.</summary>
public sealed record SpectrogramAugmentationConfig
{
    /// <summary>Frames of every altered example: shorter clips stand somewhere in silence, longer ones are cut somewhere.</summary>
    public int Frames { get; init; } = 304;

    /// <summary>Share of the examples that show a piece of the clip only.</summary>
    public double PieceShare { get; init; }

    /// <summary>Shortest such piece, in frames.</summary>
    public int MinPieceFrames { get; init; } = 50;

    /// <summary>Widest change of tempo, as a share: 0.15 gives 0.85 to 1.15 times the speed.</summary>
    public double Tempo { get; init; } = 0.15;

    /// <summary>Widest stretch of the mel axis, as a share: another vocal tract. Above it, every band also moves by up to one band.</summary>
    public double BandStretch { get; init; } = 0.1;

    /// <summary>Standard deviation of a smooth offset along the bands, in units of the standardised values: another microphone.</summary>
    public double Tilt { get; init; } = 0.25;

    /// <summary>Share of the examples that sound as in a room [Moorer1979].</summary>
    public double ReverberationShare { get; init; }

    /// <summary>Shortest time in which the room's sound falls by 60 dB, in frames.</summary>
    public double MinReverberationFrames { get; init; } = 10;

    /// <summary>Longest such time, in frames.</summary>
    public double MaxReverberationFrames { get; init; } = 60;

    /// <summary>Share of the examples that get noise of a random colour.</summary>
    public double NoiseShare { get; init; } = 0.5;

    /// <summary>Lowest signal-to-noise ratio, in dB.</summary>
    public double MinNoiseRatio { get; init; } = 5;

    /// <summary>Highest signal-to-noise ratio, in dB.</summary>
    public double MaxNoiseRatio { get; init; } = 35;

    /// <summary>Share of the examples that lose their lowest and highest bands, as on a telephone line.</summary>
    public double BandLimitShare { get; init; }

    /// <summary>Blocks of bands, and as many blocks of frames, that are set to 0 [Park2019].</summary>
    public int Masks { get; init; } = 2;

    /// <summary>Widest block of bands.</summary>
    public int MaskBands { get; init; } = 10;

    /// <summary>Widest block of frames.</summary>
    public int MaskFrames { get; init; } = 40;

    /// <summary>Lists every fault of the configuration, each with its path; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "spectrogram")
    {
        if (Frames is < 16 or > 100_000)
        {
            yield return $"{path}.frames is {Frames}; it must be 16 to 100000";
        }

        foreach ((string name, double value, double most) in new (string, double, double)[]
            {("tempo", Tempo, 0.5), ("bandStretch", BandStretch, 0.5), ("tilt", Tilt, 10), ("noiseShare", NoiseShare, 1), ("bandLimitShare", BandLimitShare, 1), ("reverberationShare", ReverberationShare, 1), ("pieceShare", PieceShare, 1) })
        {
            if (!(value >= 0 && value <= most))
            {
                yield return $"{path}.{name} is {value}; it must be 0 to {most}";
            }
        }

        if (!(MinNoiseRatio >= -100 && MinNoiseRatio <= MaxNoiseRatio && MaxNoiseRatio <= 100))
        {
            yield return $"{path}.minNoiseRatio is {MinNoiseRatio} and maxNoiseRatio {MaxNoiseRatio}; both must be -100 to 100 dB, the first no more than the second";
        }

        if (!(MinReverberationFrames >= 1 && MinReverberationFrames <= MaxReverberationFrames && MaxReverberationFrames <= 10_000))
        {
            yield return $"{path}.minReverberationFrames is {MinReverberationFrames} and maxReverberationFrames {MaxReverberationFrames}; both must be 1 to 10000, the first no more than the second";
        }

        if (MinPieceFrames is < 2 or > 100_000)
        {
            yield return $"{path}.minPieceFrames is {MinPieceFrames}; it must be 2 to 100000";
        }

        foreach ((string name, int value) in new (string, int)[] { ("masks", Masks), ("maskBands", MaskBands), ("maskFrames", MaskFrames) })
        {
            if (value is < 0 or > 10_000)
            {
                yield return $"{path}.{name} is {value}; it must be 0 to 10000";
            }
        }
    }
}
