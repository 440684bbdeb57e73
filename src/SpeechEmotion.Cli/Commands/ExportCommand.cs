using System.CommandLine;
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
        Command command = new CommandWithExamples(
            "export",
            "Writes a run's network as one ONNX file: waveform in, probabilities out.",
            "ser export runs/rezonet-speaker-1 --out rezonet.onnx",
            "ser export runs/emonet-all-1 --measured runs/emonet-folds-1 --out emonet.onnx")
        {
            run, output, measured,
        };
        command.SetAction(parsed =>
        {
            RunFolder folder = new(parsed.GetRequiredValue(run));
            string file = parsed.GetRequiredValue(output);
            using TrainedNetwork network = TrainedNetwork.Load(folder);
            folder = parsed.GetValue(measured) is { } other ? SameExperiment(new RunFolder(other), network.Config) : folder;
            EvaluationReport? report = folder.IsComplete ? EvaluationReport.Load(folder.Report) : null;
            using OutputFile prepared = OutputFile.Prepare(file);
            RunExport.Write(file, network, report, Cli.Version);
            context.Output.WriteLine($"{file}  {new FileInfo(file).Length / 1024.0 / 1024.0:F1} MB");
            return Cli.Success;
        });
        return command;
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
