using System.CommandLine;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser report</c>: runs as one page.</summary>
internal static class ReportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string[]> runs = new("RUN") { Description = "Folders of runs.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out") { Description = "The page, a single file.", HelpName = "R.html", Required = true };
        output.AcceptExtensions(".html", ".htm");
        Command command = new CommandWithExamples(
            "report",
            "Puts the figures and pictures of one or several runs on one HTML page.",
            "ser report runs/rezonet-speaker-1 runs/exponet-speaker-1 --out comparison.html")
        {
            runs, output,
        };
        command.SetAction(parsed =>
        {
            RunSummary[] summaries = [.. parsed.GetRequiredValue(runs).Select(RunSummary.Read)];
            string page = parsed.GetRequiredValue(output);
            using OutputFile prepared = OutputFile.Prepare(page);
            HtmlReport.Save(page, summaries);
            context.Console.Write(RunTable.Create(summaries, context.Console.Profile.Width));
            context.Output.WriteLine(page);
            return Cli.Success;
        });
        return command;
    }
}
