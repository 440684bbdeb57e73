using System.Buffers;
using System.Runtime.CompilerServices;

namespace SpeechEmotion.Signal;

/// <summary>
/// The discrete Fourier transform of one frame of real samples, <c>X[k] = Σ x[i] e^(-2πi k i / n)</c>, and its inverse. Fastest where n is a product of
/// 2, 3 and 5; a large prime factor p costs p steps a sample. Safe to share between threads.
/// </summary>
public sealed unsafe class FourierTransform
{
    private readonly ComplexTransform _half;
    private readonly float[] _cos, _sin; // e^(-2πi k / n), k = 0..n/2

    /// <summary>Plans a transform.</summary>
    /// <param name="length">Samples in a frame, n: even, 2 or more.</param>
    /// <exception cref="ArgumentException">The length is odd or below 2.</exception>
    public FourierTransform(int length)
    {
        if (length < 2 || length % 2 != 0)
        {
            throw new ArgumentException($"A transform of {length} samples is not possible; the length must be even and 2 or more.", nameof(length));
        }

        Length = length;
        _half = new ComplexTransform(length / 2);
        (_cos, _sin) = UnitCircle.Table(length, (length / 2) + 1);
    }

    /// <summary>Samples in a frame, n.</summary>
    public int Length { get; }

    /// <summary>Frequencies in a spectrum, n/2 + 1: bin k is k × sample rate / n.</summary>
    public int Bins => (Length / 2) + 1;

    /// <summary>Numbers that the in-place steps need to work in, a lane.</summary>
    internal int ScratchLength => _half.ScratchLength;

