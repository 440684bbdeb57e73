using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Metrics;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Training;

/// <summary>The network of a run with its best weights, ready to be measured or exported; a stack comes with its members.</summary>
public sealed class TrainedNetwork : IDisposable
{
    private readonly FeatureCache? _cache;

    private TrainedNetwork(ExperimentConfig config, Network network, IReadOnlyList<TrainedNetwork> members, FeatureCache? cache, Familiarity? familiarity)
    {
        _cache = cache;
        Familiarity = familiarity;
        Config = config;
        Network = network;
        Members = members;
    }

    /// <summary>The experiment that trained it.</summary>
    public ExperimentConfig Config { get; }

    /// <summary>The network, in evaluation mode.</summary>
    public Network Network { get; }

    /// <summary>The networks whose probabilities a stack combines; empty for any other network.</summary>
    public IReadOnlyList<TrainedNetwork> Members { get; }

    /// <summary>How what it learned from sounds; null if that is not known.</summary>
    internal Familiarity? Familiarity { get; }

    /// <summary>Whether it is less sure of what does not sound like the clips that it learned from.</summary>
    public bool KnowsTheFamiliar => Familiarity is not null;

    /// <summary>Trainable parameters, those of the members included.</summary>
    public long ParameterCount => Network.ParameterCount + Members.Sum(member => member.ParameterCount);

    /// <summary>Loads a run's network.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="cache">Where the features of the corpus are kept that it will be measured on; null computes them.</param>
    /// <exception cref="InvalidDataException">The folder is not a run, or its files do not belong together.</exception>
    public static TrainedNetwork Load(RunFolder run, FeatureCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!File.Exists(run.Experiment) || !File.Exists(run.Weights))
        {
            string why = !File.Exists(run.Experiment) ? run.WhyNotARun
                : run.Folds.FirstOrDefault() is { } fold ? $"has one network per fold; train one on every clip (split all), which can have the figures of this run, or name a fold, such as {fold.Folder}"
                : "is not trained yet; it has no weights.safetensors";
            throw new InvalidDataException($"{run.Folder}: {why}");
        }

        ExperimentConfig config = ExperimentFile.ReadTrained(run.Experiment);
        TrainedNetwork[] members = [.. ((config.Network as StackConfig)?.Members ?? []).Select(member => Load(new RunFolder(Path.Combine(run.Members, member.Name)), cache))];
        (int bands, int frames) = members.Length > 0 ? (members.Length, config.Labels.Count) : (config.Features.Rows(), config.Features.Frames(0));
        Network network = config.Network.Create(bands, frames, config.Labels.Count, config.Seed);
        WeightFile.Read(run.Weights, network);
        network.eval();
        return new TrainedNetwork(config, network, members, cache, File.Exists(run.Familiarity) && SoundProfile.Knows(config.Features) ? Familiarity.Read(run.Familiarity) : null);
    }

    /// <summary>What the logits of clips are divided by because of how they sound, 1 or more, in their order; 1 for all if the network does not know what is familiar.</summary>
    public float[] Unfamiliarity(IReadOnlyList<Utterance> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        if (Familiarity is null)
        {
            return [.. clips.Select(_ => 1f)];
        }

        ExampleReader examples = new(Config.Features, Config.Augmentation, Config.Labels, cache: _cache);
        return [.. clips.AsParallel().AsOrdered().Select(clip => (float)Familiarity.Temperature(ClipProfiles.Of(examples, clip)))];
    }

    /// <summary>Computes the logits of clips, in their order; where the sound of a clip is not <see cref="Metrics.Familiarity">familiar</see>, they are divided by its temperature.</summary>
    /// <returns>Logits <c>[clips][labels]</c> and the index of each clip's intended emotion.</returns>
    public LabelledLogits Predict(IReadOnlyList<Utterance> clips, CancellationToken cancellation = default)
    {
        if (Members.Count == 0)
        {
            ExampleReader examples = new(Config.Features, Config.Augmentation, Config.Labels, cache: _cache);
            LabelledLogits answers = Predictor.Logits(Network, BatchReader.Of(examples, clips, Predictor.BatchSizeFor(Config.Features)), cancellation);
            return KnowsTheFamiliar ? answers with { Logits = [.. answers.Logits.Zip(Unfamiliarity(clips)).Select(pair => Array.ConvertAll(pair.First, logit => logit / pair.Second))] } : answers;
        }

        return Predictor.Logits(Network, Combine([.. Members.Select(member => member.Predict(clips, cancellation))], Predictor.BatchSize), cancellation);
    }

    /// <summary>What a stack sees: the members' probabilities for each clip, <c>[members, labels]</c>.</summary>
    internal static BatchReader Combine(IReadOnlyList<LabelledLogits> members, int batchSize)
    {
        int[] truth = members[0].Truth;
        return new BatchReader(
            truth.Length,
            (clip, _, _) =>
            {
                float[][] rows = [.. members.Select(member => TemperatureScaling.Apply(member.Logits[clip], 1))];
                return new Example(new FeatureMatrix([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length), truth[clip]);
            },
            batchSize);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        foreach (TrainedNetwork member in Members)
        {
            member.Dispose();
        }
    }
}
