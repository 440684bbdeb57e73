using SpeechEmotion.Experiments;
using SpeechEmotion.Networks;
using SpeechEmotion.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Training;

/// <summary>Fine-tuning: a network that starts from the weights of another run instead of random ones.</summary>
internal static class StartingWeights
{
    /// <summary>Loads the network of a run whose weights fit an experiment's, as far as that can be told without the clips.</summary>
    /// <exception cref="InvalidDataException">The run has no weights, listens to other features, or has another network.</exception>
    public static TrainedNetwork Load(ExperimentConfig config, string run)
    {
        TrainedNetwork trained = TrainedNetwork.Load(new RunFolder(run));
        string? fault = !ExperimentFile.SameFeatures(trained.Config, config) ? "listens to other features than this experiment; set the same features to start from it"
            : trained.Config.Network.Name != config.Network.Name || trained.Members.Count > 0 ? $"is {trained.Config.Network.Name}, that of this experiment {config.Network.Name}; start from a run of the same network"
            : null;
        if (fault is null)
        {
            return trained;
        }

        trained.Dispose();
        throw new InvalidDataException($"{run}: its network {fault}");
    }

    /// <summary>Copies the weights of a run. Of the last layer, the outputs of emotions that both know are copied; the others stay as they are.</summary>
    /// <param name="network">The network that is going to be trained; its first outputs are the labels of <paramref name="config"/>.</param>
    /// <param name="config">Its experiment.</param>
    /// <param name="run">The run's folder.</param>
    /// <exception cref="InvalidDataException">The run has no weights, listens to other features, or has another network.</exception>
    public static void Copy(Network network, ExperimentConfig config, string run)
    {
        using TrainedNetwork trained = Load(config, run);
        Copy(network, config, run, trained);
    }

    /// <summary>The same with a network that <see cref="Load"/> gave.</summary>
    public static void Copy(Network network, ExperimentConfig config, string run, TrainedNetwork trained)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        string last = $"layers.{network.Layers.Count - 1}.";
        Dictionary<string, Tensor> targets = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach ((string name, Tensor source) in trained.Network.state_dict())
        {
            if (!targets.TryGetValue(name, out Tensor? target) || (!name.StartsWith(last, StringComparison.Ordinal) && !target.shape.SequenceEqual(source.shape)))
            {
                throw new InvalidDataException($"{run}: its network has other layers ('{name}' is [{string.Join(", ", source.shape)}]); start from a run of the same network and width");
            }

            if (!name.StartsWith(last, StringComparison.Ordinal))
            {
                target.copy_(source);
                continue;
            }

            for (int label = 0; label < config.Labels.Count; label++)
            {
                int known = trained.Config.Labels.ToList().IndexOf(config.Labels[label]);
                if (known >= 0)
                {
                    target[label].copy_(source[known]);
                }
            }
        }
    }
}
