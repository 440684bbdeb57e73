using System.CommandLine;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

/// <summary>The page of the program tells of everything that it can do.</summary>
public class DocsTests
{
    private static readonly string[] s_page = File.ReadAllLines(Repository.Files("docs", "-cli.md").Single());

    [Fact]
    public void Page_EveryCommandAndOption_IsNamed()
    {
        List<string> missing = [];
        foreach (Command command in Cli.CreateRoot(CommandContext.ForTerminal()).Subcommands)
        {
            string[] rows = [.. s_page.Where(line => line.StartsWith($"| `ser {command.Name} ", StringComparison.Ordinal))];
            missing.AddRange(rows.Length == 0 ? [command.Name] : []);
            foreach (Command part in command.Subcommands)
            {
                missing.AddRange(rows.Any(row => row.Contains(part.Name, StringComparison.Ordinal)) ? [] : [$"{command.Name} {part.Name}"]);
            }

            IEnumerable<Option> options = command.Subcommands.Append(command).SelectMany(part => part.Options).Where(option => !option.Hidden && option.Name != "--help");
            string[] told = command.Name == "predict" ? [.. rows, .. s_page.Where(line => line.StartsWith("| `--", StringComparison.Ordinal))] : rows;
            missing.AddRange(options.Where(option => !told.Any(line => Names(line, option.Name))).Select(option => $"{command.Name} {option.Name}"));
        }

        Assert.Equal([], missing);
    }

    /// <summary>Whether a line has a word, and not just one that begins with it.</summary>
    private static bool Names(string line, string word) => line.Split(' ', '`', ',', ';', '|').Contains(word);
}
