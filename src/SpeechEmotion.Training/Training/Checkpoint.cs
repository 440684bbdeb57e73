using System.Globalization;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Training;

/// <summary>
/// The state at the end of an epoch: weights, optimiser and figures, in a folder that appears whole or not at all. A process that is killed at any moment leaves the last
/// whole one, and as everything random in an epoch follows from the seed and the epoch's number, training on from it gives the weights of an uninterrupted run.
/// </summary>
internal sealed class Checkpoint(string folder)
{
    private const string Prefix = "epoch-";
    private const string StepsKey = "steps";
    private const long MostSteps = 1_000_000_000_000;

    /// <summary>Writes the state after an epoch and removes the one before it.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="network">The network.</param>
    /// <param name="average">The moving average of its weights; null if there is none.</param>
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
    /// <returns>The figures of the epochs that it includes; empty if there is no checkpoint.</returns>
    public IReadOnlyList<EpochMetrics> Read(Network network, Network? average, Adam optimizer)
    {
        if (Latest() is not { } latest)
        {
            return [];
        }

        string path = Path.Combine(folder, latest.Name);
        WeightFile.Read(Path.Combine(path, "weights.safetensors"), network);
        if (average is not null)
        {
            WeightFile.Read(Path.Combine(path, "average.safetensors"), average);
        }

        string state = Path.Combine(path, "optimizer.safetensors");
        string steps = WeightFile.Read(state, optimizer.State()).GetValueOrDefault(StepsKey, "missing");
        optimizer.ContinueFrom(NumberText.TryParse(steps, out long taken) && taken is >= 1 and <= MostSteps
            ? taken
            : throw new InvalidDataException($"{state}: {StepsKey} is {steps}; it must be a whole number, 1 to {MostSteps}. Delete the checkpoint to train from the start."));

        string metrics = Path.Combine(path, "metrics.csv");
        IReadOnlyList<EpochMetrics> epochs = MetricsFile.Read(metrics);
        return epochs.Count == latest.Epoch
            ? epochs
            : throw new InvalidDataException($"{metrics}: has {Counted.Of(epochs.Count, "epoch")}, but is the checkpoint after epoch {latest.Epoch}. Delete the checkpoint to train from the start.");
    }

    /// <summary>The checkpoint of the highest epoch: by number, not by name, as epoch 10000 follows epoch 9999.</summary>
    private (string Name, int Epoch)? Latest()
    {
        (string Name, int Epoch)? latest = null;
        foreach (string path in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, Prefix + "*") : [])
        {
            string name = Path.GetFileName(path);
            if (NumberText.TryParse(name[Prefix.Length..], out int epoch) && epoch > (latest?.Epoch ?? 0))
            {
                latest = (name, epoch);
            }
        }

        return latest;
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
