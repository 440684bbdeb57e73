using System.Numerics;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>
/// Frames of samples from magnitudes and running phasors. Two frames share one inverse transform: of <c>Z = A + i B</c>, whose upper half is
/// <c>Z[n - k] = conj A[k] + i conj B[k]</c>, the real parts are the first frame and the imaginary parts the second.
/// </summary>
internal sealed class PhasorSynthesis
{
    private readonly WideTransform _transform;
    private readonly float[] _runningRe, _runningIm;
    private readonly float[][] _frameRe, _frameIm;
    private readonly float[] _re, _im, _mirrorRe, _mirrorIm, _scratch;

    /// <summary>Starts the phasors.</summary>
    /// <param name="transform">Transform of the frame's length, n.</param>
    /// <param name="start">The frame whose phasors the first frame gets.</param>
    public PhasorSynthesis(WideTransform transform, SpectralFrames.Slot start)
    {
        _transform = transform;
        _runningRe = [.. start.UnitRe];
        _runningIm = [.. start.UnitIm];
        int bins = start.UnitRe.Length;
        _frameRe = [new float[bins], new float[bins]];
        _frameIm = [new float[bins], new float[bins]];
        _re = new float[Math.Max(transform.Length, bins)];
        _im = new float[_re.Length];
        _mirrorRe = new float[bins];
        _mirrorIm = new float[bins];
        _scratch = new float[2 * transform.Length];
    }

    /// <summary>The first of the last two frames, times n.</summary>
    public ReadOnlySpan<float> First => _re.AsSpan(0, _transform.Length);

    /// <summary>The second of the last two frames, times n.</summary>
    public ReadOnlySpan<float> Second => _im.AsSpan(0, _transform.Length);

    /// <summary>Makes the spectrum of a frame that lies between two frames of the signal, and moves the phasors on by their difference.</summary>
    /// <param name="half">0 for the first, 1 for the second frame of the pair.</param>
    /// <param name="from">The frame before.</param>
    /// <param name="to">The frame after.</param>
    /// <param name="weight">How far on the way from one to the other, 0..1.</param>
    public void Step(int half, SpectralFrames.Slot from, SpectralFrames.Slot to, float weight)
    {
        float[] frameRe = _frameRe[half], frameIm = _frameIm[half];
        Vector<float> share = new(weight), rest = new(1 - weight), half3 = new(1.5f), half1 = new(0.5f);
        for (int k = 0; k < frameRe.Length; k += Vector<float>.Count)
        {
            Vector<float> re = new(_runningRe, k), im = new(_runningIm, k);
            Vector<float> magnitude = (new Vector<float>(from.Magnitude, k) * rest) + (new Vector<float>(to.Magnitude, k) * share);
            (re * magnitude).CopyTo(frameRe, k);
            (im * magnitude).CopyTo(frameIm, k);

            // a · u[i + 1] · conj(u[i]); one step of Newton's method for 1 / |a| undoes what rounding does to its length
            Vector<float> fromRe = new(from.UnitRe, k), fromIm = new(from.UnitIm, k), toRe = new(to.UnitRe, k), toIm = new(to.UnitIm, k);
            Vector<float> turnRe = (toRe * fromRe) + (toIm * fromIm), turnIm = (toIm * fromRe) - (toRe * fromIm);
            Vector<float> nextRe = (re * turnRe) - (im * turnIm), nextIm = (re * turnIm) + (im * turnRe);
            Vector<float> scale = half3 - (((nextRe * nextRe) + (nextIm * nextIm)) * half1);
            (nextRe * scale).CopyTo(_runningRe, k);
            (nextIm * scale).CopyTo(_runningIm, k);
        }
    }

    /// <summary>Turns the two spectra into <see cref="First"/> and <see cref="Second"/>.</summary>
    public void Invert()
    {
        for (int k = 0; k < _mirrorRe.Length; k += Vector<float>.Count)
        {
            Vector<float> aRe = new(_frameRe[0], k), aIm = new(_frameIm[0], k), bRe = new(_frameRe[1], k), bIm = new(_frameIm[1], k);
            (aRe - bIm).CopyTo(_re, k);
            (aIm + bRe).CopyTo(_im, k);
            (aRe + bIm).CopyTo(_mirrorRe, k);
            (bRe - aIm).CopyTo(_mirrorIm, k);
        }

        int length = _transform.Length, middle = length / 2;
        Mirror(_mirrorRe, _re.AsSpan(middle + 1, middle - 1));
        Mirror(_mirrorIm, _im.AsSpan(middle + 1, middle - 1));
        _transform.Run(_im.AsSpan(0, length), _re.AsSpan(0, length), _scratch);
    }

    private static void Mirror(float[] source, Span<float> target)
    {
        source.AsSpan(1, target.Length).CopyTo(target);
        target.Reverse();
    }
}
