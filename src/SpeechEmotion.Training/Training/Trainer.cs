using System.Diagnostics;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Metrics;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Layers;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Runs;
using SpeechEmotion.Signal;
using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Training;

/// <summary>Trains one network on the training part of a split; the validation part chooses the epoch whose weights are kept. The test part is never touched.</summary>
public sealed class Trainer
{
    private const float LeftOut = -1e4f; // Added to a logit: it then takes no part in the softmax, and no gradient reaches it.

    private readonly ExperimentConfig _config;
    private readonly RunFolder _run;
    private readonly BatchReader _train;
    private readonly BatchReader _validation;
    private readonly Dictionary<string, float[]> _own = []; // 1 for each emotion that a corpus has in the training part; empty: the loss compares all.
    private readonly float[]? _weights; // Of each emotion in the loss; null: all alike.
    private readonly int _bands;
    private readonly int _frames;
    private readonly (string Name, double Weight, int Classes, Func<Batch, long[]> Truth)[] _tasks; // Beside the emotions.

    /// <summary>Prepares the training of a network on clips.</summary>
    /// <param name="config">The experiment, with its labels.</param>
    /// <param name="split">The clips.</param>
    /// <param name="run">Where files go.</param>
    /// <param name="cache">Where the features of the corpus are kept; null computes them in each epoch.</param>
    public Trainer(ExperimentConfig config, Split split, RunFolder run, FeatureCache? cache = null)
        : this(
            config,
            BatchReader.Of(
                new ExampleReader(config.Features, config.Augmentation, config.Labels, config.Spectrogram, Sentences(config, split), Speakers(config, split), cache, config.Seed), split.Train, config.Training.BatchSize, config.Training.Balance),
            BatchReader.Of(new ExampleReader(config.Features, config.Augmentation, config.Labels, cache: cache), split.Validation, Predictor.BatchSizeFor(config.Features)),
            config.Features.Rows(),
            config.Features.Frames(0),
            run,
            Sentences(config, split).Length,
            Speakers(config, split).Length)
    {
        _weights = Weights(config, split.Train);
        _own = config.Training.OwnEmotions ? OwnEmotions(config.Labels, split.Train) : [];
    }

    /// <summary>Prepares the training of a network on examples from anywhere.</summary>
    /// <param name="config">The experiment, with its labels.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="validation">What chooses the epoch to keep; it may be empty.</param>
    /// <param name="bands">Rows of an example.</param>
    /// <param name="frames">Columns of an example.</param>
    /// <param name="run">Where files go.</param>
    /// <param name="sentences">Sentences that the network learns to tell apart beside the emotions.</param>
    /// <param name="speakers">Speakers that the network learns to tell apart beside the emotions.</param>
    internal Trainer(ExperimentConfig config, BatchReader train, BatchReader validation, int bands, int frames, RunFolder run, int sentences = 0, int speakers = 0)
    {
        if (train.Count < 2)
        {
            throw new ArgumentException($"The training part has {Counted.Of(train.Count, "clip")}; at least 2 are needed.", nameof(train));
        }

        if (config.Network is AverageConfig)
        {
            throw new ArgumentException("The network has members, which are trained apart; a AverageTrainer does that.", nameof(config));
        }

        LibTorch.EnsureLoaded();
        _config = config;
        _train = train;
        _validation = validation;
        _bands = bands;
        _frames = frames;
        _run = run;
        _tasks = [("sentence", config.Training.SentenceWeight, sentences, batch => batch.Sentences), ("speaker", config.Training.SpeakerWeight, speakers, batch => batch.Speakers)];
    }

