using System.CommandLine;
using SpeechEmotion.Evaluation;
using SpeechEmotion.Export;
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
        Command command = new CommandWithExamples(
            "export",
            "Writes a run's network as one ONNX file: waveform in, probabilities out.",
            "ser export runs/rezonet-speaker-1 --out rezonet.onnx")
        {
            run, output,
        };
        command.SetAction(parsed =>
        {
            RunFolder folder = new(parsed.GetRequiredValue(run));
            string file = parsed.GetRequiredValue(output);
            using TrainedNetwork network = TrainedNetwork.Load(folder);
            EvaluationReport? report = folder.IsComplete ? EvaluationReport.Load(folder.Report) : null;
            OutputFile.Prepare(file);
            RunExport.Write(file, network, report, Cli.Version);
            context.Output.WriteLine($"{file}  {new FileInfo(file).Length / 1024.0 / 1024.0:F1} MB");
            return Cli.Success;
        });
        return command;
    }
}
