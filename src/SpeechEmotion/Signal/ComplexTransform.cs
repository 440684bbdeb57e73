namespace SpeechEmotion.Signal;

/// <summary>
/// The discrete Fourier transform of complex numbers, of any length, in place [Cooley1965]: decimation in frequency with factors 4, 2, 3, 5 and whatever
/// primes are left. One pass a factor:
/// <code>
/// sub-transforms of length L = radix × part:
///   x[j + q part], q = 0..radix-1   ── small transform over q ──▶ × e^(-2πi j q / L) ──▶ x[j + q part]
/// </code>
/// after which each part is a transform of its own. What a pass takes from x it puts back in the same places, so the bins end up out of order:
/// bin k lies at <see cref="Place"/>[k].
/// </summary>
internal sealed unsafe class ComplexTransform
{
    private readonly int[] _radices;
    private readonly float[] _cos, _sin; // e^(-2πi k / length), k = 0..length-1

    /// <summary>Plans a transform.</summary>
    /// <param name="length">Complex numbers in a transform, 1 or more.</param>
    public ComplexTransform(int length)
    {
        Length = length;
        _radices = Factors(length);
        int largest = _radices.DefaultIfEmpty(1).Max();
        ScratchLength = largest > 5 ? 2 * largest : 0;
        (_cos, _sin) = UnitCircle.Table(length, length);
        Place = new int[length];
        for (int k = 0; k < length; k++)
        {
            int rest = k, part = length;
            foreach (int radix in _radices)
            {
                part /= radix;
                Place[k] += rest % radix * part;
                rest /= radix;
            }
        }
    }

    /// <summary>Complex numbers in a transform.</summary>
    public int Length { get; }

    /// <summary>Where each bin lies after <see cref="Run"/>, <c>[Length]</c>.</summary>
    public int[] Place { get; }

    /// <summary>Numbers that <see cref="Run"/> needs to work in; 0 unless the length has a prime factor above 5.</summary>
    public int ScratchLength { get; }

    /// <summary>Transforms <c>re + i im</c>; with <paramref name="re"/> and <paramref name="im"/> exchanged it is the inverse, not yet divided by the length.</summary>
    /// <param name="re">Real parts <c>[Length]</c>, in natural order; afterwards bin k is at <c>Place[k]</c>.</param>
    /// <param name="im">Imaginary parts, likewise.</param>
    /// <param name="scratch">Room for <see cref="ScratchLength"/> numbers.</param>
    public void Run<T>(T* re, T* im, T* scratch)
        where T : unmanaged, ILanes<T>
    {
        fixed (float* cos = _cos, sin = _sin)
        {
            var circle = new UnitCircle(cos, sin, Length);
            int length = Length;
            foreach (int radix in _radices)
            {
                switch (radix)
                {
                    case 2: Butterflies<T>.Two(re, im, circle, length); break;
                    case 3: Butterflies<T>.Three(re, im, circle, length); break;
                    case 4: Butterflies<T>.Four(re, im, circle, length); break;
                    case 5: Butterflies<T>.Five(re, im, circle, length); break;
                    default: Butterflies<T>.Any(re, im, circle, length, radix, scratch); break;
                }

                length /= radix;
            }
        }
    }

    private static int[] Factors(int length)
    {
        var factors = new List<int>();
        ReadOnlySpan<int> first = [5, 3, 4, 2];
        foreach (int radix in first)
        {
            for (; length % radix == 0; length /= radix)
            {
                factors.Add(radix);
            }
        }

        for (int prime = 7; length > 1; prime += 2)
        {
            for (; length % prime == 0; length /= prime)
            {
                factors.Add(prime);
            }
        }

        return [.. factors];
    }
}
