using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Training;

/// <summary>Trains one of several networks of a run in a folder of its own, which says when it is done.</summary>
internal static class MemberTraining
{
    /// <summary>Whether a member has been trained to its end.</summary>
    public static bool IsFinished(RunFolder run) => File.Exists(Marker(run));

    /// <summary>Says that a member has been trained to its end.</summary>
    public static void Finish(RunFolder run) => File.WriteAllText(Marker(run), "");

    /// <summary>Trains a member, or what is left of its training.</summary>
    /// <param name="member">Its experiment, with labels.</param>
    /// <param name="split">The clips.</param>
    /// <param name="run">Where its files go.</param>
    /// <param name="cache">Where the features of the corpus are kept; null computes them in each epoch.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between two steps; what was reached stays on disk.</param>
    public static void Train(ExperimentConfig member, Split split, RunFolder run, FeatureCache? cache, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        if (IsFinished(run))
        {
            return;
        }

        Directory.CreateDirectory(run.Folder);
        ExperimentFile.Write(run.Experiment, member);
        SplitFile.Write(run.Split, split);
        if (member.Network is AverageConfig)
        {
            new AverageTrainer(member, split, run, cache).Train(progress, cancellation);
        }
        else
        {
            new Trainer(member, split, run, cache).Train(progress, cancellation);
            Directory.Delete(run.Checkpoint, recursive: true);
        }

        Finish(run);
    }

    private static string Marker(RunFolder run) => Path.Combine(run.Folder, "trained");
}
