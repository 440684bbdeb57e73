using System.CommandLine;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Export;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser export</c>: a run's network as one ONNX file.</summary>
internal static class ExportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> run = new("RUN") { Description = "The folder of a run." };
        Option<string> output = new("--out") { Description = "The model's file.", HelpName = "M.onnx", Required = true };
        Option<string?> measured = new("--measured") { Description = "Another run of the same experiment, such as its folds, whose figures and temperature the model gets.", HelpName = "RUN" };
        Option<string?> gate = new("--gate") { Description = "A run that learned to tell speech from noise: the model gets its answer noSpeech from it.", HelpName = "RUN" };
        Option<string?> licence = new("--licence") { Description = "The licence of the model; needed if a corpus it learned from forbids some uses.", HelpName = "TEXT" };
        Command command = new CommandWithExamples(
            "export",
            "Writes a run's network as one ONNX file: waveform in, probabilities out.",
            "ser export runs/rezonet-speaker-1 --out rezonet.onnx",
            "ser export runs/emonet-all-1 --measured runs/emonet-folds-1 --out emonet.onnx")
        {
            run, output, measured, gate, licence,
        };
        command.SetAction(parsed =>
        {
            RunFolder folder = new(parsed.GetRequiredValue(run));
            string file = parsed.GetRequiredValue(output);
            using TrainedNetwork network = TrainedNetwork.Load(folder);
            folder = parsed.GetValue(measured) is { } other ? SameExperiment(new RunFolder(other), network.Config) : folder;
            EvaluationReport? report = folder.IsComplete ? EvaluationReport.Load(folder.Report) : null;
            Predictions? heldOut = report is not null && File.Exists(folder.Predictions) ? PredictionsFile.Read(folder.Predictions, network.Config.Labels) : null;
            using TrainedNetwork? speech = parsed.GetValue(gate) is { } gateRun ? LoadGate(new RunFolder(gateRun)) : null;
            using OutputFile prepared = OutputFile.Prepare(file);
            try
            {
                RunExport.Write(file, network, LearnedFrom(new RunFolder(parsed.GetRequiredValue(run)), report), report, Cli.Version, parsed.GetValue(licence), heldOut, speech is null ? null : new SpeechGate(speech.Network, speech.Config.Features, LearnedFrom(new RunFolder(parsed.GetValue(gate)!), null)));
            }
            catch (InvalidDataException e) when (parsed.GetValue(licence) is null)
            {
                throw new InvalidDataException($"{parsed.GetRequiredValue(run)}: {e.Message}: --licence TEXT", e);
            }

            context.Output.WriteLine($"{file}  {new FileInfo(file).Length / 1024.0 / 1024.0:F1} MB");
            return Cli.Success;
        });
        return command;
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
        return corpora.Count > 0 || report is null ? corpora : [report.Corpus];
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
