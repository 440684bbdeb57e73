using System.Numerics;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Training;

/// <summary>Turns a batch of examples into what a step learns from: targets softened, and examples mixed in pairs where the configuration asks for it.</summary>
internal static class TrainingBatch
{
    /// <summary>
    /// The target of each example, <c>[B, count]</c>, row-major: 1 - s + s/count for its class and s/count for each other, with s the label smoothing; all 0, which weighs
    /// nothing in a cross-entropy, where the class is -1.
    /// </summary>
    public static float[] Targets(long[] classes, int count, double smoothing)
    {
        var targets = new float[classes.Length * count];
        for (int i = 0; i < classes.Length; i++)
        {
            if (classes[i] >= 0)
            {
                targets.AsSpan(i * count, count).Fill((float)(smoothing / count));
                targets[(i * count) + classes[i]] += (float)(1 - smoothing);
            }
        }

        return targets;
    }

    /// <summary>Multiplies the targets of each example by the weight of its class, so that its loss counts as much.</summary>
    /// <param name="targets">Targets <c>[B, count]</c>, which are changed.</param>
    /// <param name="classes">Class of each example, <c>[B]</c>.</param>
    /// <param name="weights">Weight of each class, <c>[count]</c>.</param>
    public static void Weigh(float[] targets, long[] classes, float[] weights)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] *= weights[classes[i / weights.Length]];
        }
    }

    /// <summary>Moves targets toward what listeners heard: <c>(1 - w) target + w heard</c>, for the examples of which that is known.</summary>
    /// <param name="targets">Targets <c>[B, count]</c>, which are changed.</param>
    /// <param name="heard">Fractions of the listeners <c>[B][count]</c>; null if they are not known.</param>
    /// <param name="weight">w, 0..1.</param>
    public static float[] Heard(float[] targets, float[]?[] heard, double weight)
    {
        for (int i = 0; i < heard.Length && weight > 0; i++)
        {
            for (int k = 0; k < heard[i]?.Length; k++)
            {
                ref float target = ref targets[(i * heard[i]!.Length) + k];
                target = (float)(((1 - weight) * target) + (weight * heard[i]![k]));
            }
        }

        return targets;
    }

    /// <summary>Takes the emotions that an example's corpus does not have out of its target; what they had goes to the others.</summary>
    /// <param name="targets">Targets <c>[B, count]</c>, which are changed.</param>
    /// <param name="own">1 for each emotion of the corpus, 0 for the others, <c>[B][count]</c>; null for all.</param>
    /// <returns>The same of all examples, <c>[B, count]</c>; null if none leaves anything out.</returns>
    public static float[]? Restrict(float[] targets, float[]?[] own)
    {
        if (own.All(row => row is null))
        {
            return null;
        }

        int count = targets.Length / own.Length;
        var compared = new float[targets.Length];
        for (int i = 0; i < own.Length; i++)
        {
            Span<float> row = compared.AsSpan(i * count, count), target = targets.AsSpan(i * count, count);
            row.Fill(1);
            own[i]?.CopyTo(row);
            float before = 0, kept = 0;
            for (int k = 0; k < count; k++)
            {
                before += target[k];
                kept += row[k] * target[k];
            }

            for (int k = 0; k < count; k++)
            {
                target[k] *= kept > 0 ? row[k] * before / kept : 0;
            }
        }

        return compared;
    }

    /// <summary>
    /// Mixes every example with another one of the batch [Zhang2018]: <c>λ x + (1 - λ) x'</c> for features and targets, one λ for the batch, from Beta(0.4, 0.4) and at
    /// least 1/2, so that the example itself prevails.
    /// </summary>
    /// <param name="rows">Features, or targets, of B examples, one after another; each is replaced by its mixture.</param>
    /// <param name="examples">B.</param>
    /// <param name="random">Source of λ and of the pairs.</param>
    public static void Mix(Span<float[]> rows, int examples, SeededRandom random)
    {
        double share = Beta(0.4, random);
        share = Math.Max(share, 1 - share);
        int[] partner = [.. Enumerable.Range(0, examples)];
        random.Shuffle<int>(partner);
        foreach (ref float[] values in rows)
        {
            values = Mix(values, partner, (float)share);
        }
    }

    private static float[] Mix(float[] rows, int[] partner, float share)
    {
        int length = rows.Length / partner.Length, width = Vector<float>.Count;
        float[] mixed = GC.AllocateUninitializedArray<float>(rows.Length);
        for (int row = 0; row < partner.Length; row++)
        {
            ReadOnlySpan<float> own = rows.AsSpan(row * length, length), other = rows.AsSpan(partner[row] * length, length);
            Span<float> target = mixed.AsSpan(row * length, length);
            int i = 0;
            for (; i <= length - width; i += width)
            {
                ((new Vector<float>(own[i..]) * share) + (new Vector<float>(other[i..]) * (1 - share))).CopyTo(target[i..]);
            }

            for (; i < length; i++)
            {
                target[i] = (own[i] * share) + (other[i] * (1 - share));
            }
        }

        return mixed;
    }

    /// <summary>A number from the symmetric Beta distribution with a parameter below 1 [Johnk1964].</summary>
    private static double Beta(double parameter, SeededRandom random)
    {
        while (true)
        {
            double x = Math.Pow(random.NextUniform(), 1 / parameter), y = Math.Pow(random.NextUniform(), 1 / parameter);
            if (x + y is > 0 and <= 1)
            {
                return x / (x + y);
            }
        }
    }
}
