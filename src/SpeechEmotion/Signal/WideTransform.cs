using System.Numerics;
using System.Runtime.Intrinsics;

namespace SpeechEmotion.Signal;

/// <summary>
/// The discrete Fourier transform of complex numbers at the machine's width for one transform at a time, where frames come one after the other and cannot
/// each take a lane. With L lanes and n = L m, the lanes take every L-th number [Bailey1990]:
/// <code>
/// x [m, L] ── m-point transforms, a lane each ──▶ [k1, L] ── × e^(-2πi lane k1 / n) ──▶ squares [L, L] transposed ──▶ [L, k1]
///          ── L-point transforms, a lane for each k1 ──▶ X[k1 + m k2]
/// </code>
/// Safe to share between threads.
/// </summary>
internal sealed unsafe class WideTransform
{
    private readonly ComplexTransform _long, _short;
    private readonly int _lanes;
    private readonly float[] _cos, _sin; // e^(-2πi lane k1 / n), [m, L]

    /// <summary>Plans a transform.</summary>
    /// <param name="length">Complex numbers in a transform, n: a power of two.</param>
    public WideTransform(int length)
        : this(length, WidestLanes(length))
    {
    }

    /// <summary>Plans a transform for a given number of lanes.</summary>
    /// <param name="length">Complex numbers in a transform, n: a power of two, at least the square of the lanes.</param>
    /// <param name="lanes">1, 4, 8 or 16.</param>
    internal WideTransform(int length, int lanes)
    {
        if (!BitOperations.IsPow2(length) || lanes is not (1 or 4 or 8 or 16) || length < lanes * lanes)
        {
            throw new ArgumentException($"{length} numbers cannot be transformed in {lanes} lanes; a power of two is needed, {lanes * lanes} or more.", nameof(length));
        }

        Length = length;
        _lanes = lanes;
        _long = new ComplexTransform(length / lanes);
        _short = new ComplexTransform(lanes);
        (float[] cos, float[] sin) = UnitCircle.Table(length, length);
        _cos = new float[length];
        _sin = new float[length];
        for (int i = 0; i < length; i++)
        {
            int turn = i / lanes * (i % lanes);
            (_cos[i], _sin[i]) = (cos[turn], sin[turn]);
        }
    }

    /// <summary>Complex numbers in a transform, n.</summary>
    public int Length { get; }

    /// <summary>Transforms <c>re + i im</c> in place; with the two exchanged it is the inverse, not yet divided by n.</summary>
    /// <param name="re">Real parts <c>[n]</c>, in natural order before and after.</param>
    /// <param name="im">Imaginary parts <c>[n]</c>, likewise.</param>
    /// <param name="scratch">Room for 2 n numbers.</param>
    public void Run(Span<float> re, Span<float> im, Span<float> scratch)
    {
        if (re.Length != Length || im.Length != Length || scratch.Length < 2 * Length)
        {
            throw new ArgumentException($"{re.Length} real and {im.Length} imaginary parts do not fit a transform of {Length}.", nameof(re));
        }

        fixed (float* reStart = re, imStart = im, scratchStart = scratch)
        {
            switch (_lanes)
            {
                case 16: Run<SixteenLanes>(reStart, imStart, scratchStart); break;
                case 8: Run<EightLanes>(reStart, imStart, scratchStart); break;
                case 4: Run<FourLanes>(reStart, imStart, scratchStart); break;
                default: Run<OneLane>(reStart, imStart, scratchStart); break;
            }
        }
    }

    private static int WidestLanes(int length) =>
        Vector512.IsHardwareAccelerated && length >= 256 ? 16
        : Vector256.IsHardwareAccelerated && length >= 64 ? 8
        : Vector128.IsHardwareAccelerated && length >= 16 ? 4
        : 1;

    private static void Transpose(float* square, int side)
    {
        for (int row = 1; row < side; row++)
        {
            for (int column = 0; column < row; column++)
            {
                (square[(row * side) + column], square[(column * side) + row]) = (square[(column * side) + row], square[(row * side) + column]);
            }
        }
    }

    private void Run<T>(float* re, float* im, float* scratch)
        where T : unmanaged, ILanes<T>
    {
        int lanes = T.Count, part = Length / lanes;

        // 1. x [m, L] -> m-point transforms, in place
        _long.Run((T*)re, (T*)im, (T*)scratch);

        // 2. -> natural order, turned
        T* turnedRe = (T*)scratch, turnedIm = turnedRe + part;
        fixed (float* cos = _cos, sin = _sin)
        {
            for (int k = 0; k < part; k++)
            {
                T zRe = ((T*)re)[_long.Place[k]], zIm = ((T*)im)[_long.Place[k]];
                T c = T.Load(cos + (k * lanes)), s = T.Load(sin + (k * lanes));
                turnedRe[k] = T.MultiplyAdd(zRe, c, -(zIm * s));
                turnedIm[k] = T.MultiplyAdd(zRe, s, zIm * c);
            }
        }

        // 3. squares [L, L] -> transposed -> L-point transforms -> X, k1 of the square side by side
        for (int start = 0; start < part; start += lanes)
        {
            T* squareRe = turnedRe + start, squareIm = turnedIm + start;
            Transpose((float*)squareRe, lanes);
            Transpose((float*)squareIm, lanes);
            _short.Run(squareRe, squareIm, squareRe);
            for (int k = 0; k < lanes; k++)
            {
                T.Store(squareRe[_short.Place[k]], re + start + (k * part));
                T.Store(squareIm[_short.Place[k]], im + start + (k * part));
            }
        }
    }
}
