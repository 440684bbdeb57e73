using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Export;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Workbench;

/// <summary>A run's network as one ONNX file, with what other runs add to it.</summary>
/// <param name="run">The folder of the run.</param>
public sealed class ModelExport(string run)
{
    /// <summary>Another run of the same experiment, such as its folds, whose figures and temperature the model gets; null takes the run's own.</summary>
    public string? Measured { get; init; }

    /// <summary>A run that learned to tell speech from noise; null leaves that out.</summary>
    public string? Gate { get; init; }

    /// <summary>The licence of the model; null derives it from the corpora.</summary>
    public string? Licence { get; init; }

    /// <summary>Leaves a pre-trained encoder in its own file, which must then lie beside the model's.</summary>
    public bool KeepEncodersApart { get; init; }

    /// <summary>Told what makes the model worse than it could be, such as a training that did not end.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Version of the program that writes.</summary>
    public string Version { get; init; } = "";

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A run is not what it must be.</exception>
    /// <exception cref="Datasets.MissingLicenceException">The corpora, or an encoder, demand a licence that was not given.</exception>
    public void Write(string path)
    {
        RunFolder folder = new(run);
        using TrainedNetwork network = TrainedNetwork.Load(folder);
        UnfinishedRun.Tell(folder, network.Config, Warn);
        folder = Measured is null ? folder : SameExperiment(new RunFolder(Measured), network.Config);
        EvaluationReport? report = folder.IsComplete ? EvaluationReport.Load(folder.Report) : null;
        Predictions? heldOut = report is not null && File.Exists(folder.Predictions) ? PredictionsFile.Read(folder.Predictions, network.Config.Labels) : null;
        using TrainedNetwork? speech = Gate is null ? null : LoadGate(new RunFolder(Gate));
        SpeechGate? gate = speech is null ? null : new SpeechGate(speech.Network, speech.Config.Features, LearnedFrom(new RunFolder(Gate!), null));
        RunExport.Write(path, network, LearnedFrom(new RunFolder(run), report), report, Version, Licence, heldOut, gate, KeepEncodersApart);
    }

    /// <exception cref="InvalidDataException">The run learned something else than to tell speech from noise.</exception>
    private static TrainedNetwork LoadGate(RunFolder run)
    {
        TrainedNetwork network = TrainedNetwork.Load(run);
        if (network.Config.Labels.SequenceEqual(SpeechGate.Classes))
        {
            return network;
        }

        string labels = string.Join(", ", network.Config.Labels);
        network.Dispose();
        throw new InvalidDataException($"{run.Folder}: tells {labels} apart; a speech gate's labels are {string.Join(", ", SpeechGate.Classes)}, in this order");
    }

    /// <summary>The corpora of the training part. A split that an older version wrote does not name its only corpus, but the report does.</summary>
    private static IReadOnlyList<string> LearnedFrom(RunFolder run, EvaluationReport? report)
    {
        IReadOnlyList<string> corpora = File.Exists(run.Split) ? SplitFile.Corpora(run.Split, "train") : [];
        corpora = corpora.Count > 0 || report is null ? corpora : [report.Corpus];
        if (!File.Exists(run.Experiment) || ExperimentFile.ReadTrained(run.Experiment).Training.From is not { } start)
        {
            return corpora;
        }

        return Directory.Exists(start) ? [.. corpora.Union(LearnedFrom(new RunFolder(start), null))]
            : throw new InvalidDataException($"{run.Folder}: started from the weights of {start}, which is not there any more; its corpora, and so the licence of the model, are not known without it");
    }

    private static RunFolder SameExperiment(RunFolder run, ExperimentConfig config)
    {
        if (!run.IsComplete || !File.Exists(run.Experiment))
        {
            throw new InvalidDataException($"{run.Folder}: is not a measured run; it has no {(run.IsComplete ? "experiment.json" : "report.json")}");
        }

        ExperimentConfig other = ExperimentFile.ReadTrained(run.Experiment) with { Split = config.Split, Seed = config.Seed };
        return ExperimentFile.ToJson(other) == ExperimentFile.ToJson(config)
            ? run
            : throw new InvalidDataException($"{run.Folder}: measured another experiment; its figures say nothing about this network");
    }
}
