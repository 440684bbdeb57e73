using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Training;

/// <summary>
/// Trains networks that answer together, each apart on the whole training part: with a seed of its own, which draws its weights, the order of the clips and how they are altered. What
/// is kept is one file with the weights of all.
/// </summary>
public sealed class AverageTrainer
{
    private readonly ExperimentConfig _config;
    private readonly Split _split;
    private readonly RunFolder _run;
    private readonly FeatureCache? _cache;

    /// <summary>Prepares a training.</summary>
    /// <param name="config">The experiment, with its labels; its network is an <see cref="AverageConfig"/>.</param>
    /// <param name="split">The clips.</param>
    /// <param name="run">Where files go; the members' runs go below it.</param>
    /// <param name="cache">Where the features of the corpus are kept; null computes them in each epoch.</param>
    public AverageTrainer(ExperimentConfig config, Split split, RunFolder run, FeatureCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Network is not AverageConfig)
        {
            throw new ArgumentException($"The network is {config.Network.Name} and no average; a Trainer trains it.", nameof(config));
        }

        LibTorch.EnsureLoaded();
        _config = config;
        _split = split;
        _run = run;
        _cache = cache;
    }

    /// <summary>Trains what is not trained yet.</summary>
    /// <param name="progress">Told after every step of each training.</param>
    /// <param name="cancellation">Stops between two steps; what was reached stays on disk.</param>
    public void Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> weights = [];
        foreach ((int i, ExperimentConfig member) in _config.Members().Index())
        {
            MemberTraining.Train(member, _split, _run.Member(i), _cache, progress, cancellation);
            foreach ((string name, Tensor tensor) in WeightFile.Read(_run.Member(i).Weights).Tensors)
            {
                weights[$"members.{i}.{name}"] = tensor; // The scope disposes them.
            }
        }

        WeightFile.Write(_run.Weights, weights, new Dictionary<string, string> { ["experiment"] = ExperimentFile.ToJson(_config) });
    }
}
