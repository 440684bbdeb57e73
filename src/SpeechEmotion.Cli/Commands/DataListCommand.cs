using System.CommandLine;
using System.Text.Json;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser data list</c>: the corpora that are known by the names of their files.</summary>
internal static class DataListCommand
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Option<bool> json = new("--json") { Description = "Print one JSON document." };
        Command command = new CommandWithExamples(
            "list",
            "Lists the corpora that are known by the names of their files, with their licences and whether weights that learned from them may be used for anything.",
            "ser data list --json",
            "ser data list")
        {
            json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(JsonSerializer.Serialize(
                    KnownCorpora.All.Select(corpus => new { corpus.Name, corpus.Example, corpus.Emotions, AnyUse = CorpusLicence.AllowsAnyUse(corpus.Name), CorpusLicence.Of(corpus.Name).Licence, CorpusLicence.Of(corpus.Name).Attribution }),
                    s_json));
                return Cli.Success;
            }

            string[] columns = ["corpus", "a file", "any use", "licence"];
            string[][] rows = [columns, .. KnownCorpora.All.Select(corpus => new[]
            {
                corpus.Name,
                corpus.Example.Length <= 27 ? corpus.Example : corpus.Example[..26] + "…",
                CorpusLicence.AllowsAnyUse(corpus.Name) == true ? "yes" : "no",
                CorpusLicence.Of(corpus.Name).Licence is { Length: > 0 } licence ? licence : "not stated",
            })];
            int[] widths = [.. Enumerable.Range(0, columns.Length).Select(column => rows.Max(row => row[column].Length))];
            foreach (string[] row in rows)
            {
                context.Output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            }

            return Cli.Success;
        });
        return command;
    }
}
