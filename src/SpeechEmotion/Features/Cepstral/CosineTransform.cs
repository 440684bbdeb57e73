using System.Numerics;

namespace SpeechEmotion.Features.Cepstral;

/// <summary>
/// The first coefficients of the orthonormal discrete cosine transform, type 2, of each frame's bands [Davis1980]:
/// <c>c[k] = √(s / bands) Σ x[b] cos(π k (2b + 1) / (2 bands))</c>, s = 1 for k = 0 and 2 for all others. Immutable; safe to share between threads.
/// </summary>
internal sealed class CosineTransform
{
    private readonly int _bands;
    private readonly float[] _matrix; // [coefficients, bands]

    /// <summary>Plans the transform.</summary>
    /// <param name="bands">Number of bands.</param>
    /// <param name="coefficients">Number of coefficients, 1 to <paramref name="bands"/>.</param>
    public CosineTransform(int bands, int coefficients)
    {
        _bands = bands;
        _matrix = new float[coefficients * bands];
        for (int i = 0; i < _matrix.Length; i++)
        {
            (int k, int band) = (i / bands, i % bands);
            _matrix[i] = (float)(Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands) * Math.Cos(Math.PI * k * ((2 * band) + 1) / (2 * bands)));
        }
    }

    /// <summary>The matrix that takes bands to coefficients, <c>[coefficients, bands]</c>, row-major.</summary>
    public float[] ToMatrix() => [.. _matrix];

    /// <summary>Transforms every frame of a clip.</summary>
    /// <param name="values">Bands <c>[bands, frames]</c>, row-major.</param>
    /// <param name="coefficients">Coefficients <c>[coefficients, frames]</c>, row-major.</param>
    public void Apply(ReadOnlySpan<float> values, Span<float> coefficients)
    {
        int frames = values.Length / _bands;
        for (int k = 0; k * frames < coefficients.Length; k++)
        {
            Span<float> row = coefficients.Slice(k * frames, frames);
            row.Clear();
            for (int band = 0; band < _bands; band++)
            {
                AddScaled(row, values.Slice(band * frames, frames), _matrix[(k * _bands) + band]);
            }
        }
    }

    private static void AddScaled(Span<float> sums, ReadOnlySpan<float> values, float weight)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(sums[i..]) + (new Vector<float>(values[i..]) * weight)).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += values[i] * weight;
        }
    }
}
