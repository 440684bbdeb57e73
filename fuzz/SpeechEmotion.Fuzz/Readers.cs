namespace SpeechEmotion.Fuzz;

/// <summary>All readers by name. Each prepares what it needs in an empty folder. The part of a name before a hyphen is the folder of its seeds.</summary>
internal static class Readers
{
    /// <summary>Name → the reader, prepared.</summary>
    public static IReadOnlyDictionary<string, Func<string, FuzzReader>> All { get; } = new Dictionary<string, Func<string, FuzzReader>>
    {
        ["audio-file"] = AudioReaders.File,
        ["audio-stream"] = AudioReaders.Stream,
        ["audio-blocks"] = AudioReaders.Blocks,
        ["manifest"] = TableReaders.Manifest,
        ["split"] = TableReaders.SplitOfARun,
        ["predictions"] = TableReaders.Predictions,
        ["metrics"] = TableReaders.Metrics,
        ["report"] = TableReaders.Report,
        ["npy"] = FeatureReaders.Npy,
        ["cache-index"] = folder => FeatureReaders.Cache(folder, "*.json"),
        ["cache-values"] = folder => FeatureReaders.Cache(folder, "*.npy"),
        ["experiment"] = TrainingReaders.Experiment,
        ["safetensors"] = TrainingReaders.Safetensors,
        ["checkpoint-optimizer"] = folder => TrainingReaders.Checkpoint(folder, "optimizer.safetensors"),
        ["checkpoint-weights"] = folder => TrainingReaders.Checkpoint(folder, "weights.safetensors"),
        ["checkpoint-metrics"] = folder => TrainingReaders.Checkpoint(folder, "metrics.csv"),
        ["card"] = ModelReaders.Card,
        ["session"] = ModelReaders.Session,
        ["onnx-altered"] = folder => ModelReaders.Onnx(folder, sealAgain: false),
        ["onnx-sealed"] = folder => ModelReaders.Onnx(folder, sealAgain: true),
    };

    /// <summary>Fails if a result breaks a promise; what is thrown is a finding.</summary>
    public static void Check(bool holds, string promise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(promise);
        }
    }

    /// <summary>What a writer writes.</summary>
    public static byte[] Written(string folder, Action<string> write)
    {
        string path = Path.Combine(folder, "written");
        write(path);
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}
