using System.CommandLine;
using SpeechEmotion.Datasets;
using SpeechEmotion.Workbench;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser export</c>: a run's network as one ONNX file.</summary>
internal static class ExportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> run = new("RUN") { Description = "The folder of a run." };
        Option<string> output = new("--out") { Description = "The model's file.", HelpName = "M.onnx", Required = true };
        output.AcceptExtensions(".onnx");
        Option<string?> measured = new("--measured") { Description = "Another run of the same experiment, such as its folds, whose figures and temperature the model gets.", HelpName = "RUN" };
        Option<string?> gate = new("--gate") { Description = "A run that learned to tell speech from noise: the model gets its answer noSpeech from it.", HelpName = "RUN" };
        Option<string?> licence = new("--licence") { Description = "The licence of the model; needed if a corpus it learned from forbids some uses, or a pre-trained encoder goes with it.", HelpName = "TEXT" };
        Option<bool> apart = new("--encoder-apart") { Description = "Leave the pre-trained encoder in its own file, which must then lie beside the model's." };
        Command command = new CommandWithExamples(
            "export",
            "Writes a run's network as one ONNX file: waveform in, probabilities out.",
            "ser export runs/rezonet-speaker-1 --out rezonet.onnx",
            "ser export runs/emonet-all-1 --measured runs/emonet-folds-1 --out emonet.onnx")
        {
            run, output, measured, gate, licence, apart,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(output), folder = parsed.GetRequiredValue(run);
            context.LoadLibTorch();
            using OutputFile prepared = OutputFile.Prepare(file);
            Write(new ModelExport(folder) { Measured = parsed.GetValue(measured), Gate = parsed.GetValue(gate), Licence = parsed.GetValue(licence), KeepEncodersApart = parsed.GetValue(apart), Version = Cli.Version, Warn = line => context.Error.WriteLine($"ser: {line}") }, folder, file);
            context.Output.WriteLine($"{file}  {new FileInfo(file).Length / 1024.0 / 1024.0:F1} MB");
            return Cli.Success;
        });
        return command;
    }

    /// <summary>Writes a run's model, or says which option it lacks.</summary>
    /// <exception cref="InvalidDataException">The run is not what it must be, or a corpus demands a licence.</exception>
    public static void Write(ModelExport export, string run, string file)
    {
        try
        {
            export.Write(file);
        }
        catch (MissingLicenceException e)
        {
            throw new InvalidDataException($"{run}: {e.Message}: --licence TEXT", e);
        }
    }
}
