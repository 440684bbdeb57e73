namespace SpeechEmotion.Runs;

/// <summary>Round numbers to mark an axis with.</summary>
internal static class RoundNumbers
{
    /// <summary>The multiples, in a range, of the finest step 1, 2 or 5 · 10^k that has no more than <paramref name="most"/> of them there.</summary>
    /// <param name="from">Lower end of the range.</param>
    /// <param name="to">Upper end; above <paramref name="from"/>.</param>
    /// <param name="most">Greatest number of marks; at least 1.</param>
    /// <param name="whole">Whether only whole numbers will do.</param>
    /// <returns>Places and their labels, all with the same number of decimals.</returns>
    public static (double[] Places, string[] Labels) Between(double from, double to, int most, bool whole = false)
    {
        double step = Step(from, to, most);
        step = whole ? Math.Max(1, step) : step;
        int decimals = Math.Clamp((int)-Math.Floor(Math.Log10(step) + 1e-9), 0, 9);
        double[] places = [.. Multiples(from, to, step)];
        return (places, Array.ConvertAll(places, place => Math.Abs(place) < step / 2 ? "0" : place.ToString($"N{decimals}").Replace('-', '−')));
    }

    private static double Step(double from, double to, int most)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(to - from)) - 2);
        while (true)
        {
            foreach (int factor in (int[])[1, 2, 5])
            {
                if (Multiples(from, to, factor * power).Count() <= most)
                {
                    return factor * power;
                }
            }

            power *= 10;
        }
    }

    private static IEnumerable<double> Multiples(double from, double to, double step)
    {
        double slack = 1e-9;
        for (double i = Math.Ceiling((from / step) - slack); i * step <= to + (slack * step); i++)
        {
            yield return i * step;
        }
    }
}
