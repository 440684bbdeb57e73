namespace SpeechEmotion.Signal;

/// <summary>One pass of a <see cref="ComplexTransform"/>: the small transforms of 2, 3, 4, 5 or any number of points, and the rotations after them.</summary>
/// <param name="re">Real parts of all numbers.</param>
/// <param name="im">Imaginary parts.</param>
/// <param name="cos">Real part of e^(-2πi k / total), for every k below <paramref name="total"/>.</param>
/// <param name="sin">Its imaginary part.</param>
/// <param name="total">Numbers in all.</param>
/// <param name="length">Numbers in each of the sub-transforms that lie side by side.</param>
/// <param name="radix">Points of the small transforms.</param>
internal readonly unsafe ref struct ButterflyPass<T>(T* re, T* im, float* cos, float* sin, int total, int length, int radix)
    where T : unmanaged, ILanes<T>
{
    private readonly T* _re = re, _im = im;
    private readonly float* _cos = cos, _sin = sin;
    private readonly int _total = total, _length = length, _radix = radix, _part = length / radix;

    public void Two()
    {
        for (int start = 0; start < _total; start += _length)
        {
            for (int j = 0; j < _part; j++)
            {
                int i0 = start + j, i1 = i0 + _part;
                T aRe = _re[i0], aIm = _im[i0], bRe = _re[i1], bIm = _im[i1];
                (_re[i0], _im[i0]) = (aRe + bRe, aIm + bIm);
                PutRotated(i1, aRe - bRe, aIm - bIm, j);
            }
        }
    }

    public void Three()
    {
        float half = -0.5f, height = (float)(Math.Sqrt(3) / 2);
        for (int start = 0; start < _total; start += _length)
        {
            for (int j = 0; j < _part; j++)
            {
                int i0 = start + j, i1 = i0 + _part, i2 = i1 + _part;
                T aRe = _re[i0], aIm = _im[i0];
                T sumRe = _re[i1] + _re[i2], sumIm = _im[i1] + _im[i2];
                T turnRe = (_im[i1] - _im[i2]) * height, turnIm = (_re[i2] - _re[i1]) * height; // -i √3/2 (x1 - x2)
                T midRe = aRe + (sumRe * half), midIm = aIm + (sumIm * half);
                (_re[i0], _im[i0]) = (aRe + sumRe, aIm + sumIm);
                PutRotated(i1, midRe + turnRe, midIm + turnIm, j);
                PutRotated(i2, midRe - turnRe, midIm - turnIm, 2 * j);
            }
        }
    }

    public void Four()
    {
        for (int start = 0; start < _total; start += _length)
        {
            for (int j = 0; j < _part; j++)
            {
                int i0 = start + j, i1 = i0 + _part, i2 = i1 + _part, i3 = i2 + _part;
                T evenSumRe = _re[i0] + _re[i2], evenSumIm = _im[i0] + _im[i2];
                T evenGapRe = _re[i0] - _re[i2], evenGapIm = _im[i0] - _im[i2];
                T oddSumRe = _re[i1] + _re[i3], oddSumIm = _im[i1] + _im[i3];
                T turnRe = _im[i1] - _im[i3], turnIm = _re[i3] - _re[i1]; // -i (x1 - x3)
                (_re[i0], _im[i0]) = (evenSumRe + oddSumRe, evenSumIm + oddSumIm);
                PutRotated(i1, evenGapRe + turnRe, evenGapIm + turnIm, j);
                PutRotated(i2, evenSumRe - oddSumRe, evenSumIm - oddSumIm, 2 * j);
                PutRotated(i3, evenGapRe - turnRe, evenGapIm - turnIm, 3 * j);
            }
        }
    }

    public void Five()
    {
        float c1 = (float)Math.Cos(2 * Math.PI / 5), c2 = (float)Math.Cos(4 * Math.PI / 5);
        float s1 = (float)Math.Sin(2 * Math.PI / 5), s2 = (float)Math.Sin(4 * Math.PI / 5);
        for (int start = 0; start < _total; start += _length)
        {
            for (int j = 0; j < _part; j++)
            {
                int i0 = start + j, i1 = i0 + _part, i2 = i1 + _part, i3 = i2 + _part, i4 = i3 + _part;
                T aRe = _re[i0], aIm = _im[i0];
                T sum1Re = _re[i1] + _re[i4], sum1Im = _im[i1] + _im[i4], gap1Re = _re[i1] - _re[i4], gap1Im = _im[i1] - _im[i4];
                T sum2Re = _re[i2] + _re[i3], sum2Im = _im[i2] + _im[i3], gap2Re = _re[i2] - _re[i3], gap2Im = _im[i2] - _im[i3];
                T mid1Re = aRe + (sum1Re * c1) + (sum2Re * c2), mid1Im = aIm + (sum1Im * c1) + (sum2Im * c2);
                T mid2Re = aRe + (sum1Re * c2) + (sum2Re * c1), mid2Im = aIm + (sum1Im * c2) + (sum2Im * c1);
                T turn1Re = (gap1Im * s1) + (gap2Im * s2), turn1Im = -((gap1Re * s1) + (gap2Re * s2)); // -i (s1 gap1 + s2 gap2)
                T turn2Re = (gap1Im * s2) - (gap2Im * s1), turn2Im = (gap2Re * s1) - (gap1Re * s2);    // -i (s2 gap1 - s1 gap2)
                (_re[i0], _im[i0]) = (aRe + sum1Re + sum2Re, aIm + sum1Im + sum2Im);
                PutRotated(i1, mid1Re + turn1Re, mid1Im + turn1Im, j);
                PutRotated(i2, mid2Re + turn2Re, mid2Im + turn2Im, 2 * j);
                PutRotated(i3, mid2Re - turn2Re, mid2Im - turn2Im, 3 * j);
                PutRotated(i4, mid1Re - turn1Re, mid1Im - turn1Im, 4 * j);
            }
        }
    }

    /// <summary>Any radix, by its definition: radix² multiplications.</summary>
    /// <param name="scratch">Room for two numbers a point.</param>
    public void Any(T* scratch)
    {
        T* pointRe = scratch, pointIm = scratch + _radix;
        int turn = _total / _radix; // e^(-2πi / radix) is this far round the circle
        for (int start = 0; start < _total; start += _length)
        {
            for (int j = 0; j < _part; j++)
            {
                for (int p = 0; p < _radix; p++)
                {
                    (pointRe[p], pointIm[p]) = (_re[start + j + (p * _part)], _im[start + j + (p * _part)]);
                }

                for (int q = 0; q < _radix; q++)
                {
                    T sumRe = pointRe[0], sumIm = pointIm[0];
                    for (int p = 1, k = q; p < _radix; p++, k = k + q < _radix ? k + q : k + q - _radix)
                    {
                        T c = T.All(_cos[k * turn]), s = T.All(_sin[k * turn]);
                        sumRe = T.MultiplyAdd(pointRe[p], c, T.MultiplyAdd(-pointIm[p], s, sumRe));
                        sumIm = T.MultiplyAdd(pointRe[p], s, T.MultiplyAdd(pointIm[p], c, sumIm));
                    }

                    PutRotated(start + j + (q * _part), sumRe, sumIm, q * j);
                }
            }
        }
    }

    /// <summary>Stores <c>z e^(-2πi steps / length)</c>.</summary>
    private void PutRotated(int index, T zRe, T zIm, int steps)
    {
        int k = steps * (_total / _length);
        T c = T.All(_cos[k]), s = T.All(_sin[k]);
        _re[index] = T.MultiplyAdd(zRe, c, -(zIm * s));
        _im[index] = T.MultiplyAdd(zRe, s, zIm * c);
    }
}
