using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Bulk;
using SpeechEmotion.Cli.Cluster;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Cli.Options;

/// <summary>The options of <c>ser predict</c> for more recordings than one run can be trusted with.</summary>
internal sealed class BulkOptions
{
    private const int DefaultShards = 4;

    private readonly Option<bool> _resume = new("--resume") { Description = "With --out: go on where an earlier run ended, whatever ended it; begin if there was none." };
    private readonly Option<bool> _retryFailed = new("--retry-failed") { Description = "With --out: answer anew only the recordings that failed in that file." };
    private readonly Option<int> _shards = new("--shards") { Description = "With --slurm: parts of the list, a task each.", HelpName = "N", DefaultValueFactory = _ => DefaultShards };
    private readonly SlurmOptions _slurm = new();
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
        _slurm.AddTo(command, "With --out: submit a Slurm job for each part of the list, and one that joins the answers when they have ended.");
        command.Options.Add(_shards);
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

    /// <summary>Whether the work is handed to Slurm.</summary>
    public bool IsForSlurm(ParseResult parsed) => _slurm.IsGiven(parsed);

    /// <summary>Submits a job for each part of the list that is not answered yet, and one that joins them.</summary>
    /// <param name="context">Is told the numbers of the jobs.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="answers">The options that name the file.</param>
    /// <param name="cancellation">Ends the submission.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ArgumentException">The file's name does not tell its format.</exception>
    public async Task<int> SubmitAsync(CommandContext context, ParseResult parsed, AnswerOptions answers, CancellationToken cancellation)
    {
        string file = answers.File(parsed)!, folder = file + ".slurm";
        int count = parsed.GetValue(_shards);
        if (ResultFile.FormatOf(file) is null)
        {
            throw new ArgumentException($"--out is {PlainName.Quote(file)}; with --slurm, it must end in .jsonl, .csv or .parquet");
        }

        string Part(object number) => $"{folder}/part-{number}-of-{count}.jsonl";
        int[] remaining = [.. Enumerable.Range(1, count).Where(number => !File.Exists(Part(number)) || File.Exists(Journal.PathOf(Part(number))))];
        if (remaining.Length == 0)
        {
            return await new Merge(context, [.. Enumerable.Range(1, count).Select(number => Part(number))], file).RunAsync(cancellation);
        }

        // In the scripts, the number of a part is a variable.
        string words = _slurm.Words(parsed, [_shards, _resume, answers.Out]);
        string part = ShellWord.Of(folder) + "/part-$part-of-" + count + ".jsonl", answer = $"ser {words} --shard \"$part/{count}\" --resume --out {part}";
        await _slurm.Array(context, parsed, folder).SubmitAsync(
            remaining,
            $"part=$SLURM_ARRAY_TASK_ID\n{answer}",
            $$"""
            finish() {
              for part in {1..{{count}}}; do # what the tasks have not done
                [[ -e {{part}} && ! -e {{part}}.part ]] || {{answer}}
                [[ $? -lt 128 ]] || return 130
              done
              ser merge {{ShellWord.Of(folder)}}/part-{1..{{count}}}-of-{{count}}.jsonl --out {{ShellWord.Of(file)}}
            }
            finish
            """,
            cancellation);
        return Cli.Success;
    }

    private void Validate(CommandResult result, AnswerOptions answers, Option<bool> timeline, AdaptationOptions adaptation)
    {
        if (result.GetValue(_shard) is { } shard && Shard.Parse(shard) is null)
        {
            result.AddError($"--shard is {PlainName.Quote(shard)}; it must be I/N with I from 1 to N, such as 1/4");
            return;
        }

        if (result.GetResult(_shards) is { Implicit: false, Tokens: [var tokens] } && NumberText.TryParse(tokens.Value, out int shards) && (shards is < 1 or > Shard.Most || !result.GetValue(_slurm.Slurm)))
        {
            result.AddError(shards is < 1 or > Shard.Most ? $"--shards is {shards}; it must be 1 to {Shard.Most}" : "--shards needs --slurm");
            return;
        }

        if (result.GetValue(_slurm.Slurm) && new Option[] { _retryFailed, _shard }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } other)
        {
            result.AddError($"{other.Name} and --slurm exclude each other; choose one");
            return;
        }

        bool grows = answers.IsGrowing(result);
        bool isWhole = result.GetValue(timeline) || adaptation.IsGiven(result);
        if (new Option[] { _resume, _retryFailed, _shard, _slurm.Slurm }.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } given && (!grows || isWhole))
        {
            result.AddError(isWhole ? $"{given.Name} needs answers that do not depend on each other; leave out --timeline, --adapt and --session" : $"{given.Name} needs --out with .jsonl, .csv or .parquet");
        }
        else if (isWhole && answers.IsParquet(result))
        {
            result.AddError("Parquet holds plain answers; with --adapt or --session, take --json, --jsonl or --csv");
        }
    }
}
