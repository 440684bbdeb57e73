using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Datasets.Splits;

/// <summary>Draws clips regardless of speaker, each emotion in proportion. Clips come in ordinal order, so that the draw depends on the seed alone.</summary>
internal static class ClipDraw
{
    /// <summary>Ids of ⌈share · n⌉ clips, at least 1 and at most n - <paramref name="keep"/>, stratified by emotion.</summary>
    public static HashSet<string> Stratified(Utterance[] clips, double share, int keep, SeededRandom random)
    {
        // The subtraction takes back the rounding of the product: 0.1 · 30 is 3.0000000000000004.
        int total = Math.Clamp((int)Math.Ceiling((share * clips.Length) - 1e-9), 1, clips.Length - keep);
        Utterance[][] emotions = ByEmotion(clips);
        int[] counts = Apportion([.. emotions.Select(e => e.Length)], total);
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        for (int e = 0; e < emotions.Length; e++)
        {
            random.Shuffle<Utterance>(emotions[e]);
            drawn.UnionWith(emotions[e].Take(counts[e]).Select(u => u.Id));
        }

        return drawn;
    }

    /// <summary>A group for each clip: the clips of each emotion are shuffled and dealt in turn, the dealing going on from emotion to emotion.</summary>
    public static Dictionary<string, int> Deal(Utterance[] clips, int groups, SeededRandom random)
    {
        if (clips.Length < groups)
        {
            throw new ArgumentException($"{Counted.Of(clips.Length, "clip")} cannot fill {groups} groups; take fewer groups.");
        }

        var groupOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Utterance[] emotion in ByEmotion(clips))
        {
            random.Shuffle<Utterance>(emotion);
            foreach (Utterance utterance in emotion)
            {
                groupOf[utterance.Id] = groupOf.Count % groups;
            }
        }

        return groupOf;
    }

    private static Utterance[][] ByEmotion(Utterance[] clips) =>
        [.. clips.GroupBy(u => u.Emotion, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.ToArray())];

    // Largest remainder: each gets the whole part of its exact share, the largest fractions get what is left. Whole numbers throughout,
    // so that no rounding can differ between machines.
    private static int[] Apportion(int[] sizes, int total)
    {
        long all = sizes.Sum(size => (long)size);
        int[] counts = [.. sizes.Select(size => (int)((long)size * total / all))];
        int left = total - counts.Sum();
        foreach (int i in Enumerable.Range(0, sizes.Length).OrderByDescending(i => (long)sizes[i] * total % all).ThenBy(i => i).Take(left))
        {
            counts[i]++;
        }

        return counts;
    }
}
