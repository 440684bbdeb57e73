using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Cli.Cluster;

/// <summary>The options that hand a command's work to Slurm.</summary>
internal sealed class SlurmOptions
{
    private const int MostCpus = 1024;

    private readonly Option<int> _cpus = new("--cpus") { Description = "With --slurm: processors of a task.", HelpName = "N", DefaultValueFactory = _ => 1 };

    /// <summary>Whether to submit jobs.</summary>
    public Option<bool> Slurm { get; } = new("--slurm");

    /// <summary>Gives a command these options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="description">What the array is.</param>
    public void AddTo(Command command, string description)
    {
        Slurm.Description = description;
        command.Options.Add(Slurm);
        command.Options.Add(_cpus);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_cpus) is not { Implicit: false, Tokens: [var given] } || !NumberText.TryParse(given.Value, out int cpus))
            {
                return;
            }

            if (cpus is < 1 or > MostCpus)
            {
                result.AddError($"--cpus is {cpus}; it must be 1 to {MostCpus}");
            }
            else if (!result.GetValue(Slurm))
            {
                result.AddError("--cpus needs --slurm");
            }
        });
    }

    /// <summary>Whether jobs are to be submitted.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(Slurm);

    /// <summary>Prepares jobs.</summary>
    /// <param name="context">Is told their numbers.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="folder">Where scripts and logs go.</param>
    public SlurmArray Array(CommandContext context, ParseResult parsed, string folder) => new(context, folder, $"ser-{parsed.CommandResult.Command.Name}", parsed.GetValue(_cpus));

    /// <summary>The words of the command line for a script, without some options and their values.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="without">Options that the jobs do not get; those of this class are left out anyway.</param>
    public string Words(ParseResult parsed, params IEnumerable<Option> without)
    {
        Option[] left = [.. without, Slurm, _cpus];
        List<string> words = [];
        for (int i = 0; i < parsed.Tokens.Count; i++)
        {
            if (parsed.Tokens[i].Type == TokenType.Option && left.FirstOrDefault(option => option.Name == parsed.Tokens[i].Value) is { } option)
            {
                i += option.ValueType == typeof(bool) ? 0 : 1;
            }
            else
            {
                words.Add(ShellWord.Of(parsed.Tokens[i].Value));
            }
        }

        return string.Join(' ', words);
    }
}
