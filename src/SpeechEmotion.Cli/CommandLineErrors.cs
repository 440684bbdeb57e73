using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli;

/// <summary>What is wrong with a command line, as one line that says what to type instead.</summary>
internal static partial class CommandLineErrors
{
    /// <summary>The first error; null if there is none.</summary>
    /// <param name="result">The command line, parsed.</param>
    /// <param name="args">The command line as it was typed; null if nobody typed it.</param>
    public static string? Describe(ParseResult result, IReadOnlyList<string>? args = null)
    {
        if (result.Action is { ClearsParseErrors: true })
        {
            return null; // --help, --version
        }

        Command command = result.CommandResult.Command;
        string help = $"see '{string.Join(' ', Path(result.CommandResult))} --help'";
        if (FindUnknown(result) is { } unknown)
        {
            bool option = unknown.StartsWith('-');
            string? nearest = NearestName.Of(unknown, option ? Options(result.CommandResult) : command.Subcommands.Select(c => c.Name));
            string kind = option ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
            return $"unknown {kind} {PlainName.Quote(unknown)}{(nearest is null ? ";" : $", did you mean '{nearest}'?")} {help}";
        }

        if (command.Subcommands.Count > 0 && command.Action is null)
        {
            return $"name a command: {string.Join(", ", command.Subcommands.Select(c => c.Name))}; {help}";
        }

        if (FindEmpty(result.CommandResult) is { } empty)
        {
            return $"{empty} is empty; give it a value, or leave it out; {help}";
        }

        if (FindOddName(result.CommandResult) is var (name, value))
        {
            return $"{name} is {PlainName.Quote(value)}, which is not UTF-8; rename the file, or choose another name; {help}";
        }

        if (FindFlagWithValue(result.CommandResult, args ?? []) is var (flag, word))
        {
            return $"{flag} is {PlainName.Quote(word)}; it must be true or false; {help}";
        }

        return result.Errors.Count == 0 ? null : $"{Plain(OneLine(result.Errors[0].Message)).TrimEnd('.')}; {help}";
    }

    /// <summary>
    /// Lets no rule of a command run where an option of one value was given several: the parser says so after the rules, which may ask for the value and would fail.
    /// </summary>
    public static void LeaveRepeatedOptionsTo(Command command)
    {
        Action<CommandResult>[] rules = [.. command.Validators];
        command.Validators.Clear();
        command.Validators.AddRange(rules.Select(rule => (Action<CommandResult>)(result =>
        {
            if (!result.Children.OfType<OptionResult>().Any(given => given.Tokens.Count > given.Option.Arity.MaximumNumberOfValues))
            {
                rule(result);
            }
        })));
        foreach (Command inner in command.Subcommands)
        {
            LeaveRepeatedOptionsTo(inner);
        }
    }

    /// <summary>A word that is no option, command or argument, or looks like an option where a file is expected; after <c>--</c>, anything is a file.</summary>
    private static string? FindUnknown(ParseResult result)
    {
        HashSet<string> literal = [.. result.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value)];
        return result.UnmatchedTokens
            .Concat(result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)
                .Where(word => word.StartsWith('-') && word.Length > 1 && !literal.Contains(word)))
            .OrderByDescending(word => word.StartsWith('-'))
            .FirstOrDefault();
    }

    /// <summary>An option or argument with a value of nothing or blanks, as a script gives that forgot to set a variable; none takes one.</summary>
    private static string? FindEmpty(CommandResult result) => Values(result).Where(given => string.IsNullOrWhiteSpace(given.Value)).Select(given => given.Name).FirstOrDefault();

    /// <summary>A name whose bytes are not UTF-8: .NET cannot open what it names, and would write a file of another name.</summary>
    private static (string Name, string Value)? FindOddName(CommandResult result) =>
        Values(result).Where(given => given.Value.Contains('\uFFFD', StringComparison.Ordinal) && !System.IO.Path.Exists(given.Value)).Select(given => ((string, string)?)given).FirstOrDefault();

    /// <summary>A switch with a word that is neither true nor false, as in <c>--json=x</c>, which would be taken for the next argument.</summary>
    private static (string Name, string Value)? FindFlagWithValue(CommandResult result, IReadOnlyList<string> args)
    {
        foreach (string arg in args.TakeWhile(arg => arg != "--").Where(arg => arg.StartsWith("--", StringComparison.Ordinal)))
        {
            if (arg.Split('=', 2) is [var name, var value] && !bool.TryParse(value, out _) && result.Command.Options.Any(option => option is Option<bool> && option.Name == name))
            {
                return (name, value);
            }
        }

        return null;
    }

    /// <summary>The words that options and arguments were given.</summary>
    private static IEnumerable<(string Name, string Value)> Values(CommandResult result) =>
        from child in result.Children
        let name = child switch
        {
            OptionResult option => option.Option.Name,
            ArgumentResult argument => argument.Argument.Name,
            _ => "",
        }
        from token in child.Tokens
        select (name, token.Value);

    private static IEnumerable<string> Options(SymbolResult? result)
    {
        bool inner = true;
        for (; result is not null; result = result.Parent, inner = false)
        {
            foreach (Option option in result is CommandResult { Command: var command } ? command.Options : [])
            {
                if (!option.Hidden && (inner || option.Recursive))
                {
                    yield return option.Name;
                }
            }
        }
    }

    private static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? [.. Path(parent), result.Command.Name] : ["ser"];

    /// <summary>A message without names of .NET's types: "--json is 'x'; it must be true or false". Numbers have theirs from <see cref="StrictNumbers"/>.</summary>
    private static string Plain(string message)
    {
        Match value = UnparsedValue().Match(message);
        return value.Success ? $"{value.Groups["option"].Value} is '{value.Groups["value"].Value}'; it must be true or false" : message;
    }

    [GeneratedRegex(@"^Cannot parse argument '(?<value>.*)' for (?:option|command|argument) '(?<option>.*)' as expected type '(?:System\.Nullable`1\[)?System\.Boolean\]?'")]
    private static partial Regex UnparsedValue();

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
