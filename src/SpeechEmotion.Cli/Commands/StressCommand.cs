using System.CommandLine;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Cli.Train;
using SpeechEmotion.Datasets;
using SpeechEmotion.Runs.Stress;
using SpeechEmotion.Workbench;
using SpeechEmotion.Workbench.Stress;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser stress</c>: acceptance tests of a run or a model's file.</summary>
internal static class StressCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> model = new("RUN|M.onnx") { Description = "A model's file or name, or the folder of a run, which is tested on clips that it has not heard." };
        Option<string[]> data = CorpusOptions.CreateData();
        Option<string?> corpusName = CorpusOptions.CreateCorpus();
        Option<int> clips = CorpusOptions.CreateClips("At most this many clips of each corpus are altered to see whether the answers stay.", 1000);
        Option<bool> json = new("--json") { Description = "Print the report as JSON." };
        Option<string?> output = new("--out") { Description = "Also write the report as a page.", HelpName = "R.html" };
        output.AcceptExtensions(".html", ".htm");
        Command command = new CommandWithExamples(
            "stress",
            "Tests whether a model is correct, fair and robust enough, with the pass marks of published acceptance tests. Exits with code 1 if a test fails.",
            "ser stress model.onnx --data ravdess --out stress.html",
            "ser stress runs/emonet-folds-1 --data crema-d --clips 500")
        {
            model, data, corpusName, clips, json, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetRequiredValue(model);
            int altered = CorpusOptions.ReadClips(parsed, clips);
            string path = Directory.Exists(name) ? name : NamedModels.Find(context, name);
            using OutputFile? page = parsed.GetValue(output) is { } file ? OutputFile.Prepare(file) : null;
            IReadOnlyList<string> labels = context.Load(() => Evaluation.Labels(path));
            Corpus corpus = await TrainingCorpus.OpenAsync(context, parsed.GetRequiredValue(data), parsed.GetValue(corpusName), _ => labels, cancellation, Evaluation.TrainedOn(path));
            StressReport report = await ProgressBar.RunAsync(context, "testing", progress => Task.Run(
                () => new StressRun(path, corpus) { AlteredClips = altered, Progress = progress, Warn = context.Error.WriteLine }.Run(cancellation)));
            if (page is not null)
            {
                StressPage.Save(parsed.GetValue(output)!, report);
            }

            context.Output.WriteLine(parsed.GetValue(json) ? report.ToJson() : report.ToString());
            return report.Failed > 0 ? Cli.Failure : Cli.Success;
        });
        return command;
    }
}
