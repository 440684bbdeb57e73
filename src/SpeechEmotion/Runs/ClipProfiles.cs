using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Metrics;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Runs;

/// <summary>The sound of clips, taken from the features that a network hears.</summary>
internal static class ClipProfiles
{
    /// <summary>The profile of a clip; see <see cref="SoundProfile"/>.</summary>
    /// <param name="examples">Reads mel-standardised features.</param>
    /// <param name="clip">The clip.</param>
    public static float[] Of(ExampleReader examples, Utterance clip) => SoundProfile.Of(examples.Read(clip, 0, new SeededRandom(0)).Features);

    /// <summary>Learns how training clips sound; null if they are too few, or the network hears other features than mel-standardised ones.</summary>
    /// <param name="config">The experiment.</param>
    /// <param name="clips">The training part.</param>
    /// <param name="cache">Has their features.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Familiarity? Learn(ExperimentConfig config, IReadOnlyList<Utterance> clips, FeatureCache? cache, CancellationToken cancellation)
    {
        if (!SoundProfile.Knows(config.Features) || config.Network is StackConfig || clips.Count < Familiarity.LeastClips)
        {
            return null;
        }

        ExampleReader examples = new(config.Features, config.Augmentation, config.Labels, cache: cache);
        float[][] profiles = new float[clips.Count][];
        Parallel.For(0, clips.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i => profiles[i] = Of(examples, clips[i]));
        return Familiarity.Fit([.. clips.Select((clip, i) => (clip.Corpus, profiles[i]))]);
    }
}
