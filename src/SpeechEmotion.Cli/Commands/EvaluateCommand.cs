using System.CommandLine;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Cli.Train;
using SpeechEmotion.Datasets;
using SpeechEmotion.Runs;
using SpeechEmotion.Runs.Listeners;
using SpeechEmotion.Workbench;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser evaluate</c>: a trained network or a model file, measured on a corpus.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> model = new("RUN|M.onnx") { Description = "The folder of a run, or a model's file." };
        Option<string[]> data = CorpusOptions.CreateData();
        Option<string?> corpusName = CorpusOptions.CreateCorpus();
        Option<string?> adapt = new("--adapt")
        {
            Description = "Adapt the answers to each speaker, or to each corpus, from its own clips and without their labels, as 'ser predict --adapt' does.",
            HelpName = "speaker|corpus",
        };
        adapt.AcceptOnly(["speaker", "corpus"]);
        Option<string?> votes = new("--votes")
        {
            Description = "A table of what listeners heard (a column 'clip', and one per emotion with the number of votes): measures the model against them, and how they do themselves.",
            HelpName = "F.csv",
        };
        Option<bool> json = new("--json") { Description = "Print the report as JSON." };
        Option<string?> output = new("--out") { Description = "A folder that gets the report as a page and as JSON, the confusion matrix as a picture, and the probabilities for each clip.", HelpName = "DIR" };
        Command command = new CommandWithExamples(
            "evaluate",
            "Measures a network on one corpus or several. A run is measured on its own test part of a corpus that it was trained on, and on every clip of any other corpus.",
            "ser evaluate runs/rezonet-speaker-1 --data crema-d",
            "ser evaluate model.onnx --data ravdess --data emodb --json",
            "ser evaluate model.onnx --data ravdess --out evaluation",
            "ser evaluate model.onnx --data ravdess --adapt speaker",
            "ser evaluate model.onnx --data crema-d --votes votes.csv")
        {
            model, data, corpusName, adapt, votes, json, output,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(model);
            if (!Directory.Exists(path) && !File.Exists(path) && path != NamedModels.Broad)
            {
                throw new InvalidDataException($"{path}: there is no such run and no such model; name a run's folder or a model's file");
            }

            path = Directory.Exists(path) ? path : NamedModels.Find(context, path);

            string? folder = parsed.GetValue(output);
            if (folder is not null)
            {
                OutputFolder.RefuseRecordings(folder, parsed.GetRequiredValue(data));
            }

            VoiceScope? scope = parsed.GetValue(adapt) is { } name ? Enum.Parse<VoiceScope>(name, ignoreCase: true) : null;
            EvaluationFolder? files = folder is null ? null : new EvaluationFolder(folder);
            ListenerVotes? heard = parsed.GetValue(votes) is { } table ? ListenerVotes.Read(table) : null;
            IReadOnlyList<string> labels = context.Load(() => Evaluation.Labels(path));
            Corpus corpus = await TrainingCorpus.OpenAsync(context, parsed.GetRequiredValue(data), parsed.GetValue(corpusName), _ => labels, cancellation, Evaluation.TrainedOn(path));
            foreach (IGrouping<string, Utterance> unknown in scope == VoiceScope.Speaker ? corpus.Utterances.Where(clip => clip.SpeakerId is null).GroupBy(clip => clip.Corpus) : [])
            {
                context.Error.WriteLine($"{unknown.Key}: the speaker of {Counted.Of(unknown.Count(), "clip")} is not known; {(unknown.Count() == 1 ? "it is" : "they are")} adapted as one voice");
            }

            (EvaluationReport report, Predictions predictions) = await ProgressBar.RunAsync(
                context, "recognising", progress => Task.Run(() => new Evaluation(path, corpus) { Progress = progress, Warn = context.Error.WriteLine }.Measure(scope, cancellation)));
            report = heard is null ? report : report with { Listeners = ListenerReport.From(predictions, corpus.Utterances, heard) };
            files?.Write($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(path))} on {corpus.Name}", report, predictions);
            context.Output.WriteLine(parsed.GetValue(json) ? report.ToJson() : report.ToString());
            if (files is not null && !parsed.GetValue(json))
            {
                context.Output.WriteLine(files.Page);
            }

            return Cli.Success;
        });
        return command;
    }
}
