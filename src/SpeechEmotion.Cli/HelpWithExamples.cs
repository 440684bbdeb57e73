using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SpeechEmotion.Cli;

/// <summary>The usual help, followed by the command's examples.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private const int WidestLine = 100;

    private readonly HelpAction _help;

    private HelpWithExamples(HelpAction help, int width)
    {
        _help = help;
        _help.MaxWidth = Math.Min(width, WidestLine);
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The option that shows it, for all commands.</summary>
    /// <param name="width">Width of the terminal; lines are not longer, nor longer than people like to read.</param>
    public static HelpOption CreateOption(int width)
    {
        HelpOption option = new() { Description = "Show this help." };
        option.Action = new HelpWithExamples((HelpAction)option.Action!, width);
        return option;
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in ((CommandWithExamples)parseResult.CommandResult.Command).Examples)
        {
            output.WriteLine($"  {example}");
        }

        return code;
    }
}
