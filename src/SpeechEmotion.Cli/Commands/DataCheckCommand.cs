using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser data check</c>: what is in a corpus, and what is wrong with it.</summary>
internal static class DataCheckCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> folder = new("DIR") { Description = "The corpus's folder, or a table path,emotion,speaker (.csv)." };
        Option<string?> corpus = new("--corpus") { Description = $"One of {string.Join(", ", KnownCorpora.Names)}; without it, found out from the names of the files.", HelpName = "NAME" };
        Option<bool> json = new("--json") { Description = "Print one JSON document, with every fault." };
        Command command = new CommandWithExamples(
            "check",
            "Reads every clip of a corpus and reports clips, speakers, emotions and durations, and silent, clipped, duplicate or unreadable files. Exits with code 1 if it finds one.",
            "ser data check crema-d",
            "ser data check recordings --corpus folders --json")
        {
            folder, corpus, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(folder);
            CorpusReport report = await ProgressBar.RunAsync(context, "reading", progress => Task.Run(
                () => CorpusCheck.Check(
                    KnownCorpora.Open(path, parsed.GetValue(corpus), cancellation),
                    new Reporter<CheckProgress>(at => progress.Report((at.Done, at.Total))),
                    cancellation),
                cancellation));
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(ToJson(report));
            }
            else
            {
                CorpusReportView.Write(context.Console, report);
            }

            return report.Passed ? Cli.Success : Cli.Failure;
        });
        return command;
    }

    private static string ToJson(CorpusReport report) => JsonSerializer.Serialize(
        new
        {
            report.Corpus,
            report.Folder,
            report.Passed,
            report.Clips,
            report.Speakers,
            report.Emotions,
            report.Durations,
            report.SampleRates,
            Faults = report.Faults.Select(fault => new { fault.Name, Kind = CorpusReportView.NameOf(fault.Kind), fault.Message }),
            LeftOut = report.Excluded.Select(file => new { file.Name, file.Reason }),
        },
        s_json);
}
