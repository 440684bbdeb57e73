using System.CommandLine;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Cli.Train;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;

namespace SpeechEmotion.Cli.Options;

/// <summary>The options that train and sweep share: what to change in an experiment's file.</summary>
internal sealed class ExperimentOptions
{
    private readonly Option<int?> _epochs = new("--epochs") { Description = "Passes over the training part.", HelpName = "N" };
    private readonly Option<double?> _width = new("--width") { Description = "Scale of the network's channel counts; 1 is the published size.", HelpName = "W" };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Any other setting, by its path in the experiment.",
        HelpName = "PATH=VALUE",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_epochs);
        command.Options.Add(_width);
        command.Options.Add(_set);
    }

    /// <summary>The options that the command line gives, by their names.</summary>
    public IEnumerable<string> Given(ParseResult parsed) => new Option[] { _epochs, _width, _set }.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    /// <summary>Reads an experiment, with what the command line sets in it.</summary>
    /// <exception cref="ArgumentException">An option is not as it must be, or --set says what another option says.</exception>
    public ExperimentConfig Read(ParseResult parsed, string experiment, string? split, ulong? seed, string seedOption)
    {
        if (parsed.GetValue(_epochs) is < 1 and var epochs)
        {
            throw new ArgumentException($"--epochs is {epochs}; it must be 1 or more");
        }

        if (parsed.GetValue(_width) is { } width && !(width > 0))
        {
            throw new ArgumentException($"--width is {width}; it must be above 0");
        }

        string path = Presets.Find(experiment);
        string[] given = parsed.GetValue(_set)!;
        if (given.GroupBy(setting => setting.Split('=')[0]).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw new ArgumentException($"--set gives {repeated.Key} a value {repeated.Count()} times; give one");
        }

        List<string> settings = [.. given];
        Add("split.protocol", split, "--split");
        Add("seed", seed?.ToString(), seedOption);
        Add("training.epochs", parsed.GetValue(_epochs)?.ToString(), "--epochs");
        Add("network.width", parsed.GetValue(_width)?.ToString("R"), "--width");
        return ExperimentFile.Read(path, settings);

        void Add(string name, string? value, string option)
        {
            if (value is null)
            {
                return;
            }

            if (given.FirstOrDefault(setting => Sets(setting, name)) is { } twice)
            {
                throw new ArgumentException($"--set {ShellWord.Of(twice)} says what {option} says, too; leave out --set");
            }

            settings.Add($"{name}={value}");
        }
    }

    /// <summary>Whether a setting gives a path its value: by its name, or within an object.</summary>
    private static bool Sets(string setting, string path)
    {
        string name = setting.Split('=')[0];
        return name == path || (path.StartsWith(name + ".", StringComparison.Ordinal) && setting.Contains($"\"{path[(name.Length + 1)..]}\"", StringComparison.Ordinal));
    }

    /// <summary>The protocols by name, for options that take one.</summary>
    public static string[] Protocols { get; } = [.. Enum.GetNames<Protocol>().Select(name => name.ToLowerInvariant())];

    /// <summary>Those that measure, and so can be compared.</summary>
    public static string[] MeasuringProtocols { get; } = [.. Protocols.Where(name => name != "all")];
}
