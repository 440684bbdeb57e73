using System.Text;
using SpeechEmotion.Experiments;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Fuzz;

/// <summary>Experiments, weights and checkpoints.</summary>
internal static class TrainingReaders
{
    public static FuzzReader Experiment(string folder)
    {
        string path = Path.Combine(folder, "experiment.json");
        ExperimentConfig config = new() { Name = "probe", Labels = ["sad", "anger"] };
        byte[][] valid = [Encoding.UTF8.GetBytes(ExperimentFile.ToJson(config)), """{ "seed": 3, "training": { "epochs": 2 } } // a comment"""u8.ToArray()];
        return new FuzzReader(path, valid, () => _ = ExperimentFile.ToJson(ExperimentFile.Read(path)));
    }

    public static FuzzReader Safetensors(string folder)
    {
        LibTorch.EnsureLoaded();
        string path = Path.Combine(folder, "weights.safetensors");
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = new() { ["a"] = ones(2, 3), ["b"] = zeros(1, ScalarType.Int64), ["c"] = ones(4, ScalarType.Float16) };
        byte[] written = Readers.Written(folder, file => WeightFile.Write(file, tensors, new Dictionary<string, string> { ["name"] = "probe" }));
        return new FuzzReader(path, [written], () =>
        {
            using DisposeScope inner = NewDisposeScope();
            foreach (Tensor tensor in WeightFile.Read(path).Tensors.Values)
            {
                _ = tensor.to_type(ScalarType.Float64).sum().item<double>();
            }
        });
    }

    /// <summary>A file of a checkpoint after its second epoch.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">Which file.</param>
    public static FuzzReader Checkpoint(string folder, string name)
    {
        Network network = new StackConfig().Create(2, 2, 2, seed: 1);
        Adam optimizer = new(network, weightDecay: 0);
        optimizer.ContinueFrom(2);
        Checkpoint checkpoint = new(Path.Combine(folder, "checkpoint"));
        checkpoint.Write(2, network, null, optimizer, [new EpochMetrics(1, 1, 0.5, 1, 0.5, 0.5, 1e-3, 1), new EpochMetrics(2, 1, 0.5, 1, 0.5, 0.5, 1e-3, 1)]);
        string path = Directory.GetFiles(folder, name, SearchOption.AllDirectories).Single();
        return new FuzzReader(path, [File.ReadAllBytes(path)], () => Readers.Check(checkpoint.Read(network, null, optimizer).Count == 2, "a checkpoint of two epochs has another number"));
    }
}
