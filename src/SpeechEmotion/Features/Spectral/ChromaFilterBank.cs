using SpeechEmotion.Signal;

namespace SpeechEmotion.Features.Spectral;

/// <summary>
/// Sums a power spectrum into the twelve pitch classes of a scale tuned to A = 440 Hz, C first [Ellis2007]. A bin counts for a class by a bell curve over its distance
/// in semitones to the nearest note of that name, and for all classes by a bell curve over octaves that is centred on 880 Hz and two octaves wide.
/// Immutable; safe to share between threads.
/// </summary>
internal sealed unsafe class ChromaFilterBank
{
    /// <summary>Number of pitch classes.</summary>
    public const int Classes = 12;

    private const double LowestA = 27.5; // Hz
    private const double CentreOctave = 5; // above the lowest A
    private const double OctaveWidth = 2;

    private readonly float[][] _weights = new float[Classes][];

    /// <summary>Builds the twelve filters.</summary>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <param name="frameLength">Samples in the frame of which the spectrum is taken; even.</param>
    public ChromaFilterBank(int sampleRate, int frameLength)
    {
        int bins = (frameLength / 2) + 1;
        double Semitone(int bin) => Classes * Math.Log2((double)Math.Max(bin, 1) * sampleRate / frameLength / LowestA);
        for (int i = 0; i < Classes; i++)
        {
            _weights[i] = new float[bins];
        }

        double[] bells = new double[Classes];
        for (int bin = 0; bin < bins; bin++)
        {
            // 0 Hz has no pitch: it stands an octave and a half below the next bin, a distance that is also its width.
            double semitone = Semitone(bin) - (bin == 0 ? 1.5 * Classes : 0);
            double width = bin == 0 ? 1.5 * Classes : Math.Max(Semitone(bin + 1) - semitone, 1);
            for (int i = 0; i < Classes; i++)
            {
                double above = semitone - i + (Classes / 2); // semitones above a note half an octave below one of this class
                double distance = above - (Classes * Math.Floor(above / Classes)) - (Classes / 2);
                bells[i] = Math.Exp(-0.5 * Math.Pow(2 * distance / width, 2));
            }

            double norm = Math.Sqrt(bells.Sum(x => x * x));
            double octave = Math.Exp(-0.5 * Math.Pow(((semitone / Classes) - CentreOctave) / OctaveWidth, 2));
            for (int i = 0; i < Classes; i++)
            {
                _weights[i][bin] = (float)(bells[(i + 3) % Classes] * octave / norm); // Class 0 so far was A; C is three semitones higher.
            }
        }
    }

    /// <summary>All weights, <c>[12, bins]</c>, row-major.</summary>
    public float[] ToMatrix() => [.. _weights.SelectMany(row => row)];

    /// <summary>Power in one pitch class, in as many frames as there are lanes.</summary>
    public T Class<T>(T* power, int index)
        where T : unmanaged, ILanes<T>
    {
        ReadOnlySpan<float> weights = _weights[index];
        T even = T.All(0), odd = T.All(0);
        int bin = 0;
        for (; bin + 1 < weights.Length; bin += 2)
        {
            even = T.MultiplyAdd(power[bin], T.All(weights[bin]), even);
            odd = T.MultiplyAdd(power[bin + 1], T.All(weights[bin + 1]), odd);
        }

        return bin < weights.Length ? T.MultiplyAdd(power[bin], T.All(weights[bin]), even + odd) : even + odd;
    }
}