    /// <summary>Samples to spectrum.</summary>
    /// <param name="time">Samples <c>[n]</c>, left untouched.</param>
    /// <param name="re">Real parts of the bins, <c>[n/2 + 1]</c>.</param>
    /// <param name="im">Imaginary parts of the bins, <c>[n/2 + 1]</c>; 0 in the first and the last.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Forward(ReadOnlySpan<float> time, Span<float> re, Span<float> im)
    {
        Check(time.Length, re.Length, im.Length);
        int half = Length / 2;
        float[] buffer = ArrayPool<float>.Shared.Rent(Length + ScratchLength);
        fixed (float* work = buffer)
        {
            OneLane* zRe = (OneLane*)work, zIm = zRe + half;
            for (int k = 0; k < half; k++) // even samples are the real parts, odd ones the imaginary parts, of half as many numbers
            {
                (work[k], work[half + k]) = (time[2 * k], time[(2 * k) + 1]);
            }

            _half.Run(zRe, zIm, zIm + half);
            for (int k = 0; k <= half / 2; k++)
            {
                int i = _half.Place[k], j = _half.Place[k == 0 ? 0 : half - k];
                Untangle(
                    zRe[i], zIm[i], zRe[j], zIm[j], new(_cos[k]), new(_sin[k]), out OneLane aRe, out OneLane aIm, out OneLane bRe, out OneLane bIm);
                (re[k], im[k]) = ((float)aRe, (float)aIm);
                (re[half - k], im[half - k]) = ((float)bRe, (float)bIm);
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>Spectrum to samples: <see cref="Forward"/> undone, divided by n.</summary>
    /// <param name="re">Real parts of the bins, <c>[n/2 + 1]</c>, left untouched.</param>
    /// <param name="im">Imaginary parts of the bins, <c>[n/2 + 1]</c>, left untouched; the first and the last are taken as 0.</param>
    /// <param name="time">Samples <c>[n]</c>.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Inverse(ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> time)
    {
        Check(time.Length, re.Length, im.Length);
        int half = Length / 2;
        float[] buffer = ArrayPool<float>.Shared.Rent(Length + ScratchLength);
        fixed (float* work = buffer)
        {
            float* zRe = work, zIm = work + half;
            for (int k = 0; k < half; k++)
            {
                // z[k] = E + i O, with E = X[k] + conj X[n/2 - k] and O = (X[k] - conj X[n/2 - k]) e^(+2πi k / n)
                float lowIm = k == 0 ? 0 : im[k], highIm = k == 0 ? 0 : im[half - k];
                float sumRe = re[k] + re[half - k], sumIm = lowIm - highIm;
                float gapRe = re[k] - re[half - k], gapIm = lowIm + highIm;
                zRe[k] = sumRe - ((gapIm * _cos[k]) - (gapRe * _sin[k]));
                zIm[k] = sumIm + ((gapRe * _cos[k]) + (gapIm * _sin[k]));
            }

            _half.Run((OneLane*)zIm, (OneLane*)zRe, (OneLane*)(zIm + half));
            float scale = 1f / Length;
            for (int k = 0; k < half; k++)
            {
                int place = _half.Place[k];
                (time[2 * k], time[(2 * k) + 1]) = (zRe[place] * scale, zIm[place] * scale);
            }
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary>Power spectra, <c>|X[k]|²</c>, of as many frames as there are lanes.</summary>
    /// <param name="zRe">Even samples <c>[n/2]</c>; destroyed.</param>
    /// <param name="zIm">Odd samples <c>[n/2]</c>; destroyed.</param>
    /// <param name="power">Power <c>[n/2 + 1]</c>.</param>
    /// <param name="scratch">Room for <see cref="ScratchLength"/> numbers.</param>
    internal void Power<T>(T* zRe, T* zIm, T* power, T* scratch)
        where T : unmanaged, ILanes<T>
    {
        int half = Length / 2;
        _half.Run(zRe, zIm, scratch);
        fixed (float* cos = _cos, sin = _sin)
        fixed (int* place = _half.Place)
        {
            var circle = new UnitCircle(cos, sin, Length);
            for (int k = 0; k <= half / 2; k++)
            {
                int i = place[k], j = place[k == 0 ? 0 : half - k];
                Untangle(zRe[i], zIm[i], zRe[j], zIm[j], circle.Cos<T>(k), circle.Sin<T>(k), out T aRe, out T aIm, out T bRe, out T bIm);
                power[k] = T.MultiplyAdd(aRe, aRe, aIm * aIm);
                power[half - k] = T.MultiplyAdd(bRe, bRe, bIm * bIm);
            }
        }
    }

    /// <summary>
    /// Bins k and n/2 - k of the frame, a and b, from those of the half-length transform of <c>z[i] = x[2i] + i x[2i+1]</c>: with
    /// <c>E = (Z[k] + conj Z[n/2 - k]) / 2</c>, the even samples' spectrum, and <c>O = -i (Z[k] - conj Z[n/2 - k]) / 2 × e^(-2πi k / n)</c>, the odd samples',
    /// they are <c>E + O</c> and <c>conj (E - O)</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Untangle<T>(T zaRe, T zaIm, T zbRe, T zbIm, T cos, T sin, out T aRe, out T aIm, out T bRe, out T bIm)
        where T : unmanaged, ILanes<T>
    {
        T evenRe = (zaRe + zbRe) * 0.5f, evenIm = (zaIm - zbIm) * 0.5f;
        T oddRe = (zaIm + zbIm) * 0.5f, oddIm = (zbRe - zaRe) * 0.5f;
        T turnedRe = T.MultiplyAdd(oddRe, cos, -(oddIm * sin)), turnedIm = T.MultiplyAdd(oddRe, sin, oddIm * cos);
        (aRe, aIm) = (evenRe + turnedRe, evenIm + turnedIm);
        (bRe, bIm) = (evenRe - turnedRe, turnedIm - evenIm);
    }

    private void Check(int time, int re, int im)
    {
        if (time != Length || re != Bins || im != Bins)
        {
            throw new ArgumentException(
                $"{time} samples with {re} real and {im} imaginary parts do not fit a transform of {Length} samples and {Bins} bins.", nameof(time));
        }
    }
}
