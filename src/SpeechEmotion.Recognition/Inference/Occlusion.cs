using SpeechEmotion.Features;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Recognition.Inference;

/// <summary>
/// Takes one part of a clip's spectrum after the other away and asks how the score changes. A part is not cut out, which would sound like a click, but turned down to the clip's own background.
/// <code>
/// // samples ──▶ spectra [frames, bins] ──▶ those of a part, turned down ──▶ samples ──▶ score
/// //                     └──▶ background [bins]: the magnitude that a tenth of the frames do not exceed
/// </code>
/// </summary>
internal sealed class Occlusion
{
    public const int Bands = 8;

    private const int FrameLength = 512, Hop = FrameLength / 4, MostParts = 16;
    private const double SecondsPerPart = 0.25, Background = 0.1;

    private readonly FourierTransform _transform = new(FrameLength);
    private readonly float[] _window = Window.Hann(FrameLength);
    private readonly float[] _samples, _weights;
    private readonly float[][] _re, _im;
    private readonly float[] _background;
    private readonly int _rate;

    /// <summary>Analyses a clip.</summary>
    /// <param name="samples">Samples <c>[n]</c>, 1 or more.</param>
    /// <param name="rate">Samples per second.</param>
    public Occlusion(float[] samples, int rate)
    {
        _samples = samples;
        _rate = rate;
        int frames = (samples.Length / Hop) + 1;
        (_re, _im) = (new float[frames][], new float[frames][]);
        _weights = new float[samples.Length]; // of overlapping windows, at each sample
        float[] frame = new float[FrameLength];
        for (int f = 0; f < frames; f++)
        {
            for (int i = 0; i < FrameLength; i++)
            {
                int at = Start(f) + i;
                bool isInside = (uint)at < (uint)samples.Length;
                frame[i] = isInside ? samples[at] * _window[i] : 0;
                if (isInside)
                {
                    _weights[at] += _window[i] * _window[i];
                }
            }

            _transform.Forward(frame, _re[f] = new float[_transform.Bins], _im[f] = new float[_transform.Bins]);
        }

        _background = [.. Enumerable.Range(0, _transform.Bins).Select(bin => Enumerable.Range(0, frames).Select(f => Magnitude(f, bin)).Order().ElementAt((int)(Background * frames)))];
        double seconds = (double)samples.Length / rate;
        int parts = Math.Clamp((int)Math.Round(seconds / SecondsPerPart), 1, MostParts);
        Times = [.. Enumerable.Range(0, parts + 1).Select(i => seconds * i / parts)];
        double top = MelScale.FromFrequency(rate / 2.0);
        Frequencies = [.. Enumerable.Range(0, Bands + 1).Select(i => MelScale.ToFrequency(top * i / Bands))];
    }

    /// <summary>Edges of the parts, in seconds.</summary>
    public double[] Times { get; }

    /// <summary>Edges of the bands, in Hz.</summary>
    public double[] Frequencies { get; }

    /// <summary>The score without each part, <c>[bands][parts]</c>.</summary>
    /// <param name="score">Scores samples <c>[n]</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    public float[][] Scores(Func<float[], float> score, CancellationToken cancellation)
    {
        float[][] scores = new float[Bands][];
        for (int band = 0; band < Bands; band++)
        {
            scores[band] = new float[Times.Length - 1];
            for (int part = 0; part < scores[band].Length; part++)
            {
                cancellation.ThrowIfCancellationRequested();
                scores[band][part] = score(Without(band, part));
            }
        }

        return scores;
    }

    /// <summary>The clip without a part.</summary>
    private float[] Without(int band, int part)
    {
        float[] samples = [.. _samples], time = new float[FrameLength];
        int first = Bin(Frequencies[band]), last = band == Bands - 1 ? _transform.Bins : Bin(Frequencies[band + 1]);
        for (int f = 0; f < _re.Length; f++)
        {
            double seconds = (double)f * Hop / _rate;
            if (seconds < Times[part] || seconds >= Times[part + 1])
            {
                continue;
            }

            float[] re = new float[_transform.Bins], im = new float[_transform.Bins];
            for (int bin = first; bin < last; bin++)
            {
                float magnitude = Magnitude(f, bin), less = magnitude > _background[bin] ? (_background[bin] / magnitude) - 1 : 0;
                (re[bin], im[bin]) = (_re[f][bin] * less, _im[f][bin] * less);
            }

            _transform.Inverse(re, im, time); // what is taken away, to be added
            for (int i = 0; i < FrameLength; i++)
            {
                int at = Start(f) + i;
                if ((uint)at < (uint)samples.Length && _weights[at] > 0)
                {
                    samples[at] += time[i] * _window[i] / _weights[at];
                }
            }
        }

        return samples;
    }

    private static int Start(int frame) => (frame * Hop) - (FrameLength / 2);

    private int Bin(double frequency) => (int)Math.Round(frequency * FrameLength / _rate);

    private float Magnitude(int frame, int bin) => MathF.Sqrt((_re[frame][bin] * _re[frame][bin]) + (_im[frame][bin] * _im[frame][bin]));
}
