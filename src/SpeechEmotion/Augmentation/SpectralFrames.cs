using System.Numerics;
using System.Runtime.InteropServices;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>
/// The frames of a signal as magnitudes and unit phasors, computed as they are asked for in rising order. Two real frames share one complex transform:
/// of <c>z = a + i b</c>, <c>A[k] = (Z[k] + conj Z[n - k]) / 2</c> and <c>B[k] = (Z[k] - conj Z[n - k]) / 2i</c>.
/// </summary>
internal sealed class SpectralFrames
{
    private const int Kept = 4;

    private readonly WideTransform _transform;
    private readonly float[] _window;
    private readonly int _hopLength;
    private readonly float[] _re, _im, _mirrorRe, _mirrorIm, _scratch;
    private readonly Slot[] _slots = new Slot[Kept];
    private int _next;

    /// <summary>Makes room for the frames of one signal.</summary>
    /// <param name="transform">Transform of the frame's length, n.</param>
    /// <param name="window">Weights of the frame's samples, <c>[n]</c>.</param>
    /// <param name="hopLength">Samples from one frame to the next.</param>
    public SpectralFrames(WideTransform transform, float[] window, int hopLength)
    {
        _transform = transform;
        _window = window;
        _hopLength = hopLength;
        int width = Vector<float>.Count;
        PaddedBins = ((transform.Length / 2) + width) / width * width;
        _re = new float[Math.Max(transform.Length, PaddedBins)];
        _im = new float[_re.Length];
        _mirrorRe = new float[PaddedBins];
        _mirrorIm = new float[PaddedBins];
        _scratch = new float[2 * transform.Length];
        for (int i = 0; i < Kept; i++)
        {
            _slots[i] = new Slot(new float[PaddedBins], new float[PaddedBins], new float[PaddedBins]);
        }
    }

    /// <summary>Numbers in each of a frame's rows: n/2 + 1 bins, rounded up to whole vectors; what is beyond the bins has no meaning.</summary>
    public int PaddedBins { get; }

    /// <summary>
    /// Frame <paramref name="index"/>, centred on sample <c>index × hop</c>, silent beyond the last, <c>n / hop</c>. It is overwritten when the frame
    /// after the next is asked for.
    /// </summary>
    public Slot Frame(ReadOnlySpan<float> samples, int index)
    {
        _next = Math.Max(_next, index & ~1);
        while (_next <= index)
        {
            Analyse(samples, _next);
            _next += 2;
        }

        return _slots[index % Kept];
    }

    private void Analyse(ReadOnlySpan<float> samples, int index)
    {
        int length = _transform.Length;
        Span<float> re = _re.AsSpan(0, length), im = _im.AsSpan(0, length);
        bool firstSounds = Cut(samples, index, re), secondSounds = Cut(samples, index + 1, im);
        _transform.Run(re, im, _scratch);

        // Z[n - k] beside Z[k]
        int half = length / 2;
        re[half..].CopyTo(_mirrorRe.AsSpan(1));
        im[half..].CopyTo(_mirrorIm.AsSpan(1));
        _mirrorRe.AsSpan(1, half).Reverse();
        _mirrorIm.AsSpan(1, half).Reverse();
        (_mirrorRe[0], _mirrorIm[0]) = (re[0], im[0]);

        Separate(_slots[index % Kept], _slots[(index + 1) % Kept]);

        // Rounding lets a little of one frame into the other; where the other is silent, that would be all it has, with phases of no meaning.
        if (!firstSounds)
        {
            _slots[index % Kept].Silence();
        }

        if (!secondSounds)
        {
            _slots[(index + 1) % Kept].Silence();
        }
    }

    /// <summary>Cuts out a frame and weights it.</summary>
    /// <returns>Whether the frame holds anything but zeros.</returns>
    private bool Cut(ReadOnlySpan<float> samples, int index, Span<float> frame)
    {
        int from = (index * _hopLength) - (frame.Length / 2);
        int first = Math.Clamp(from, 0, samples.Length), last = Math.Clamp(from + frame.Length, 0, samples.Length);
        ReadOnlySpan<float> inside = samples[first..last];
        if (index > samples.Length / _hopLength || inside.IndexOfAnyExcept(0f) < 0)
        {
            frame.Clear();
            return false;
        }

        frame[..(first - from)].Clear();
        frame[(last - from)..].Clear();
        inside.CopyTo(frame[(first - from)..]);
        Span<Vector<float>> target = MemoryMarshal.Cast<float, Vector<float>>(frame);
        ReadOnlySpan<Vector<float>> weights = MemoryMarshal.Cast<float, Vector<float>>(_window);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] *= weights[i];
        }

        return true;
    }

    private void Separate(Slot first, Slot second)
    {
        int width = Vector<float>.Count;
        for (int k = 0; k < PaddedBins; k += width)
        {
            Vector<float> re = new(_re, k), im = new(_im, k), mirrorRe = new(_mirrorRe, k), mirrorIm = new(_mirrorIm, k);
            first.Put(k, (re + mirrorRe) * 0.5f, (im - mirrorIm) * 0.5f);
            second.Put(k, (im + mirrorIm) * 0.5f, (mirrorRe - re) * 0.5f);
        }
    }

    /// <summary>One frame, a row of <see cref="PaddedBins"/> each: magnitudes, and real and imaginary parts of the unit phasors (1 if the magnitude is 0).</summary>
    internal readonly record struct Slot(float[] Magnitude, float[] UnitRe, float[] UnitIm)
    {
        /// <summary>Stores a vector of spectrum values as magnitudes and phasors.</summary>
        public void Put(int bin, Vector<float> re, Vector<float> im)
        {
            Vector<float> magnitude = Vector.SquareRoot((re * re) + (im * im));
            Vector<float> scale = Vector<float>.One / magnitude;
            Vector<int> sounds = Vector.GreaterThan(magnitude, new Vector<float>(1e-18f));
            magnitude.CopyTo(Magnitude, bin);
            Vector.ConditionalSelect(sounds, re * scale, Vector<float>.One).CopyTo(UnitRe, bin);
            Vector.ConditionalSelect(sounds, im * scale, Vector<float>.Zero).CopyTo(UnitIm, bin);
        }

        /// <summary>Makes the frame a silent one.</summary>
        public void Silence()
        {
            Array.Clear(Magnitude);
            Array.Fill(UnitRe, 1);
            Array.Clear(UnitIm);
        }
    }
}
