using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SpeechEmotion.Cli;

/// <summary>The usual help, followed by examples.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private const int WidestLine = 100;

    private readonly HelpAction _help;
    private readonly string[] _rootExamples;

    private HelpWithExamples(HelpAction help, int width, string[] rootExamples)
    {
        _rootExamples = rootExamples;
        _help = help;
        _help.MaxWidth = Math.Min(width, WidestLine);
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a command line such help.</summary>
    /// <param name="root">The command line.</param>
    /// <param name="width">Width of the terminal; lines are not longer, nor longer than people like to read.</param>
    /// <param name="examples">Examples for the program as a whole.</param>
    public static void AddTo(RootCommand root, int width, params string[] examples)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!, width, examples);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        IReadOnlyList<string> examples = parseResult.CommandResult.Command is CommandWithExamples command ? command.Examples : _rootExamples;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples)
        {
            output.WriteLine($"  {example}");
        }

        return code;
    }
}
