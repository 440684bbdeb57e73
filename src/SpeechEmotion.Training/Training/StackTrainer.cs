using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Experiments;
using SpeechEmotion.Metrics;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Training;

/// <summary>
/// Trains a stack: its members on the whole training part; the same networks once per fold on the others, to hear each training clip by a network that never saw
/// it; and last the small network that combines their probabilities, on those out-of-fold ones.
/// </summary>
public sealed class StackTrainer
{
    private readonly ExperimentConfig _config;
    private readonly StackConfig _stack;
    private readonly IReadOnlyList<ExperimentConfig> _members;
    private readonly Split _split;
    private readonly RunFolder _run;
    private readonly FeatureCache? _cache;

    /// <summary>Prepares a training.</summary>
    /// <param name="config">The experiment, with its labels; its network is a <see cref="StackConfig"/>.</param>
    /// <param name="split">The clips.</param>
    /// <param name="run">Where files go; the members' runs go below it.</param>
    /// <param name="cache">Where the features of the corpus are kept; null computes them in each epoch.</param>
    public StackTrainer(ExperimentConfig config, Split split, RunFolder run, FeatureCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _stack = config.Network as StackConfig ?? throw new ArgumentException($"The network is {config.Network.Name} and no stack; a Trainer trains it.", nameof(config));
        _members = config.Members();
        _split = split;
        _run = run;
        _cache = cache;
    }

    /// <summary>Trains what is not trained yet.</summary>
    /// <param name="progress">Told after every step of each training.</param>
    /// <param name="cancellation">Stops between two steps; what was reached stays on disk.</param>
    public TrainingResult Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<IReadOnlyList<Utterance>> folds = Splitter.InnerFolds(_split.Train, _stack.Folds, _config.Split.Protocol, _config.Seed);
        Utterance[] inFoldOrder = [.. folds.SelectMany(fold => fold)];
        RunFolder[] runs = [.. _members.Select(member => new RunFolder(Path.Combine(_run.Members, member.Name)))];
        foreach ((ExperimentConfig member, RunFolder folder) in _members.Zip(runs))
        {
            // Written before anything is trained, so that a run that stops early can be continued from its own folder.
            Directory.CreateDirectory(folder.Folder);
            ExperimentFile.Write(folder.Experiment, member);
        }

        List<LabelledLogits> outOfFold = [];
        List<LabelledLogits> validation = [];
        foreach ((ExperimentConfig member, RunFolder whole) in _members.Zip(runs))
        {
            if (!Reuse(member, whole))
            {
                MemberTraining.Train(member, _split, whole, _cache, progress, cancellation);
            }

            using (TrainedNetwork network = TrainedNetwork.Load(whole, _cache))
            {
                validation.Add(network.Predict(_split.Validation, cancellation));
            }

            List<float[]> logits = [];
            List<int> truth = [];
            for (int f = 0; f < folds.Count; f++)
            {
                HashSet<string> heard = [.. folds[f].Select(clip => clip.Id)];
                Split others = _split with { Train = [.. _split.Train.Where(clip => !heard.Contains(clip.Id))], Test = folds[f] };
                RunFolder run = new(Path.Combine(whole.Folder, $"fold-{f}"));
                MemberTraining.Train(member with { Name = $"{member.Name} fold {f + 1} of {folds.Count}" }, others, run, _cache, progress, cancellation);
                using TrainedNetwork network = TrainedNetwork.Load(run, _cache);
                LabelledLogits part = network.Predict(folds[f], cancellation);
                logits.AddRange(part.Logits);
                truth.AddRange(part.Truth);
            }

            outOfFold.Add(new LabelledLogits(logits, [.. truth]));
        }

        ExperimentConfig combiner = _config with { Augmentation = _config.Augmentation with { Copies = 0 } };
        BatchReader train = TrainedNetwork.Combine(outOfFold, _config.Training.BatchSize);
        return train.Count != inFoldOrder.Length
            ? throw new InvalidOperationException("The folds do not cover the training part.")
            : new Trainer(combiner, train, TrainedNetwork.Combine(validation, Predictor.BatchSize), _members.Count, _config.Labels.Count, _run).Train(progress, cancellation);
    }

    /// <summary>Takes over a complete run of the same experiment on the same clips that lies beside the stack's run.</summary>
    private bool Reuse(ExperimentConfig member, RunFolder target)
    {
        if (MemberTraining.IsFinished(target))
        {
            return true;
        }

        string? beside = Path.GetDirectoryName(Path.GetFullPath(_run.Folder));
        if (beside is null)
        {
            return false;
        }

        foreach (string folder in Directory.EnumerateDirectories(beside).Order(StringComparer.Ordinal))
        {
            RunFolder run = new(folder);
            if (run.IsComplete && File.Exists(run.Experiment) && IsSame(run.Experiment, member)
                && File.Exists(run.Split) && TextFile.Read(run.Split, TextFile.LongestTable) == TextFile.Read(_run.Split, TextFile.LongestTable))
            {
                Directory.CreateDirectory(target.Folder);
                foreach (string file in new[] { run.Split, run.Metrics, run.Weights }.Where(File.Exists)) // An average has no epochs of its own.
                {
                    File.Copy(file, Path.Combine(target.Folder, Path.GetFileName(file)), overwrite: true);
                }

                MemberTraining.Finish(target);
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a run's experiment is that of a member, whatever they are called.</summary>
    private static bool IsSame(string path, ExperimentConfig member)
    {
        try
        {
            return ExperimentFile.Differences(path, member with { Name = ExperimentFile.ReadTrained(path).Name }).Count == 0;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false; // Some other run, which nobody asked for.
        }
    }
}
