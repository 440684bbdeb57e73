using System.Numerics;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Features;

/// <summary>
/// Alters the mel power of a clip in the ways in which other voices, rooms and recordings would have altered it, and standardises it:
/// <code>
/// // mel power [bands, n] ──▶ a piece of tempo × frames, or the clip within silence ──▶ + a room's tail ──▶ + coloured noise ──▶ a part of the bands ──▶ standardised decibels
/// //   ──▶ bands stretched, + smooth offset ──▶ tempo stretched ──▶ masks      [2 bands + 1, frames]
/// </code>
/// It costs a fraction of altering samples, because the power spectrum of a clip need only be taken once. One instance may be shared by any number of threads.
/// </summary>
public sealed class SpectrogramAugmentation
{
    private const int TiltPoints = 5; // Points of the smooth offset; between them it is linear.

    [ThreadStatic]
    private static float[]? t_features;
    [ThreadStatic]
    private static float[]? t_stretched;

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
        int bands = power.Bands, rows = MelStandardisation.Rows(bands);
        int length = Math.Max(2, (int)Math.Round(_config.Frames * (1 + random.NextUniform(-_config.Tempo, _config.Tempo))));
        Span<float> features = Scratch(ref t_features, rows * length), piece = features[..(bands * length)];
        Place(power, piece, length, random);
        if (_config.ReverberationShare > 0 && random.NextUniform() < _config.ReverberationShare)
        {
            Reverberate(piece, bands, random);
        }

        if (random.NextUniform() < _config.NoiseShare)
        {
            AddNoise(piece, bands, random);
        }

        if (_config.BandLimitShare > 0 && random.NextUniform() < _config.BandLimitShare)
        {
            LimitBands(piece, bands, random);
        }

