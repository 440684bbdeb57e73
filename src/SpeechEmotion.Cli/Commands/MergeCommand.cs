using System.CommandLine;
using SpeechEmotion.Cli.Bulk;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser merge</c>: joins the answers of shards into one file.</summary>
internal static class MergeCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Argument<string[]> shards = new("SHARD") { Description = "Files that `ser predict --shard` wrote, in any order.", Arity = ArgumentArity.OneOrMore };
        Option<string> output = new("--out") { Description = "The file with all answers, in the order of the list: .jsonl, .csv or .parquet.", HelpName = "F", Required = true };
        Command command = new CommandWithExamples(
            "merge",
            "Joins the answers of shards into one file, as if one process had given them; says what is missing or there twice, and then exits with code 1.",
            "ser merge part-1.jsonl part-2.jsonl --out emotions.parquet")
        {
            shards, output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(output) is { } file && ResultFile.FormatOf(file) is null)
            {
                result.AddError($"--out is {PlainName.Quote(file)}; it must end in .jsonl, .csv or .parquet");
            }

            if (result.GetValue(shards)?.FirstOrDefault(file => ResultFile.FormatOf(file) is null) is { } odd)
            {
                result.AddError($"{PlainName.Quote(odd)} is no file of answers that can be merged; it must end in .jsonl, .csv or .parquet");
            }
        });
        command.SetAction((parsed, cancellation) => new Merge(context, parsed.GetRequiredValue(shards), parsed.GetRequiredValue(output)).RunAsync(cancellation));
        return command;
    }
}
