using System.Text.Json;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Networks;
using SpeechEmotion.Runs;
using SpeechEmotion.Signal;
using SpeechEmotion.Training;
using TorchSharp;

namespace SpeechEmotion.Benchmarks;

/// <summary>Epochs whose batches are prepared while the network learns, the same steps on batches that are in memory, and PyTorch's steps on the same.</summary>
internal static class TrainingTable
{
    private const int ValuesInMemory = 40_000_000; // of features, so that a run of wide networks stays short of memory limits

    /// <summary>Prints the table.</summary>
    /// <param name="measurement">How long, and on which clips.</param>
    /// <param name="experiments">Files of the folder experiments, without the ending.</param>
    public static void Print(Measurement measurement, IReadOnlyList<string> experiments)
    {
        Corpus corpus = KnownCorpora.Open(measurement.Corpus);
        Console.WriteLine($"Training: one epoch, {Environment.ProcessorCount} cores; all examples altered anew in each epoch. Same weights, same batches; no dropout, no mixing, no second task. Of EmoNet's two networks the first, its convolutions in bfloat16 on both sides.");
        Console.WriteLine();
        Console.WriteLine("| experiment | batch | steps | step, ms | overlapped ÷ in memory | PyTorch's step, ms | ours ÷ PyTorch's |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (string experiment in experiments)
        {
            ExperimentConfig config = ExperimentFile.Read(Path.Combine(Peer.Root, "experiments", experiment + ".json"));
            NetworkConfig single = config.Network is AverageConfig several ? several.Member(0) : config.Network;
            config = config with
            {
                Name = experiment,
                Labels = corpus.Emotions,
                Augmentation = config.Augmentation with { Copies = config.Spectrogram is null ? 5 : 0 },
                Network = single is EmoNetConfig emo ? emo with { Dropout = 0 } : single,
                Training = config.Training with { Epochs = 1, DecayEpochs = 0, Schedule = LearningRateSchedule.Step, Averaging = 0, LabelSmoothing = 0, Mixup = 0, SentenceWeight = 0, SpeakerWeight = 0 },
            };
            Row(measurement, corpus, config);
        }
    }

    private static void Row(Measurement measurement, Corpus corpus, ExperimentConfig config)
    {
        int rows = config.Features.Rows(), frames = config.Spectrogram?.Frames ?? config.Features.Frames(0), batchSize = config.Training.BatchSize, perClip = config.Augmentation.Copies + 1;
        int steps = measurement.Quick ? 2 : Math.Clamp(ValuesInMemory / (rows * frames * batchSize), 2, config.Network.Name == "RezoNet" ? 12 : 48); // So many that the wait for the first batch weighs as little as in a training.
        int count = Math.Max(2, steps * batchSize / perClip);
        Utterance[] clips = [.. Enumerable.Range(0, count).Select(i => corpus.Utterances[(int)((long)i * corpus.Utterances.Count / count)])];

        using TemporaryFolder folder = new();
        using FeatureCache cache = new(clips, folder.Path); // As training has it from its first epoch on.
        ExampleReader.Prepare(cache, config.Features, config.Augmentation, config.Seed);
        ExampleReader reader = new(config.Features, config.Augmentation, config.Labels, config.Spectrogram, cache: cache);
        BatchReader overlapped = BatchReader.Of(reader, clips, batchSize);
        Example[][] examples = [.. clips.Select((clip, i) => Enumerable.Range(0, perClip).Select(copy => reader.Read(clip, copy, new SeededRandom(config.Seed, 2, 1, (ulong)i, (ulong)copy))).ToArray())];
        BatchReader inMemory = new(count, (clip, copy, _) => examples[clip][copy], batchSize);
        Batch[] batches = [.. inMemory.ReadEpoch(config.Augmentation.Copies, config.Seed, 1)];

        using Peer peer = new("training.py", Environment.ProcessorCount);
        Load(peer, config, rows, frames, batches, folder.Path);
        double peerLoss = 0, loss = 0;
        double Ours(BatchReader train)
        {
            RunFolder run = new(Path.Combine(folder.Path, Guid.NewGuid().ToString("N")));
            Directory.CreateDirectory(run.Folder);
            EpochMetrics epoch = new Trainer(config, train, new BatchReader(0, (_, _, _) => throw new InvalidOperationException(), batchSize), rows, frames, run).Train().Epochs[0];
            Directory.Delete(run.Folder, recursive: true);
            loss = epoch.TrainLoss;
            return epoch.Seconds;
        }

        double Theirs()
        {
            JsonElement answer = peer.Ask(new { @do = "epoch" });
            peerLoss = peerLoss == 0 ? answer.GetProperty("loss").GetDouble() : peerLoss; // Its first epoch starts from the weights that each of ours starts from.
            return answer.GetProperty("seconds").GetDouble();
        }

        double[][] seconds = Measurement.Compare(measurement.Quick ? 1 : 5, () => Ours(overlapped), () => Ours(inMemory), Theirs);
        if (!(Math.Abs(loss - peerLoss) <= 0.02 * peerLoss))
        {
            throw new InvalidOperationException($"{config.Name}: the mean loss of an epoch is {loss} here and {peerLoss} in PyTorch.");
        }

        Console.WriteLine(
            $"| {config.Name} | {batchSize} | {batches.Length} | {1000 * Measurement.Median(seconds[1]) / batches.Length:F1} | {Measurement.Ratio(seconds[0], seconds[1]):F2} "
            + $"| {1000 * Measurement.Median(seconds[2]) / batches.Length:F1} | {Measurement.Ratio(seconds[1], seconds[2]):F2} |");
    }

    /// <summary>Hands weights and batches to PyTorch, and asserts that its network answers as ours does.</summary>
    private static void Load(Peer peer, ExperimentConfig config, int rows, int frames, Batch[] batches, string folder)
    {
        using Network network = config.Network.Create(rows, frames, config.Labels.Count, config.Seed);
        float[] weights = [.. network.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
        string weightFile = Path.Combine(folder, "weights.npy"), featureFile = Path.Combine(folder, "features.npy");
        NpyFile.Write(weightFile, weights, weights.Length);
        NpyFile.Write(featureFile, [.. batches.SelectMany(batch => batch.Features)], batches.Sum(batch => batch.Labels.Length), rows, frames);
        JsonElement answer = peer.Ask(new
        {
            @do = "load",
            network = config.Network.Name,
            width = config.Network.Width,
            bands = rows,
            frames,
            labels = config.Labels.Count,
            weights = weightFile,
            features = featureFile,
            truth = batches.SelectMany(batch => batch.Labels),
            batch = config.Training.BatchSize,
            optimizer = config.Training.Optimizer.ToString(),
            rate = config.Training.LearningRate,
            decay = config.Training.WeightDecay,
            precision = LibTorch.HasBFloat16 ? config.Training.Precision.ToString() : "Float32",
            threads = Environment.ProcessorCount,
        });
        network.eval();
        using IDisposable noGradient = torch.no_grad();
        using torch.Tensor logits = network.forward(torch.tensor(batches[0].Features, [batches[0].Labels.Length, 1, rows, frames]));
        Measurement.RequireAgreement(
            $"{config.Name}, logits", logits.data<float>().ToArray(), [.. answer.GetProperty("logits").EnumerateArray().Select(value => value.GetSingle())], 1e-4);
    }
}
