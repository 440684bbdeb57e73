using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Datasets;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Commands;

/// <summary>The options of <c>ser predict</c> for emotion over time.</summary>
internal sealed class TimelineOptions
{
    private readonly Option<bool> _timeline = new("--timeline") { Description = "Recognise emotion over time: print segments with start, end and emotion." };
    private readonly Option<double?> _window = new("--window") { Description = "With --timeline: seconds that the model hears at a time. [default: 3]", HelpName = "S" };
    private readonly Option<double?> _step = new("--step") { Description = "With --timeline: seconds from one window to the next. [default: 0.5]", HelpName = "S" };
    private readonly Option<bool> _audacity = new("--audacity") { Description = "With --timeline: print a label track for Audacity." };
    private readonly Option<bool> _webVtt = new("--webvtt") { Description = "With --timeline: print captions for web players." };

    /// <summary>Whether emotion over time is asked for.</summary>
    public Option<bool> Timeline => _timeline;

    /// <summary>Gives a command these options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="formats">The options for other formats of output, of which at most one may be given.</param>
    public void AddTo(Command command, params Option<bool>[] formats)
    {
        foreach (Option option in new Option[] { _timeline, _window, _step, _audacity, _webVtt })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result => Validate(result, [.. formats, _audacity, _webVtt]));
    }

    /// <summary>How recordings are cut; null where emotion over time was not asked for.</summary>
    public TimelineConfig? Read(ParseResult parsed) => parsed.GetValue(_timeline) ? Config(parsed.GetValue(_window), parsed.GetValue(_step)) : null;

    /// <summary>The format that is this command's own; null where none was asked for.</summary>
    /// <exception cref="ArgumentException">The format holds one recording only, and there are more.</exception>
    public ITimelineWriter? CreateWriter(ParseResult parsed, TextWriter output, int recordings)
    {
        Option<bool>? format = new[] { _audacity, _webVtt }.FirstOrDefault(parsed.GetValue);
        return format is null ? null
            : recordings != 1 ? throw new ArgumentException($"{format.Name} holds one recording, but {recordings} are named; take them one by one")
            : format == _audacity ? new TimelineAudacity(output)
            : new TimelineWebVtt(output);
    }

    private static TimelineConfig Config(double? window, double? step)
    {
        TimelineConfig defaults = new();
        double seconds = window ?? defaults.WindowSeconds;
        return defaults with { WindowSeconds = seconds, StepSeconds = step ?? Math.Min(defaults.StepSeconds, seconds) };
    }

    private void Validate(CommandResult result, Option<bool>[] formats)
    {
        Option<bool>[] given = [.. formats.Where(result.GetValue)];
        if (given.Length > 1)
        {
            result.AddError($"{given[0].Name} and {given[1].Name} exclude each other; choose one");
            return;
        }

        if (!result.GetValue(_timeline))
        {
            if (new Option[] { _window, _step, _audacity, _webVtt }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } lone)
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