        MelStandardisation.Apply(features, bands, length);
        Span<float> stretched = Scratch(ref t_stretched, rows * length);
        StretchBands(features, stretched, bands, length, random);
        FeatureMatrix altered = new(GC.AllocateUninitializedArray<float>(rows * _config.Frames), rows, _config.Frames);
        StretchTime(stretched, length, altered);
        Mask(altered, random);
        return altered;
    }

    /// <summary>Memory of this thread for a number of values, of any content: what goes to and fro through the large-object heap costs more than the arithmetic.</summary>
    private static Span<float> Scratch(ref float[]? buffer, int count)
    {
        if (buffer is null || buffer.Length < count)
        {
            buffer = GC.AllocateUninitializedArray<float>(count);
        }

        return buffer.AsSpan(0, count);
    }

    /// <summary>The whole clip, or a piece of it of at least <see cref="SpectrogramAugmentationConfig.MinPieceFrames"/>; somewhere in silence, or, where it is longer than the room, a part of it.</summary>
    private void Place(FeatureMatrix power, Span<float> room, int length, SeededRandom random)
    {
        (int start, int count) = (0, power.Frames);
        if (_config.PieceShare > 0 && random.NextUniform() < _config.PieceShare && power.Frames > _config.MinPieceFrames)
        {
            count = random.NextInteger(_config.MinPieceFrames, power.Frames);
            start = random.NextInteger(0, power.Frames - count);
        }

        int offset = random.NextInteger(0, Math.Abs(length - count)), silence = 0;
        if (count > length)
        {
            (start, count) = (start + offset, length);
        }
        else
        {
            silence = offset;
        }

        room.Clear();
        for (int band = 0; band < power.Bands; band++)
        {
            power.Band(band).Slice(start, count).CopyTo(room[((band * length) + silence)..]);
        }
    }

    /// <summary>
    /// Adds the tail that a room gives to every sound, whose power falls exponentially [Moorer1979], twice as fast in the highest band as in the lowest: 3 dB more than the sound itself has to 12 dB less.
    /// </summary>
    private void Reverberate(Span<float> power, int bands, SeededRandom random)
    {
        double frames = random.NextUniform(_config.MinReverberationFrames, _config.MaxReverberationFrames), share = Math.Pow(10, random.NextUniform(-1.2, 0.3));
        int length = power.Length / bands;
        for (int band = 0; band < bands; band++)
        {
            double time = frames / (1 + (band / (double)bands));
            float decay = (float)Math.Pow(10, -6 / time), gain = (float)(share * (1 - decay) / decay), tail = 0;
            foreach (ref float value in power.Slice(band * length, length))
            {
                float sound = value;
                value += gain * tail;
                tail = decay * (tail + sound);
            }
        }
    }

    /// <summary>Adds the mel power of noise whose spectrum falls or rises with frequency; single values vary as those of real noise do.</summary>
    private void AddNoise(Span<float> power, int bands, SeededRandom random)
    {
        double ratio = random.NextUniform(_config.MinNoiseRatio, _config.MaxNoiseRatio), slope = random.NextUniform(-1.5, 0.5), colours = 0, sum = 0;
        foreach (float value in power)
        {
            sum += value;
        }

        for (int band = 0; band < bands; band++)
        {
            colours += Colour(band, bands, slope);
        }

        double scale = sum / power.Length / (colours / bands) * Math.Pow(10, -ratio / 10);
        int length = power.Length / bands, width = Vector<float>.Count;
        Span<float> noise = Scratch(ref t_stretched, length + width);
        for (int band = 0; band < bands; band++)
        {
            // The mean of two exponential values: a band sums a few bins, each of an exponential distribution.
            foreach (ref float value in noise[..length])
            {
                ulong bits = random.NextBits();
                value = ((bits >> 40) + 1) * (((bits & 0xFFFFFF) + 1) * (1f / (1L << 48))); // The product of two uniform numbers, 0 excluded.
            }

            Vector<float> level = new((float)(scale * Colour(band, bands, slope) * -0.5));
            for (int t = 0; t < length; t += width)
            {
                (Vector.Log(new Vector<float>(noise[t..])) * level).CopyTo(noise[t..]);
            }

            Span<float> row = power.Slice(band * length, length);
            for (int t = 0; t < length; t++)
            {
                row[t] += noise[t];
            }
        }

        static double Colour(int band, int bands, double slope) => Math.Pow((band + 3.0) / bands, slope);
    }

    /// <summary>Weakens up to an eighth of the bands at the lower end and up to a third at the upper one, by 20 to 60 dB.</summary>
    private static void LimitBands(Span<float> power, int bands, SeededRandom random)
    {
        int lower = random.NextInteger(0, bands / 8), upper = bands - random.NextInteger(0, bands / 3), length = power.Length / bands;
        float factor = (float)Math.Pow(10, -random.NextUniform(2, 6));
        Weaken(power[..(lower * length)], factor);
        Weaken(power[(upper * length)..], factor);

        static void Weaken(Span<float> values, float factor)
        {
            foreach (ref float value in values)
            {
                value *= factor;
            }
        }
    }

    /// <summary>Another vocal tract and another microphone: every band takes the place of one somewhat above or below it, and a smooth offset along the bands is added.</summary>
    private void StretchBands(ReadOnlySpan<float> features, Span<float> stretched, int bands, int length, SeededRandom random)
    {
        double stretch = 1 + random.NextUniform(-_config.BandStretch, _config.BandStretch), shift = _config.BandStretch > 0 ? random.NextUniform(-1, 1) : 0;
        Span<double> tilt = stackalloc double[TiltPoints];
        foreach (ref double point in tilt)
        {
            point = _config.Tilt * random.NextGaussian();
        }

        int width = Vector<float>.Count;
        for (int band = 0; band < bands; band++)
        {
            double position = Math.Clamp((band * stretch) + shift, 0, bands - 1), place = bands > 1 ? band * (TiltPoints - 1.0) / (bands - 1) : 0;
            int below = Math.Min((int)position, Math.Max(bands - 2, 0)), above = Math.Min(below + 1, bands - 1), left = Math.Min((int)place, TiltPoints - 2);
            float share = (float)(position - below), offset = (float)(tilt[left] + ((place - left) * (tilt[left + 1] - tilt[left])));
            for (int half = 0; half <= bands; half += bands)
            {
                ReadOnlySpan<float> low = features.Slice((half + below) * length, length), high = features.Slice((half + above) * length, length);
                Span<float> row = stretched.Slice((half + band) * length, length);
                int t = 0;
                for (; t <= length - width; t += width)
                {
                    Vector<float> from = new(low[t..]);
                    (from + ((new Vector<float>(high[t..]) - from) * share) + new Vector<float>(offset)).CopyTo(row[t..]);
                }

                for (; t < length; t++)
                {
                    row[t] = low[t] + ((high[t] - low[t]) * share) + offset;
                }
            }
        }

        features[(2 * bands * length)..].CopyTo(stretched[(2 * bands * length)..]); // Which frames are active has no band.
    }

    /// <summary>Another tempo: as many frames as are asked for, by linear interpolation.</summary>
    private static unsafe void StretchTime(ReadOnlySpan<float> stretched, int length, FeatureMatrix altered)
    {
        int frames = altered.Frames;
        double step = (length - 1.0) / (frames - 1);
        Span<int> lefts = frames <= 1024 ? stackalloc int[frames] : new int[frames];
        Span<float> shares = frames <= 1024 ? stackalloc float[frames] : new float[frames];
        for (int t = 0; t < frames; t++)
        {
            lefts[t] = Math.Min((int)(t * step), length - 2);
            shares[t] = (float)((t * step) - lefts[t]);
        }

        fixed (float* first = stretched, target = altered.Values)
        {
            float* to = target;
            for (int row = 0; row < altered.Bands; row++)
            {
                float* from = first + (row * length);
                for (int t = 0; t < frames; t++)
                {
                    float* left = from + lefts[t];
                    *to++ = left[0] + (shares[t] * (left[1] - left[0]));
                }
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
