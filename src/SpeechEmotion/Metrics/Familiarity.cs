using SpeechEmotion.Features;

namespace SpeechEmotion.Metrics;

/// <summary>
/// Whether a recording sounds like what a network learned from. Of each training corpus, mean and covariance of its clips' <see cref="SoundProfile"/> are known. A clip is as far from a corpus as its
/// Mahalanobis distance [Mahalanobis1936] says, divided by √31, so that the corpus's own clips lie about 1 away; the nearest corpus counts. Where it is farther than <see cref="Radius"/>, the answer
/// gets a temperature in proportion:
/// <code>
/// // temperature = max(1, distance / 1.1)
/// </code>
/// A network that hears what it does not know is wrong more often, but as sure as ever; so it comes to be as sure as it is right.
/// </summary>
internal sealed class Familiarity
{
    /// <summary>Distance up to which a recording is familiar: half to two thirds of what actors of the training corpora say whom the network did not hear.</summary>
    public const double Radius = 1.1;

    /// <summary>Fewer clips do not tell how a corpus sounds.</summary>
    public const int LeastClips = 500;

    private const double Borrowed = 450;  // Clips that a corpus's covariance borrows from that of all: small corpora do not know theirs.
    private const double Ridge = 1e-3;    // of the mean variance

    private readonly float[][] _means; // [corpora][n]
    private readonly float[][] _whitening; // [corpora][n · n]: what it makes of a distance from the mean has the length temperature

    private Familiarity(float[][] means, float[][] whitening) => (_means, _whitening) = (means, whitening);

    /// <summary>Number of corpora.</summary>
    public int Corpora => _means.Length;

    /// <summary>The mean of a corpus, <c>[n]</c>, and the matrix <c>[n, n]</c>: its product with a profile less the mean is as long as the temperature that the corpus asks for.</summary>
    public (float[] Mean, float[] Whitening) Corpus(int index) => (_means[index], _whitening[index]);

    /// <summary>Learns how corpora sound; null if there are fewer than 500 clips.</summary>
    /// <param name="clips">Profiles <c>[clips][n]</c> of training clips, each with its corpus.</param>
    public static Familiarity? Fit(IReadOnlyList<(string Corpus, float[] Profile)> clips)
    {
        if (clips.Count < LeastClips)
        {
            return null;
        }

        int n = clips[0].Profile.Length;
        (int Count, double[] Mean, double[,] Scatter)[] corpora =
        [
            .. clips.GroupBy(clip => clip.Corpus, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Scatter([.. group.Select(clip => clip.Profile)])),
        ];
        double[,] all = new double[n, n];
        foreach ((_, _, double[,] scatter) in corpora)
        {
            Add(all, scatter, 1.0 / clips.Count);
        }

        double ridge = Ridge * Enumerable.Range(0, n).Average(i => all[i, i]);
        return new Familiarity(
            [.. corpora.Select(corpus => Array.ConvertAll(corpus.Mean, value => (float)value))],
            [
                .. corpora.Select(corpus =>
                {
                    double[,] covariance = new double[n, n];
                    Add(covariance, corpus.Scatter, 1 / (corpus.Count + Borrowed));
                    Add(covariance, all, Borrowed / (corpus.Count + Borrowed));
                    for (int i = 0; i < n; i++)
                    {
                        covariance[i, i] += Math.Max(ridge, 1e-12);
                    }

                    return Whitening(covariance);
                }),
            ]);
    }

    /// <summary>Divisor of the logits of a clip, 1 or more.</summary>
    /// <param name="profile">Its profile, <c>[n]</c>.</param>
    public double Temperature(float[] profile)
    {
        double least = double.PositiveInfinity;
        for (int corpus = 0; corpus < Corpora; corpus++)
        {
            double squares = 0;
            for (int row = 0; row < profile.Length; row++)
            {
                double sum = 0;
                for (int i = 0; i <= row; i++) // The matrix is triangular.
                {
                    sum += _whitening[corpus][(row * profile.Length) + i] * (profile[i] - _means[corpus][i]);
                }

                squares += sum * sum;
            }

            least = Math.Min(least, squares);
        }

        return Math.Max(1, Math.Sqrt(least));
    }

    /// <summary>Writes a <c>.npy</c> file: <c>[corpora, n + 1, n]</c>, of each corpus its mean, then the matrix.</summary>
    public void Write(string path) => NpyFile.Write(path, [.. _means.Zip(_whitening).SelectMany(corpus => corpus.First.Concat(corpus.Second))], Corpora, _means[0].Length + 1, _means[0].Length);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is no such array.</exception>
    public static Familiarity Read(string path)
    {
        (float[] values, int[] shape) = NpyFile.Read(path);
        const int n = SoundProfile.Length;
        if (shape is not [> 0, n + 1, n] || !values.All(float.IsFinite))
        {
            throw new InvalidDataException($"{path}: is not an array [corpora, {n + 1}, {n}] of finite numbers; delete it, and resume the training, which writes it again");
        }

        float[][] corpora = [.. values.Chunk((n + 1) * n)];
        return new Familiarity([.. corpora.Select(corpus => corpus[..n])], [.. corpora.Select(corpus => corpus[n..])]);
    }

    private static (int Count, double[] Mean, double[,] Scatter) Scatter(float[][] profiles)
    {
        int n = profiles[0].Length;
        double[] mean = [.. Enumerable.Range(0, n).Select(i => profiles.Average(profile => (double)profile[i]))];
        double[,] scatter = new double[n, n];
        foreach (float[] profile in profiles)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    scatter[i, j] += (profile[i] - mean[i]) * (profile[j] - mean[j]);
                }
            }
        }

        return (profiles.Length, mean, scatter);
    }

    private static void Add(double[,] sum, double[,] matrix, double factor)
    {
        for (int i = 0; i < sum.GetLength(0); i++)
        {
            for (int j = 0; j < sum.GetLength(1); j++)
            {
                sum[i, j] += factor * matrix[i, j];
            }
        }
    }

    /// <summary>The inverse of the covariance's Cholesky factor, divided by √n and the radius, row by row.</summary>
    private static float[] Whitening(double[,] covariance)
    {
        int n = covariance.GetLength(0);
        double[,] lower = new double[n, n], inverse = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = covariance[i, j] - Enumerable.Range(0, j).Sum(k => lower[i, k] * lower[j, k]);
                lower[i, j] = i == j ? Math.Sqrt(Math.Max(rest, 1e-15)) : rest / lower[j, j];
            }
        }

        for (int column = 0; column < n; column++)
        {
            for (int i = column; i < n; i++)
            {
                double rest = (i == column ? 1 : 0) - Enumerable.Range(column, i - column).Sum(k => lower[i, k] * inverse[k, column]);
                inverse[i, column] = rest / lower[i, i];
            }
        }

        return [.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(0, n).Select(j => (float)(inverse[i, j] / (Math.Sqrt(n) * Radius))))];
    }
}
