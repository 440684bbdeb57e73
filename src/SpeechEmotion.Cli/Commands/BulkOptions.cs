using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Bulk;

namespace SpeechEmotion.Cli.Commands;

/// <summary>The options of <c>ser predict</c> for more recordings than one run can be trusted with.</summary>
internal sealed class BulkOptions
{
    private readonly Option<bool> _resume = new("--resume") { Description = "With --out: go on where an earlier run ended, whatever ended it; begin if there was none." };
    private readonly Option<bool> _retryFailed = new("--retry-failed") { Description = "With --out: answer anew only the recordings that failed in that file." };
    private readonly Option<string?> _shard = new("--shard")
    {
        Description = "With --out: answer only part I of N, the recordings I, I + N, I + 2 N … of the list; `ser merge` joins the parts.",
        HelpName = "I/N",
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command, AnswerOptions answers, Option<bool> timeline, AdaptationOptions adaptation)
    {
        command.Options.Add(_resume);
        command.Options.Add(_retryFailed);
        command.Options.Add(_shard);
        command.Validators.Add(result => Validate(result, answers, timeline, adaptation));
    }

    /// <summary>How recordings are answered into a file that grows; null if the answers go elsewhere, or all of them are needed before the first is given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="answers">The options that name the file.</param>
    /// <param name="isSplit">Whether each channel is answered.</param>
    /// <param name="jobs">Recordings that are worked on at once.</param>
    public BulkConfig? Read(ParseResult parsed, AnswerOptions answers, bool isSplit, int jobs) =>
        answers.File(parsed) is { } file && PathStatus.Of(file).Kind is PathKind.File or PathKind.Missing or PathKind.Folder && answers.Format(parsed) is AnswerFormat.JsonLines or AnswerFormat.Csv or AnswerFormat.Parquet
            ? new BulkConfig
            {
                Output = file,
                Format = answers.Format(parsed),
                IsSplit = isSplit,
                Jobs = jobs,
                Resume = parsed.GetValue(_resume),
                RetryFailed = parsed.GetValue(_retryFailed),
                Shard = parsed.GetValue(_shard) is { } shard ? Shard.Parse(shard) : null,
            }
            : null;

    private void Validate(CommandResult result, AnswerOptions answers, Option<bool> timeline, AdaptationOptions adaptation)
    {
        if (result.GetValue(_shard) is { } shard && Shard.Parse(shard) is null)
        {
            result.AddError($"--shard is '{shard}'; it must be I/N with I from 1 to N, such as 1/4");
            return;
        }

        bool grows = answers.IsGrowing(result);
        bool isWhole = result.GetValue(timeline) || adaptation.IsGiven(result);
        if (new Option[] { _resume, _retryFailed, _shard }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } given && (!grows || isWhole))
        {
            result.AddError(isWhole ? $"{given.Name} needs answers that do not depend on each other; leave out --timeline, --adapt and --session" : $"{given.Name} needs --out with .jsonl, .csv or .parquet");
        }
        else if (isWhole && answers.IsParquet(result))
        {
            result.AddError("Parquet holds plain answers; with --adapt or --session, take --json, --jsonl or --csv");
        }
    }
}
