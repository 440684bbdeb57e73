using System.Globalization;
using SpeechEmotion.Networks;
using SpeechEmotion.Runs;
using static TorchSharp.torch;

namespace SpeechEmotion.Training;

/// <summary>
/// The state at the end of an epoch: weights, optimiser and figures, in a folder that appears whole or not at all. A process that is killed at any moment leaves the last
/// whole one, and as everything random in an epoch follows from the seed and the epoch's number, training on from it gives the weights of an uninterrupted run.
/// </summary>
internal sealed class Checkpoint(string folder)
{
    private const string Prefix = "epoch-";
    private const string StepsKey = "steps";

    /// <summary>Writes the state after an epoch and removes the one before it.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="network">The network.</param>
    /// <param name="average">The moving average of its weights; null where there is none.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="epochs">The figures of all epochs so far.</param>
    public void Write(int epoch, Network network, Network? average, Adam optimizer, IReadOnlyList<EpochMetrics> epochs)
    {
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, ".incomplete");
        Delete(temporary);
        Directory.CreateDirectory(temporary);
        WeightFile.Write(Path.Combine(temporary, "weights.safetensors"), network);
        if (average is not null)
        {
            WeightFile.Write(Path.Combine(temporary, "average.safetensors"), average);
        }

        MetricsFile.Write(Path.Combine(temporary, "metrics.csv"), epochs);
        WeightFile.Write(Path.Combine(temporary, "optimizer.safetensors"), optimizer.State(), new Dictionary<string, string> { [StepsKey] = optimizer.Steps.ToString(CultureInfo.InvariantCulture) });

        string final = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch:0000}"));
        Delete(final);
        Directory.Move(temporary, final);
        foreach (string older in Directory.EnumerateDirectories(folder, Prefix + "*"))
        {
            if (older != final)
            {
                Delete(older);
            }
        }
    }

    /// <summary>Restores the latest whole state.</summary>
    /// <returns>The figures of the epochs that it includes; empty where there is no checkpoint.</returns>
    public IReadOnlyList<EpochMetrics> Read(Network network, Network? average, Adam optimizer)
    {
        string? latest = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, Prefix + "*").Order(StringComparer.Ordinal).LastOrDefault() : null;
        if (latest is null)
        {
            return [];
        }

        WeightFile.Read(Path.Combine(latest, "weights.safetensors"), network);
        if (average is not null)
        {
            WeightFile.Read(Path.Combine(latest, "average.safetensors"), average);
        }

        (Dictionary<string, Tensor> state, IReadOnlyDictionary<string, string> metadata) = WeightFile.Read(Path.Combine(latest, "optimizer.safetensors"));
        optimizer.Restore(state, long.Parse(metadata[StepsKey], CultureInfo.InvariantCulture));
        foreach (Tensor tensor in state.Values)
        {
            tensor.Dispose();
        }

        return MetricsFile.Read(Path.Combine(latest, "metrics.csv"));
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
