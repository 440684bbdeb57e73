using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Cli.Options;

/// <summary>The options of <c>ser predict</c> for emotion over time.</summary>
internal sealed class TimelineOptions
{
    private readonly Option<bool> _timeline = new("--timeline") { Description = "Recognise emotion over time: print segments with start, end and emotion." };
    private readonly Option<double?> _window = new("--window") { Description = "With --timeline: seconds that the model hears at a time. [default: 3]", HelpName = "S" };
    private readonly Option<double?> _step = new("--step") { Description = "With --timeline: seconds from one window to the next. [default: 0.5]", HelpName = "S" };

    /// <summary>Whether emotion over time is asked for.</summary>
    public Option<bool> Timeline => _timeline;

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _timeline, _window, _step })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(Validate);
    }

    /// <summary>How recordings are cut; null if emotion over time was not asked for.</summary>
    public TimelineConfig? Read(ParseResult parsed) => parsed.GetValue(_timeline) ? Config(parsed.GetValue(_window), parsed.GetValue(_step)) : null;

    private static TimelineConfig Config(double? window, double? step)
    {
        TimelineConfig defaults = new();
        double seconds = window ?? defaults.WindowSeconds;
        return defaults with { WindowSeconds = seconds, StepSeconds = step ?? Math.Min(defaults.StepSeconds, seconds) };
    }

    private void Validate(CommandResult result)
    {
        if (!result.GetValue(_timeline))
        {
            if (new Option[] { _window, _step }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } lone)
            {
                result.AddError($"{lone.Name} needs --timeline");
            }

            return;
        }

        if (IsNumber(result, _window) && IsNumber(result, _step) && Config(result.GetValue(_window), result.GetValue(_step)).Validate().FirstOrDefault() is { } fault)
        {
            result.AddError(fault.Replace("timeline.windowSeconds", "--window", StringComparison.Ordinal)
                .Replace("timeline.stepSeconds", "--step", StringComparison.Ordinal)
                .Replace("windowSeconds", "--window", StringComparison.Ordinal));
        }
    }

    /// <summary>False for what will be reported as no number; true also where the option is not given.</summary>
    private static bool IsNumber(CommandResult result, Option<double?> option) =>
        result.GetResult(option) is not { Implicit: false } given || (given.Tokens.Count == 1 && NumberText.TryParse(given.Tokens[0].Value, out double _));
}