    /// <summary>Checks what an experiment starts from, before its clips are decoded.</summary>
    /// <exception cref="InvalidDataException">The run that <c>training.from</c> names cannot be started from.</exception>
    public static void CheckStart(ExperimentConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Training.From is { } run)
        {
            using TrainedNetwork trained = StartingWeights.Load(config, run);
            using Network network = config.Network.Create(config.Features.Rows(), config.Features.Frames(0), config.Labels.Count, config.Seed);
            StartingWeights.Copy(network, config, run, trained);
        }
    }

    /// <summary>Trains from the latest checkpoint of the run folder, or from the start if there is none.</summary>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops between two steps; what was reached by the last whole epoch stays on disk.</param>
    public TrainingResult Train(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        TrainingConfig training = _config.Training;
        using DisposeScope scope = NewDisposeScope();
        int outputs = _config.Labels.Count + _tasks.Sum(task => task.Classes);
        using Network network = _config.Network.Create(_bands, _frames, outputs, _config.Seed);
        network.TrainIn(training.Precision);
        using Network? average = training.Averaging > 0 ? _config.Network.Create(_bands, _frames, outputs, _config.Seed) : null;
        foreach (Network started in training.From is null ? [] : new[] { network, average }.OfType<Network>())
        {
            StartingWeights.Copy(started, _config, training.From!);
        }

        if (Predictor.StandardisationOf(network) is { } standardisation)
        {
            standardisation.Fit(_train.ReadAll(cancellation).Select(batch => (batch.Features, batch.Corpora)));
            Predictor.StandardisationOf(average)?.CopyFrom(standardisation);
        }

        using Adam optimizer = new(network, training.WeightDecay, training.Optimizer);
        Checkpoint checkpoint = new(_run.Checkpoint);
        List<EpochMetrics> epochs = [.. checkpoint.Read(network, average, optimizer)];

        while (!IsAtEnd(training, epochs))
        {
            EpochMetrics metrics = TrainEpoch(network, average, optimizer, epochs.Count + 1, progress, cancellation);
            epochs.Add(metrics);
            if (KeptEpoch(training, epochs) == metrics.Epoch)
            {
                Keep(average ?? network);
            }

            MetricsFile.Write(_run.Metrics, epochs);
            checkpoint.Write(metrics.Epoch, network, average, optimizer, epochs); // Last: what a resumed run starts from has all the rest.
        }

        return new TrainingResult(epochs, KeptEpoch(training, epochs));
    }

    /// <summary>The epoch to keep: highest validation UAR, then lowest validation loss; the last one where nothing validates.</summary>
    internal static int BestEpoch(IReadOnlyList<EpochMetrics> epochs) =>
        double.IsNaN(epochs[^1].ValidationUar)
            ? epochs[^1].Epoch
            : epochs.OrderByDescending(epoch => epoch.ValidationUar).ThenBy(epoch => epoch.ValidationLoss).ThenBy(epoch => epoch.Epoch).First().Epoch;

    /// <summary>The epoch whose weights are kept, of those there are.</summary>
    /// <param name="training">The training, whose <see cref="TrainingConfig.Keep"/> decides.</param>
    /// <param name="epochs">The epochs so far; at least one.</param>
    public static int KeptEpoch(TrainingConfig training, IReadOnlyList<EpochMetrics> epochs) => training.Keep == Experiments.KeptEpoch.Last ? epochs[^1].Epoch : BestEpoch(epochs);

    /// <summary>Whether a training has had all of its epochs, or no better one for as many as its patience.</summary>
    public static bool IsAtEnd(TrainingConfig training, IReadOnlyList<EpochMetrics> epochs)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(epochs);
        return epochs.Count >= training.Epochs || HasStalled(epochs, training.Patience);
    }

    private static bool HasStalled(IReadOnlyList<EpochMetrics> epochs, int patience) =>
        patience > 0 && epochs.Count > 0 && epochs.Count - BestEpoch(epochs) >= patience;

    private EpochMetrics TrainEpoch(Network network, Network? average, Adam optimizer, int epoch, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        TrainingConfig training = _config.Training;
        LibTorch.Seed(new SeededRandom(_config.Seed, 3, (ulong)epoch).NextBits()); // Dropout follows from the epoch, too.
        SeededRandom random = new(_config.Seed, 4, (ulong)epoch);
        network.train();
        Standardisation? standardisation = Predictor.StandardisationOf(network);
        int steps = _train.BatchCount(_config.Augmentation.Copies);
        int labels = _config.Labels.Count;
        List<int> truth = [];
        List<int> predicted = [];
        double[] lossSums = new double[1 + _tasks.Length]; // the emotions', then each task's
        int step = 0;
        Stopwatch clock = Stopwatch.StartNew();
        foreach (Batch batch in _train.ReadEpoch(_config.Augmentation.Copies, _config.Seed, epoch, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            standardisation?.Align(batch.Features, batch.Corpora);
            double rate = training.LearningRateAt(epoch, (double)step / steps);
            (double total, double[] losses, int[] answers) = Step(network, optimizer, rate, batch, random);
            if (average is not null)
            {
                WeightAverage.Update(average, network, training.Averaging, optimizer.Steps);
            }

            if (!double.IsFinite(total))
            {
                throw new ArgumentException($"The loss became {total} in epoch {epoch}, step {step + 1}. Use a lower training.learningRate than {rate}.");
            }

            for (int i = 0; i < losses.Length; i++)
            {
                lossSums[i] += losses[i] * answers.Length;
            }

            truth.AddRange(batch.Labels.Select(label => (int)label));
            predicted.AddRange(answers);
            step++;
            if (progress is not null)
            {
                progress.Report(Progress(epoch, step, steps, lossSums, truth, predicted, labels, clock.Elapsed));
            }
        }

        ConfusionMatrix confusion = ConfusionMatrix.Count(truth.ToArray(), predicted.ToArray(), labels);
        (double validationLoss, double validationAccuracy, double validationUar) = Validate(average ?? network, cancellation);
        EpochMetrics metrics = new(
            epoch, lossSums[0] / truth.Count, confusion.Accuracy, validationLoss, validationAccuracy, validationUar, training.LearningRateAt(epoch), clock.Elapsed.TotalSeconds);
        progress?.Report(Progress(epoch, step, steps, lossSums, truth, predicted, labels, clock.Elapsed) with { Finished = metrics });
        return metrics;
    }

    private (double Total, double[] Losses, int[] Answers) Step(Network network, Adam optimizer, double rate, Batch batch, SeededRandom random)
    {
        TrainingConfig training = _config.Training;
        using DisposeScope scope = NewDisposeScope();
        int examples = batch.Labels.Length, labels = _config.Labels.Count;
        float[][] rows =
        [
            batch.Features,
            TrainingBatch.Heard(TrainingBatch.Targets(batch.Labels, labels, training.LabelSmoothing), batch.Heard, training.VoteWeight),
            .. _tasks.Select(task => TrainingBatch.Targets(task.Truth(batch), task.Classes, training.LabelSmoothing)),
        ];
        float[]? compared = TrainingBatch.Restrict(rows[1], [.. batch.Corpora.Select(_own.GetValueOrDefault)]);
        rows = compared is null ? rows : [.. rows, compared]; // It is mixed like the rest: of a pair, the emotions of both corpora are compared.

        if (_weights is not null)
        {
            TrainingBatch.Weigh(rows[1], batch.Labels, _weights);
        }

        if (random.NextUniform() < training.Mixup)
        {
            TrainingBatch.Mix(rows, examples, random);
        }

        Tensor features = tensor(rows[0], [examples, 1, batch.Bands, batch.Frames]);                     // [B, 1, bands, frames]
        Tensor outputs = network.forward(features);                                                      // [B, labels + sentences + speakers]
        Tensor logits = outputs.narrow(1, 0, labels);                                                    // [B, labels]
        Tensor loss = CrossEntropy(compared is null ? logits : logits + tensor(Array.ConvertAll(rows[^1], share => share > 0 ? 0f : LeftOut), logits.shape), rows[1]);
        List<Tensor> losses = [loss];
        int first = labels;
        for (int task = 0; task < _tasks.Length; first += _tasks[task].Classes, task++)
        {
            if (_tasks[task].Classes > 0)
            {
                losses.Add(CrossEntropy(outputs.narrow(1, first, _tasks[task].Classes), rows[task + 2]));
                loss = loss.Plus(tensor([(float)_tasks[task].Weight]) * losses[^1]);
            }
            else
            {
                losses.Add(tensor(0f));
            }
        }

        loss.backward();
        optimizer.Step(rate);
        int[] answers = [.. logits.argmax(1).data<long>().Select(answer => (int)answer)];
        return (loss.item<float>(), [.. losses.Select(part => (double)part.item<float>())], answers);
    }

    /// <summary>Mean cross-entropy of logits <c>[B, classes]</c> with targets of the same shape.</summary>
    private static Tensor CrossEntropy(Tensor logits, float[] targets) => -(tensor(targets, logits.shape) * logits.log_softmax(1)).sum(1).mean();

    /// <summary>Writes the weights, those of the last layer for the emotions only.</summary>
    private void Keep(Network network)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        string last = $"layers.{network.Layers.Count - 1}.";
        Dictionary<string, Tensor> weights = network.state_dict().ToDictionary(
            pair => pair.Key,
            pair => pair.Key.StartsWith(last, StringComparison.Ordinal) ? pair.Value.narrow(0, 0, _config.Labels.Count) : pair.Value);
        weights = weights.ToDictionary(pair => pair.Key, pair => (_config.Training.WeightBits, pair.Value.dim() > 1) switch
        {
            (8, true) => EightBitWeights.Round(pair.Value),
            (16, true) => pair.Value.to(ScalarType.Float16),
            _ => pair.Value,
        });

        WeightFile.Write(_run.Weights, weights, new Dictionary<string, string> { ["experiment"] = ExperimentFile.ToJson(_config) });
    }

    private static float[]? Weights(ExperimentConfig config, IReadOnlyList<Utterance> clips) => config.Training.ClassWeights == ClassWeights.None ? null
        : [.. config.Labels.Select(label => clips.Count(clip => clip.Emotion == label) is > 0 and int count ? (float)clips.Count / (config.Labels.Count * count) : 0)];

    private static Dictionary<string, float[]> OwnEmotions(IReadOnlyList<string> labels, IReadOnlyList<Utterance> clips) => clips.GroupBy(clip => clip.Corpus).ToDictionary(
        corpus => corpus.Key,
        corpus => (float[])[.. labels.Select(label => corpus.Any(clip => clip.Emotion == label) ? 1f : 0f)]);

    private static string[] Sentences(ExperimentConfig config, Split split) => Classes(config.Training.SentenceWeight, split, clip => clip.SentenceId);

    private static string[] Speakers(ExperimentConfig config, Split split) => Classes(config.Training.SpeakerWeight, split, clip => clip.SpeakerId);

    /// <summary>What the training part has to tell apart, in ordinal order; nothing if the experiment does not ask for it or the corpus tells fewer than two.</summary>
    private static string[] Classes(double weight, Split split, Func<Utterance, string?> of)
    {
        string[] classes = weight > 0 ? [.. split.Train.Select(of).OfType<string>().Distinct().Order(StringComparer.Ordinal)] : [];
        return classes.Length > 1 ? classes : [];
    }

    private (double Loss, double Accuracy, double Uar) Validate(Network network, CancellationToken cancellation)
    {
        if (_validation.Count == 0)
        {
            return (double.NaN, double.NaN, double.NaN);
        }

        (IReadOnlyList<float[]> outputs, int[] truth) = Predictor.Logits(network, _validation, cancellation);
        float[][] logits = [.. outputs.Select(row => row[.._config.Labels.Count])];
        ConfusionMatrix confusion = ConfusionMatrix.Count(truth, [.. logits.Select(row => Calibration.MostLikely(row))], _config.Labels.Count);
        double loss = Calibration.LogLoss([.. logits.Select(row => TemperatureScaling.Apply(row, 1))], truth);
        return (loss, confusion.Accuracy, confusion.Uar);
    }

    private TrainingProgress Progress(int epoch, int step, int steps, double[] lossSums, List<int> truth, List<int> predicted, int labels, TimeSpan elapsed)
    {
        ConfusionMatrix confusion = ConfusionMatrix.Count(truth.ToArray(), predicted.ToArray(), labels);
        double stepsLeft = steps - step + ((double)steps * (_config.Training.Epochs - epoch));
        return new TrainingProgress(
            _config.Name, epoch, _config.Training.Epochs, step, steps, lossSums[0] / truth.Count, confusion.Accuracy, confusion.Uar,
            truth.Count / elapsed.TotalSeconds, elapsed * (stepsLeft / step))
        {
            TaskLosses = [.. _tasks.Zip(lossSums.Skip(1)).Where(pair => pair.First.Classes > 0).Select(pair => (pair.First.Name, pair.Second / truth.Count))],
        };
    }
}
