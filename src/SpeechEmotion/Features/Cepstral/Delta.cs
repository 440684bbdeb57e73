namespace SpeechEmotion.Features.Cepstral;

/// <summary>
/// Change over time: the slope of the straight line, or the second derivative of the parabola, that fits nine neighbouring frames best [Savitzky1964], per frame. The
/// first and last four frames have no nine around them and take those of the nearest frame that has; the fit there is the same.
/// </summary>
internal static class Delta
{
    /// <summary>Number of frames that are fitted.</summary>
    public const int Width = 9;

    private const int Half = Width / 2;

    /// <summary>Weights <c>[9]</c> of the first or second derivative: <c>i / 60</c>, or <c>(3 i² - 20) / 462</c>, for i = -4..4.</summary>
    /// <param name="order">1 or 2.</param>
    public static float[] Weights(int order) => [.. Enumerable.Range(-Half, Width).Select(i => order == 1 ? i / 60f : ((3 * i * i) - 20) / 462f)];

    /// <summary>The derivative of each row.</summary>
    /// <param name="values">Rows <c>[rows, frames]</c>, of at least nine frames.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="weights">What <see cref="Weights"/> gives.</param>
    /// <param name="derivative">The result, <c>[rows, frames]</c>, other memory than <paramref name="values"/>; or nothing.</param>
    public static void Apply(ReadOnlySpan<float> values, int frames, ReadOnlySpan<float> weights, Span<float> derivative)
    {
        for (int start = 0; start < derivative.Length; start += frames)
        {
            ReadOnlySpan<float> row = values.Slice(start, frames);
            Span<float> result = derivative.Slice(start, frames);
            for (int t = Half; t < frames - Half; t++)
            {
                float sum = 0;
                for (int i = 0; i < Width; i++)
                {
                    sum += weights[i] * row[t - Half + i];
                }

                result[t] = sum;
            }

            result[..Half].Fill(result[Half]);
            result[^Half..].Fill(result[^(Half + 1)]);
        }
    }
}
