using System.CommandLine;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser data</c>: the commands on corpora.</summary>
internal static class DataCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context) =>
        new CommandWithExamples("data", "Gets and checks the recordings to learn from.", "ser data fetch crema-d --to crema-d", "ser data check crema-d")
        {
            DataFetchCommand.Create(context),
            DataCheckCommand.Create(context),
            DataListCommand.Create(context),
        };
}
