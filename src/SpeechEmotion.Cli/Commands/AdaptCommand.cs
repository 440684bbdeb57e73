using System.CommandLine;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Metrics;
using SpeechEmotion.Workbench;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser adapt</c>: a model adapted to unlabelled recordings of one voice or place, as a file of its own.</summary>
internal static class AdaptCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> model = new("RUN|M.onnx") { Description = "A model's file or name, or the folder of a run." };
        Option<string[]> data = new("--data")
        {
            Description = "A folder with recordings of one voice or place, without labels, or one recording; may be repeated.",
            HelpName = "DIR",
            Required = true,
        };
        Option<string> output = new("--out") { Description = "The adapted model's file.", HelpName = "M.onnx", Required = true };
        output.AcceptExtensions(".onnx");
        Option<string?> licence = new("--licence") { Description = "The licence of a run's model; needed if a corpus it learned from forbids some uses.", HelpName = "TEXT" };
        Command command = new CommandWithExamples(
            "adapt",
            "Adapts a model to the voice or place of recordings, without labels, and writes the result as a model of its own. Its answers say that they are adapted.",
            "ser adapt model.onnx --data recordings --out adapted.onnx",
            "ser adapt runs/emonet-speaker-1 --data recordings --out adapted.onnx")
        {
            model, data, output, licence,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(model), file = parsed.GetRequiredValue(output);
            List<string> recordings = [];
            foreach (string path in parsed.GetRequiredValue(data))
            {
                recordings.AddRange(Directory.Exists(path) ? AudioFolder.Search(path, cancellation).Files.Select(found => found.Path)
                    : File.Exists(path) ? [path]
                    : throw new FileNotFoundException($"{path}: no such file or folder"));
            }

            recordings = [.. recordings.DistinctBy(Path.GetFullPath)];
            if (recordings.Count == 0)
            {
                throw new InvalidDataException($"{string.Join(", ", parsed.GetRequiredValue(data))}: no recordings found");
            }

            string? exported = Directory.Exists(name) ? Path.Combine(Path.GetTempPath(), $"speech-emotion-{Guid.NewGuid():N}.onnx") : null;
            string source = exported ?? NamedModels.Find(context, name);
            OutputFile.RefuseInput(source, file, "model");
            using OutputFile prepared = OutputFile.Prepare(file);
            try
            {
                if (exported is not null)
                {
                    ExportCommand.Write(new ModelExport(name) { Licence = parsed.GetValue(licence), Version = Cli.Version, Warn = line => context.Error.WriteLine($"ser: {line}") }, name, exported);
                }

                int failed = 0;
                VoiceStatistics voice = await ProgressBar.RunAsync(context, "listening", progress => Task.Run(
                    () => new ModelAdaptation(source) { Progress = progress, Warn = Fail }.Write(recordings, file, cancellation)));
                context.Output.WriteLine(FormattableString.Invariant($"{file}  adapted to {voice.Clips} of {Counted.Of(recordings.Count, "recording")}, {voice.Seconds:0.#} s of speech"));
                return failed == 0 ? Cli.Success : Cli.UsageError;

                void Fail(string line)
                {
                    Interlocked.Increment(ref failed);
                    context.Error.WriteLine($"ser: {line}");
                }
            }
            finally
            {
                if (exported is not null)
                {
                    File.Delete(exported);
                }
            }
        });
        return command;
    }
}
