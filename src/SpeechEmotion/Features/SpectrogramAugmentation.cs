using SpeechEmotion.Signal;

namespace SpeechEmotion.Features;

/// <summary>
/// Alters the mel power of a clip in the ways in which other voices, rooms and recordings would have altered it, and standardises it:
/// <code>
/// // mel power [bands, n] ──▶ a piece of tempo × frames, or the clip within silence ──▶ + coloured noise ──▶ a part of the bands ──▶ standardised decibels
/// //   ──▶ tempo and band stretch, by linear interpolation ──▶ + smooth offset ──▶ masks      [2 bands + 1, frames]
/// </code>
/// It costs a fraction of altering samples, because the power spectrum of a clip need only be taken once. One instance may be shared by any number of threads.
/// </summary>
public sealed class SpectrogramAugmentation
{
    private const int TiltPoints = 5; // Points of the smooth offset; between them it is linear.

    private readonly SpectrogramAugmentationConfig _config;

    /// <summary>Prepares the alteration.</summary>
    /// <exception cref="ArgumentException">The configuration has faults; the message lists them all.</exception>
    public SpectrogramAugmentation(SpectrogramAugmentationConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        string faults = string.Join("; ", config.Validate());
        if (faults.Length > 0)
        {
            throw new ArgumentException(faults, nameof(config));
        }

        _config = config;
    }

    /// <summary>Makes one altered example. The same power and random stream give the same example.</summary>
    /// <param name="power">Mel power <c>[bands, n]</c>; left untouched.</param>
    /// <param name="random">Source of all amounts.</param>
    /// <returns>What <see cref="MelStandardisation"/> makes of the altered power, <c>[2 bands + 1, frames]</c>.</returns>
    public FeatureMatrix Apply(FeatureMatrix power, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(power);
        ArgumentNullException.ThrowIfNull(random);
        double tempo = 1 + random.NextUniform(-_config.Tempo, _config.Tempo);
        FeatureMatrix piece = Place(Cut(power, random), Math.Max(2, (int)Math.Round(_config.Frames * tempo)), random);
        if (random.NextUniform() < _config.NoiseShare)
        {
            AddNoise(piece, random);
        }

        if (_config.BandLimitShare > 0 && random.NextUniform() < _config.BandLimitShare)
        {
            LimitBands(piece, random);
        }

        FeatureMatrix warped = Warp(MelStandardisation.Of(piece), random);
        AddTilt(warped, random);
        Mask(warped, random);
        return warped;
    }

    /// <summary>The whole clip, or a piece of it of at least <see cref="SpectrogramAugmentationConfig.MinPieceFrames"/>.</summary>
    private FeatureMatrix Cut(FeatureMatrix power, SeededRandom random)
    {
        if (_config.PieceShare == 0 || random.NextUniform() >= _config.PieceShare || power.Frames <= _config.MinPieceFrames)
        {
            return power;
        }

        int frames = random.NextInteger(_config.MinPieceFrames, power.Frames), start = random.NextInteger(0, power.Frames - frames);
        var values = new float[power.Bands * frames];
        for (int band = 0; band < power.Bands; band++)
        {
            power.Band(band).Slice(start, frames).CopyTo(values.AsSpan(band * frames, frames));
        }

        return new FeatureMatrix(values, power.Bands, frames);
    }

    /// <summary>A stretch of so many frames that holds the clip, or that the clip holds.</summary>
    private static FeatureMatrix Place(FeatureMatrix power, int frames, SeededRandom random)
    {
        int room = frames - power.Frames;
        int offset = random.NextInteger(0, Math.Abs(room)); // silence before the clip, or frames cut before the piece
        int target = Math.Max(room, 0) > 0 ? offset : 0, source = room < 0 ? offset : 0, length = Math.Min(frames, power.Frames);
        var values = new float[power.Bands * frames];
        for (int band = 0; band < power.Bands; band++)
        {
            power.Band(band).Slice(source, length).CopyTo(values.AsSpan((band * frames) + target));
        }

        return new FeatureMatrix(values, power.Bands, frames);
    }

    /// <summary>Adds the mel power of noise whose spectrum falls or rises with frequency; single values vary as those of real noise do.</summary>
    private void AddNoise(FeatureMatrix power, SeededRandom random)
    {
        double ratio = random.NextUniform(_config.MinNoiseRatio, _config.MaxNoiseRatio), slope = random.NextUniform(-1.5, 0.5);
        double[] colour = [.. Enumerable.Range(0, power.Bands).Select(band => Math.Pow((band + 3.0) / power.Bands, slope))];
        double mean = power.Values.Average(), scale = mean / colour.Average() * Math.Pow(10, -ratio / 10);
        for (int band = 0; band < power.Bands; band++)
        {
            float level = (float)(scale * colour[band]);
            foreach (ref float value in power.Values.AsSpan(band * power.Frames, power.Frames))
            {
                // Two exponential values: a band sums a few bins, each of an exponential distribution.
                value += level * -0.5f * MathF.Log((float)((1 - random.NextUniform()) * (1 - random.NextUniform())));
            }
        }
    }

