using System.Runtime.CompilerServices;

namespace SpeechEmotion.Signal;

/// <summary>
/// The passes of a <see cref="ComplexTransform"/>: small transforms of 2, 3, 4, 5 or any number of points that lie <c>part</c> apart, each followed by
/// rotations. All sub-transforms of a pass share their rotations, so these are in the outer loop.
/// </summary>
/// <typeparam name="T">Lanes, each of them a transform of its own.</typeparam>
internal static unsafe class Butterflies<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Sub-transforms of <paramref name="length"/> numbers side by side: their halves become transforms of their own.</summary>
    public static void Two(T* re, T* im, UnitCircle circle, int length)
    {
        int total = circle.Length, part = length / 2, step = total / length;
        for (int j = 0; j < part; j++)
        {
            T c1 = circle.Cos<T>(j * step), s1 = circle.Sin<T>(j * step);
            for (int i0 = j; i0 < total; i0 += length)
            {
                int i1 = i0 + part;
                T aRe = re[i0], aIm = im[i0], bRe = re[i1], bIm = im[i1];
                (re[i0], im[i0]) = (aRe + bRe, aIm + bIm);
                PutRotated(re, im, i1, aRe - bRe, aIm - bIm, c1, s1);
            }
        }
    }

    /// <summary>As <see cref="Two"/>, with thirds.</summary>
    public static void Three(T* re, T* im, UnitCircle circle, int length)
    {
        float height = (float)(Math.Sqrt(3) / 2);
        int total = circle.Length, part = length / 3, step = total / length;
        for (int j = 0; j < part; j++)
        {
            T c1 = circle.Cos<T>(j * step), s1 = circle.Sin<T>(j * step), c2 = circle.Cos<T>(2 * j * step), s2 = circle.Sin<T>(2 * j * step);
            for (int i0 = j; i0 < total; i0 += length)
            {
                int i1 = i0 + part, i2 = i1 + part;
                T aRe = re[i0], aIm = im[i0];
                T sumRe = re[i1] + re[i2], sumIm = im[i1] + im[i2];
                T turnRe = (im[i1] - im[i2]) * height, turnIm = (re[i2] - re[i1]) * height; // -i √3/2 (x1 - x2)
                T midRe = aRe - (sumRe * 0.5f), midIm = aIm - (sumIm * 0.5f);
                (re[i0], im[i0]) = (aRe + sumRe, aIm + sumIm);
                PutRotated(re, im, i1, midRe + turnRe, midIm + turnIm, c1, s1);
                PutRotated(re, im, i2, midRe - turnRe, midIm - turnIm, c2, s2);
            }
        }
    }

    /// <summary>As <see cref="Two"/>, with quarters.</summary>
    public static void Four(T* re, T* im, UnitCircle circle, int length)
    {
        int total = circle.Length, part = length / 4, step = total / length;
        for (int j = 0; j < part; j++)
        {
            T c1 = circle.Cos<T>(j * step), s1 = circle.Sin<T>(j * step), c2 = circle.Cos<T>(2 * j * step), s2 = circle.Sin<T>(2 * j * step);
            T c3 = circle.Cos<T>(3 * j * step), s3 = circle.Sin<T>(3 * j * step);
            for (int i0 = j; i0 < total; i0 += length)
            {
                int i1 = i0 + part, i2 = i1 + part, i3 = i2 + part;
                T evenSumRe = re[i0] + re[i2], evenSumIm = im[i0] + im[i2], evenGapRe = re[i0] - re[i2], evenGapIm = im[i0] - im[i2];
                T oddSumRe = re[i1] + re[i3], oddSumIm = im[i1] + im[i3];
                T turnRe = im[i1] - im[i3], turnIm = re[i3] - re[i1]; // -i (x1 - x3)
                (re[i0], im[i0]) = (evenSumRe + oddSumRe, evenSumIm + oddSumIm);
                PutRotated(re, im, i1, evenGapRe + turnRe, evenGapIm + turnIm, c1, s1);
                PutRotated(re, im, i2, evenSumRe - oddSumRe, evenSumIm - oddSumIm, c2, s2);
                PutRotated(re, im, i3, evenGapRe - turnRe, evenGapIm - turnIm, c3, s3);
            }
        }
    }

    /// <summary>As <see cref="Two"/>, with fifths.</summary>
    public static void Five(T* re, T* im, UnitCircle circle, int length)
    {
        float cosA = (float)Math.Cos(2 * Math.PI / 5), cosB = (float)Math.Cos(4 * Math.PI / 5);
        float sinA = (float)Math.Sin(2 * Math.PI / 5), sinB = (float)Math.Sin(4 * Math.PI / 5);
        int total = circle.Length, part = length / 5, step = total / length;
        for (int j = 0; j < part; j++)
        {
            for (int i0 = j; i0 < total; i0 += length)
            {
                int i1 = i0 + part, i2 = i1 + part, i3 = i2 + part, i4 = i3 + part;
                T x0Re = re[i0], x0Im = im[i0];
                T sumARe = re[i1] + re[i4], sumAIm = im[i1] + im[i4], gapARe = re[i1] - re[i4], gapAIm = im[i1] - im[i4];
                T sumBRe = re[i2] + re[i3], sumBIm = im[i2] + im[i3], gapBRe = re[i2] - re[i3], gapBIm = im[i2] - im[i3];
                T midARe = x0Re + (sumARe * cosA) + (sumBRe * cosB), midAIm = x0Im + (sumAIm * cosA) + (sumBIm * cosB);
                T midBRe = x0Re + (sumARe * cosB) + (sumBRe * cosA), midBIm = x0Im + (sumAIm * cosB) + (sumBIm * cosA);
                T turnARe = (gapAIm * sinA) + (gapBIm * sinB), turnAIm = -((gapARe * sinA) + (gapBRe * sinB)); // -i (sinA gapA + sinB gapB)
                T turnBRe = (gapAIm * sinB) - (gapBIm * sinA), turnBIm = (gapBRe * sinA) - (gapARe * sinB); // -i (sinB gapA - sinA gapB)
                (re[i0], im[i0]) = (x0Re + sumARe + sumBRe, x0Im + sumAIm + sumBIm);
                int k = j * step;
                PutRotated(re, im, i1, midARe + turnARe, midAIm + turnAIm, circle.Cos<T>(k), circle.Sin<T>(k));
                PutRotated(re, im, i2, midBRe + turnBRe, midBIm + turnBIm, circle.Cos<T>(2 * k), circle.Sin<T>(2 * k));
                PutRotated(re, im, i3, midBRe - turnBRe, midBIm - turnBIm, circle.Cos<T>(3 * k), circle.Sin<T>(3 * k));
                PutRotated(re, im, i4, midARe - turnARe, midAIm - turnAIm, circle.Cos<T>(4 * k), circle.Sin<T>(4 * k));
            }
        }
    }

    /// <summary>As <see cref="Two"/>, with any number of parts, by the definition: radix² multiplications.</summary>
    /// <param name="re">Real parts.</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="circle">Rotations.</param>
    /// <param name="length">Numbers in a sub-transform.</param>
    /// <param name="radix">Number of parts.</param>
    /// <param name="scratch">Room for two numbers a part.</param>
    public static void Any(T* re, T* im, UnitCircle circle, int length, int radix, T* scratch)
    {
        T* pointRe = scratch, pointIm = scratch + radix;
        int total = circle.Length, part = length / radix, step = total / length, turn = total / radix;
        for (int j = 0; j < part; j++)
        {
            for (int i0 = j; i0 < total; i0 += length)
            {
                for (int p = 0; p < radix; p++)
                {
                    (pointRe[p], pointIm[p]) = (re[i0 + (p * part)], im[i0 + (p * part)]);
                }

                for (int q = 0; q < radix; q++)
                {
                    T sumRe = pointRe[0], sumIm = pointIm[0];
                    for (int p = 1, k = q; p < radix; p++, k = k + q < radix ? k + q : k + q - radix)
                    {
                        T c = circle.Cos<T>(k * turn), s = circle.Sin<T>(k * turn);
                        sumRe = T.MultiplyAdd(pointRe[p], c, T.MultiplyAdd(-pointIm[p], s, sumRe));
                        sumIm = T.MultiplyAdd(pointRe[p], s, T.MultiplyAdd(pointIm[p], c, sumIm));
                    }

                    PutRotated(re, im, i0 + (q * part), sumRe, sumIm, circle.Cos<T>(q * j * step), circle.Sin<T>(q * j * step));
                }
            }
        }
    }

    /// <summary>Stores <c>z (c + i s)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutRotated(T* re, T* im, int index, T zRe, T zIm, T c, T s)
    {
        re[index] = T.MultiplyAdd(zRe, c, -(zIm * s));
        im[index] = T.MultiplyAdd(zRe, s, zIm * c);
    }
}
