using System.Numerics;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>
/// Changes the duration of a signal and keeps its pitch: the phase vocoder [Flanagan1966] in its short-time Fourier form [Portnoff1976].
/// Frames, phases and lengths are librosa's (<c>effects.time_stretch</c>).
/// </summary>
/// <remarks>
/// The textbook form adds up, per bin, the phase by which neighbouring frames differ. A phase is only ever needed modulo a turn, so here the angle is
/// never taken: the running phase is a unit phasor a, and adding an angle is multiplying by the unit phasor of a spectrum value, u = X / |X|. Steps:
/// <code>
/// samples [n] -> frames [1 + n / hop], centred, zeros beyond the ends -> Hann -> FFT -> X [bins, frames]
/// for output frame t, at position p = t · rate, between frames i = floor(p) and i + 1, w = p - i:
///   Y[t] = a · ((1 - w) |X[i]| + w |X[i + 1]|)      a starts as u[0]
///   a    = a · u[i + 1] · conj(u[i])
/// Y -> inverse FFT -> Hann -> overlap-add, divided by the added squares of the window -> samples [round(n / rate)]
/// </code>
/// Safe to use from several threads.
/// </remarks>
internal sealed class PhaseVocoder
{
    /// <summary>Slowest rate: ten times the duration.</summary>
    public const double SlowestRate = 0.1;

    /// <summary>Fastest rate: a tenth of the duration.</summary>
    public const double FastestRate = 10;

    private readonly WideTransform _transform;
    private readonly float[] _window;

    /// <summary>Plans the transform.</summary>
    /// <param name="frameLength">Samples in a frame, a power of two, 64 or more. Longer: finer in frequency, and attacks are smeared more.</param>
    /// <param name="hopLength">Samples from one frame to the next, 1 to a quarter of the frame. Shorter: smoother, and slower to compute.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length breaks these rules.</exception>
    public PhaseVocoder(int frameLength = 2048, int hopLength = 512)
    {
        if (frameLength < 64 || !BitOperations.IsPow2(frameLength))
        {
            throw new ArgumentOutOfRangeException(nameof(frameLength), frameLength, "The frame length must be a power of two, 64 or more.");
        }

        if (hopLength < 1 || hopLength > frameLength / 4)
        {
            throw new ArgumentOutOfRangeException(nameof(hopLength), hopLength, $"The hop length must be 1 to a quarter of the frame, {frameLength / 4}.");
        }

        FrameLength = frameLength;
        HopLength = hopLength;
        _transform = new WideTransform(frameLength);
        _window = Window.Hann(frameLength);
    }

    /// <summary>Samples in a frame.</summary>
    public int FrameLength { get; }

    /// <summary>Samples from one frame to the next.</summary>
    public int HopLength { get; }

    /// <summary>Stretches a signal.</summary>
    /// <param name="samples">Mono samples <c>[n]</c>; left untouched.</param>
    /// <param name="rate">How many times faster, <see cref="SlowestRate"/> to <see cref="FastestRate"/>; below 1 lengthens.</param>
    /// <returns>New samples <c>[round(n / rate)]</c>, halves rounded to even.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside of its limits.</exception>
    public float[] Stretch(ReadOnlySpan<float> samples, double rate)
    {
        Amount.Require(rate, SlowestRate, FastestRate, "rate");
        int length = checked((int)Math.Round(samples.Length / rate));
        int inputFrames = 1 + (samples.Length / HopLength);
        int outputFrames = Math.Min((int)Math.Ceiling(inputFrames / rate), (length + FrameLength + HopLength - 1) / HopLength);

        SpectralFrames frames = new(_transform, _window, HopLength);
        PhasorSynthesis synthesis = new(_transform, frames.Frame(samples, 0));
        OverlapAdd output = new(_window, HopLength, new float[length]);
        for (int t = 0; t < outputFrames; t += 2)
        {
            for (int half = 0; half < 2; half++)
            {
                double position = (t + half) * rate;
                int i = (int)position;
                synthesis.Step(half, frames.Frame(samples, i), frames.Frame(samples, i + 1), (float)(position - i));
            }

            synthesis.Invert();
            output.Add(synthesis.First);
            if (t + 1 < outputFrames)
            {
                output.Add(synthesis.Second);
            }
        }

        return output.Finish();
    }
}
