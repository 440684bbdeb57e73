using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Options;

/// <summary>The options of <c>ser predict</c> that adapt answers to a voice or place.</summary>
internal sealed class AdaptationOptions
{
    private const int HintClips = 20;
    private const double HintFraction = 0.6;

    private readonly Option<string?> _adapt = new("--adapt")
    {
        Description = "Adapt the answers to the voice or place of the recordings, without labels: each file by itself, those of a folder together, or all. [default: folder]",
        HelpName = "file|folder|all",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _session = new("--session")
    {
        Description = "Adapt to all recordings, starting from this file if it exists; what has been heard is saved to it.",
        HelpName = "S.json",
    };

    private string? _found; // the session's file, as it was when it was opened

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        _adapt.AcceptOnly(["file", "folder", "all"]);
        command.Options.Add(_adapt);
        command.Options.Add(_session);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_session) is not null && result.GetValue(_adapt) is "file" or "folder")
            {
                result.AddError("--session is of one voice or place: all recordings share it; leave out --adapt, or choose all");
            }
        });
    }

    /// <summary>Which recordings are adapted together; null if answers are to be plain.</summary>
    public AdaptationScope? Read(ParseResult parsed) =>
        parsed.GetValue(_session) is not null ? AdaptationScope.All
        : !IsGiven(parsed.CommandResult) ? null
        : parsed.GetValue(_adapt) switch
        {
            "file" => AdaptationScope.File,
            "all" => AdaptationScope.All,
            _ => AdaptationScope.Folder,
        };

    /// <summary>The session's file that the command line names; null if it names none.</summary>
    public string? File(ParseResult parsed) => parsed.GetValue(_session);

    /// <summary>Opens the session that the command line names, or a new one.</summary>
    /// <exception cref="InvalidDataException">The file is no session of this model.</exception>
    public EmotionSession Open(ParseResult parsed, EmotionRecognizer recognizer)
    {
        if (parsed.GetValue(_session) is not { } path || IsMissing(path))
        {
            return new EmotionSession(recognizer);
        }

        EmotionSession session = EmotionSession.Load(recognizer, path);
        _found = Content(path);
        return session;
    }

    /// <summary>Saves the session if the command line names a file.</summary>
    /// <exception cref="IOException">Another run has saved to it meanwhile, whose voice would be lost.</exception>
    public void Save(ParseResult parsed, EmotionSession session)
    {
        if (parsed.GetValue(_session) is { } path)
        {
            if (Content(path) != _found)
            {
                throw new IOException($"{path}: another run has changed it meanwhile, so what this one heard was not saved; run it again, one after the other");
            }

            using OutputFile prepared = OutputFile.Prepare(path);
            session.Save(path);
        }
    }

    /// <summary>Adapts results in their order: what is recorded together is heard first, all of it, and then answered.</summary>
    /// <param name="results">Plain results.</param>
    /// <param name="scope">Which of them belong together.</param>
    /// <param name="open">Starts a session.</param>
    /// <returns>Adapted results in the same order, and the last session.</returns>
    public static (PredictedFile[] Results, EmotionSession Session) Adapt(PredictedFile[] results, AdaptationScope scope, Func<EmotionSession> open)
    {
        PredictedFile[] adapted = [.. results];
        EmotionSession? session = null;
        foreach (IGrouping<(string, int?), int> group in Enumerable.Range(0, results.Length).GroupBy(i => Key(results[i].Input, i, scope)))
        {
            session = open();
            int[] answered = [.. group.Where(i => results[i].Scores is not null)];
            IReadOnlyList<EmotionScores> scores = session.Hear([.. answered.Select(i => results[i].Scores!)]);
            for (int i = 0; i < answered.Length; i++)
            {
                adapted[answered[i]] = results[answered[i]] with { Scores = scores[i] };
            }
        }

        return (adapted, session ?? open());
    }

    /// <summary>Whether answers are to be adapted.</summary>
    public bool IsGiven(CommandResult result) => result.GetResult(_adapt) is { Implicit: false } || result.GetValue(_session) is not null;

    /// <summary>Whether answers go on a session that is kept.</summary>
    public bool HasSession(CommandResult result) => result.GetValue(_session) is not null;

    /// <summary>What to tell people whose results are mostly of one emotion; null if there is nothing to tell.</summary>
    /// <param name="answers">How often each emotion was recognised.</param>
    public static string? Hint(IReadOnlyDictionary<string, int> answers)
    {
        int clips = answers.Values.Sum();
        if (clips < HintClips)
        {
            return null;
        }

        (string emotion, int most) = answers.MaxBy(answer => answer.Value);
        return most > HintFraction * clips
            ? $"ser: {100.0 * most / clips:0} % of the answers are {emotion}; if that is the voice or the place rather than the mood, --adapt takes it into account"
            : null;
    }

    private static string? Content(string path) => IsMissing(path) ? null : System.IO.File.ReadAllText(path);

    private static bool IsMissing(string path) => PathStatus.Of(path).Kind is PathKind.Missing or PathKind.DanglingLink;

    /// <summary>What is the same for recordings that belong together. Channels that are answered apart are voices of their own, such as the two sides of all calls in a folder.</summary>
    public static (string Place, int? Channel) Key(AudioInput input, int index, AdaptationScope scope) => scope switch
    {
        AdaptationScope.File => ($"{index}", input.Channel),
        AdaptationScope.Folder => (Path.GetDirectoryName(Path.GetFullPath(input.Path)) ?? "", input.Channel),
        _ => ("", input.Channel),
    };
}