    /// <summary>Weakens up to an eighth of the bands at the lower end and up to a third at the upper one, by 20 to 60 dB.</summary>
    private static void LimitBands(FeatureMatrix power, SeededRandom random)
    {
        int lower = random.NextInteger(0, power.Bands / 8), upper = power.Bands - random.NextInteger(0, power.Bands / 3);
        float factor = (float)Math.Pow(10, -random.NextUniform(2, 6));
        for (int band = 0; band < power.Bands; band++)
        {
            if (band < lower || band >= upper)
            {
                foreach (ref float value in power.Values.AsSpan(band * power.Frames, power.Frames))
                {
                    value *= factor;
                }
            }
        }
    }

    private FeatureMatrix Warp(FeatureMatrix piece, SeededRandom random)
    {
        int bands = piece.Bands / 2, frames = _config.Frames;
        double stretch = 1 + random.NextUniform(-_config.BandStretch, _config.BandStretch), shift = _config.BandStretch > 0 ? random.NextUniform(-1, 1) : 0;
        double step = frames > 1 ? (piece.Frames - 1.0) / (frames - 1) : 0;
        var narrow = new float[piece.Bands * frames];
        var values = new float[piece.Bands * frames];
        var lefts = new int[frames];
        var shares = new float[frames];
        for (int t = 0; t < frames; t++)
        {
            lefts[t] = Math.Min((int)(t * step), piece.Frames - 2);
            shares[t] = (float)((t * step) - lefts[t]);
        }

        for (int row = 0; row < piece.Bands; row++)
        {
            ReadOnlySpan<float> from = piece.Band(row);
            Span<float> to = narrow.AsSpan(row * frames, frames);
            for (int t = 0; t < frames; t++)
            {
                float left = from[lefts[t]];
                to[t] = left + (shares[t] * (from[lefts[t] + 1] - left));
            }
        }

        for (int band = 0; band < bands; band++)
        {
            double position = Math.Clamp((band * stretch) + shift, 0, bands - 1);
            int below = Math.Min((int)position, Math.Max(bands - 2, 0)), above = Math.Min(below + 1, bands - 1);
            float share = (float)(position - below);
            for (int half = 0; half <= bands; half += bands)
            {
                ReadOnlySpan<float> low = narrow.AsSpan((half + below) * frames, frames), high = narrow.AsSpan((half + above) * frames, frames);
                Span<float> row = values.AsSpan((half + band) * frames, frames);
                for (int t = 0; t < frames; t++)
                {
                    row[t] = low[t] + (share * (high[t] - low[t]));
                }
            }
        }

        narrow.AsSpan(2 * bands * frames).CopyTo(values.AsSpan(2 * bands * frames)); // Which frames are active has no band.
        return new FeatureMatrix(values, piece.Bands, frames);
    }

    private void AddTilt(FeatureMatrix features, SeededRandom random)
    {
        Span<double> points = stackalloc double[TiltPoints];
        foreach (ref double point in points)
        {
            point = _config.Tilt * random.NextGaussian();
        }

        int bands = features.Bands / 2;
        for (int row = 0; row < 2 * bands; row++)
        {
            double position = bands > 1 ? row % bands * (TiltPoints - 1.0) / (bands - 1) : 0;
            int left = Math.Min((int)position, TiltPoints - 2);
            float offset = (float)(points[left] + ((position - left) * (points[left + 1] - points[left])));
            foreach (ref float value in features.Values.AsSpan(row * features.Frames, features.Frames))
            {
                value += offset;
            }
        }
    }

    private void Mask(FeatureMatrix features, SeededRandom random)
    {
        int bands = features.Bands / 2;
        for (int mask = 0; mask < _config.Masks; mask++)
        {
            int height = random.NextInteger(0, Math.Min(_config.MaskBands, bands)), band = random.NextInteger(0, bands - height);
            features.Values.AsSpan(band * features.Frames, height * features.Frames).Clear();
            features.Values.AsSpan((bands + band) * features.Frames, height * features.Frames).Clear();
            int width = random.NextInteger(0, Math.Min(_config.MaskFrames, features.Frames)), frame = random.NextInteger(0, features.Frames - width);
            for (int row = 0; row < features.Bands; row++)
            {
                features.Values.AsSpan((row * features.Frames) + frame, width).Clear();
            }
        }
    }
}
