using System.CommandLine;
using Spectre.Console;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Download;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser data fetch</c>: downloads a corpus.</summary>
internal static class DataFetchCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string> corpus = new("CORPUS") { Description = "crema-d: 7,442 clips of 91 actors, 606 MB, Open Database License." };
        corpus.AcceptOnly([.. KnownCorpora.Downloads]);
        Option<string> to = new("--to") { Description = "The folder that gets the clips; created if it does not exist.", HelpName = "DIR", Required = true };
        Command command = new CommandWithExamples(
            "fetch",
            "Downloads a corpus, every file verified by its SHA-256. Interrupted, it continues where it was when run again.",
            "ser data fetch crema-d --to crema-d")
        {
            corpus, to,
        };
        command.SetAction((parsed, cancellation) => RunAsync(context, parsed.GetRequiredValue(corpus), parsed.GetRequiredValue(to), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string corpus, string folder, CancellationToken cancellation)
    {
        LfsDownloadProgress? latest = null;
        LfsDownloadResult result;
        try
        {
            using HttpClient client = context.CreateHttpClient();
            LfsDownload download = new(client, context.CreateDownloadConfig(corpus));
            result = await DownloadBar.RunAsync(
                context,
                progress => download.RunAsync(folder, new Reporter<LfsDownloadProgress>(at => progress.Report(latest = at)), cancellation));
        }
        catch (OperationCanceledException e)
        {
            string kept = latest is null ? "" : $"; {latest.FilesDone} of {Counted.Of(latest.FilesTotal, "file")} {(latest.FilesDone == 1 ? "is" : "are")} in {folder}";
            throw new InterruptedException($"interrupted{kept}; the same command continues", e);
        }

        if (result.IsComplete)
        {
            context.Console.MarkupLineInterpolated($"[bold]{folder}[/]  {result.Summary}");
            return Cli.Success;
        }

        throw new IOException(result.Summary);
    }
}
