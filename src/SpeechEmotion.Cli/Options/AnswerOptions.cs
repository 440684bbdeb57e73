using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli.Options;

/// <summary>The options of <c>ser predict</c> that say in which form answers are given, and where they go.</summary>
internal sealed class AnswerOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document." };
    private readonly Option<bool> _csv = new("--csv") { Description = "Print a table of comma-separated values, its first line the names of the columns." };
    private readonly Option<bool> _jsonLines = new("--jsonl") { Description = "Print a JSON object per line, one for each recording." };
    private readonly Option<bool> _audacity = new("--audacity") { Description = "With --timeline: print a label track for Audacity." };
    private readonly Option<bool> _webVtt = new("--webvtt") { Description = "With --timeline: print captions for web players." };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write the answers to a file. It appears when all of them are there; its extension tells the format: .json, .jsonl, .csv or .parquet, with --timeline .json, .csv, .vtt (captions) or .txt (Audacity).",
        HelpName = "F",
    };

    /// <summary>Gives a command these options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="timeline">Whether emotion over time is asked for, which two of the formats need.</param>
    /// <param name="channels">Which channels are heard.</param>
    public void AddTo(Command command, Option<bool> timeline, Option<string> channels)
    {
        foreach (Option option in new Option[] { _json, _csv, _jsonLines, _audacity, _webVtt, _out })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result => Validate(result, timeline, channels));
    }

    /// <summary>The option that names the file.</summary>
    public Option Out => _out;

    /// <summary>The file that the answers go to; null: standard output.</summary>
    public string? File(ParseResult parsed) => parsed.GetValue(_out);

    /// <summary>The form of the answers.</summary>
    public AnswerFormat Format(ParseResult parsed) => Format(parsed.CommandResult);

    /// <summary>Whether answers go to a file that can grow as they come.</summary>
    public bool IsGrowing(CommandResult result) => result.GetValue(_out) is not null && Format(result) is AnswerFormat.JsonLines or AnswerFormat.Csv or AnswerFormat.Parquet;

    /// <summary>Whether answers are written as Parquet.</summary>
    public bool IsParquet(CommandResult result) => Format(result) == AnswerFormat.Parquet;

    private AnswerFormat Format(CommandResult result) =>
        result.GetValue(_json) ? AnswerFormat.Json
        : result.GetValue(_csv) ? AnswerFormat.Csv
        : result.GetValue(_jsonLines) ? AnswerFormat.JsonLines
        : result.GetValue(_audacity) ? AnswerFormat.Audacity
        : result.GetValue(_webVtt) ? AnswerFormat.WebVtt
        : FormatOf(result.GetValue(_out));

    /// <summary>The form that a file's extension tells; <see cref="AnswerFormat.Shown"/> if it tells none.</summary>
    private static AnswerFormat FormatOf(string? file) => Path.GetExtension(file)?.ToLowerInvariant() switch
    {
        ".json" => AnswerFormat.Json,
        ".csv" => AnswerFormat.Csv,
        ".jsonl" => AnswerFormat.JsonLines,
        ".parquet" => AnswerFormat.Parquet,
        ".txt" => AnswerFormat.Audacity,
        ".vtt" => AnswerFormat.WebVtt,
        _ => AnswerFormat.Shown,
    };

    private void Validate(CommandResult result, Option<bool> timeline, Option<string> channels)
    {
        Option<bool>[] given = [.. new[] { _json, _csv, _jsonLines, _audacity, _webVtt }.Where(result.GetValue)];
        bool isOverTime = result.GetValue(timeline);
        AnswerFormat format = Format(result);
        if (given.Length > 1)
        {
            result.AddError($"{given[0].Name} and {given[1].Name} exclude each other; choose one");
        }
        else if (result.GetValue(_out) == StandardInput.Path)
        {
            result.AddError("--out names a file; leave it out to print the answers");
        }
        else if (given.Length == 1 && result.GetValue(_out) is { } other && FormatOf(other) is var told && told != format && told != AnswerFormat.Shown
            && (isOverTime || told is not (AnswerFormat.Audacity or AnswerFormat.WebVtt)))
        {
            result.AddError($"{given[0].Name} and --out {other} name two formats; leave out {given[0].Name}, or name a file with its extension");
        }
        else if (!isOverTime && given.FirstOrDefault(option => option == _audacity || option == _webVtt) is { } lone)
        {
            result.AddError($"{lone.Name} needs --timeline");
        }
        else if (result.GetValue(_out) is { } file && (format == AnswerFormat.Shown || (!isOverTime && format is AnswerFormat.Audacity or AnswerFormat.WebVtt)))
        {
            result.AddError(isOverTime
                ? $"--out is {PlainName.Quote(file)}; it must end in .json or .csv, .vtt or .txt, or be given with --json or --csv"
                : $"--out is {PlainName.Quote(file)}; it must end in .json, .jsonl, .csv or .parquet, or be given with --json, --jsonl or --csv");
        }
        else if (isOverTime && format is AnswerFormat.JsonLines or AnswerFormat.Parquet)
        {
            result.AddError("--timeline gives many segments per recording; take --json or --csv");
        }
        else if (format is AnswerFormat.Audacity or AnswerFormat.WebVtt && result.GetValue(channels) == "split")
        {
            result.AddError("labels and captions hold one channel; with --channels split, take --json or --csv");
        }
    }
}
