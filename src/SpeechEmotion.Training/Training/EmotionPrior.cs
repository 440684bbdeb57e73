using SpeechEmotion.Datasets;

namespace SpeechEmotion.Training;

/// <summary>
/// What voice and sentence give away of the emotion in the training part. A sentence that a speaker says once in each emotion is not said again as what the training part has of it: a network that
/// learns voices and sentences by heart learns to rule out the very emotions that are left for the test part. Added to the logits while training [Menon2021], the logarithms of this class say
/// beforehand what could be learnt that way, and the weights do not. Where all of a speaker's clips are in one part, they are next to 0.
/// </summary>
internal sealed class EmotionPrior
{
    private readonly Dictionary<(long Sentence, long Speaker), float[]> _logarithms = [];
    private readonly float[] _unknown;

    /// <summary>Counts the clips of each speaker and sentence.</summary>
    /// <param name="clips">The training part.</param>
    /// <param name="labels">The emotions.</param>
    /// <param name="sentences">The sentences, by the index that a <see cref="Batch"/> has of them.</param>
    /// <param name="speakers">The speakers, likewise.</param>
    public EmotionPrior(IEnumerable<Utterance> clips, IReadOnlyList<string> labels, string[] sentences, string[] speakers)
    {
        _unknown = new float[labels.Count];
        foreach (IGrouping<string?, Utterance> sentence in clips.GroupBy(clip => clip.Sentence))
        {
            double[] common = Shares(sentence, labels, [.. labels.Select(_ => 1.0 / labels.Count)]);
            foreach (IGrouping<string?, Utterance> own in sentence.GroupBy(clip => clip.Speaker))
            {
                float[] logarithms = [.. Shares(own, labels, common).Zip(common, (share, expected) => (float)Math.Log(share / expected))];
                _logarithms[(Array.IndexOf(sentences, sentence.Key), Array.IndexOf(speakers, own.Key))] = logarithms;
            }
        }
    }

    /// <summary>How much likelier than for other speakers of the sentence each emotion is, as the natural logarithm of a ratio, <c>[B, labels]</c>; 0 where speaker or sentence is not known.</summary>
    public float[] Logarithms(Batch batch) => [.. batch.Sentences.Zip(batch.Speakers).SelectMany(Logarithms)];

    /// <summary>Shares of the emotions among clips, with one more clip that has what is expected.</summary>
    private static double[] Shares(IEnumerable<Utterance> clips, IReadOnlyList<string> labels, double[] expected)
    {
        Dictionary<string, int> counts = clips.CountBy(clip => clip.Emotion).ToDictionary();
        return [.. labels.Select((label, i) => (counts.GetValueOrDefault(label) + expected[i]) / (counts.Values.Sum() + 1))];
    }

    private float[] Logarithms((long Sentence, long Speaker) of) => of.Sentence >= 0 && of.Speaker >= 0 ? _logarithms.GetValueOrDefault(of, _unknown) : _unknown;
}
