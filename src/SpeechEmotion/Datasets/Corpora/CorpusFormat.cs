using System.Text.RegularExpressions;
using SpeechEmotion.Datasets.Corpora.Labelled;
using SpeechEmotion.Datasets.Download;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>What makes a folder of files a certain corpus: how its files are named and what it is known for.</summary>
internal sealed record CorpusFormat
{
    /// <summary>The name used on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>A file name of the corpus, for messages.</summary>
    public required string Example { get; init; }

    /// <summary>The corpus's emotions in their standard order.</summary>
    public required IReadOnlyList<string> Emotions { get; init; }

    /// <summary>Reads a name (path below the folder, forward slashes); null if it is not one of this corpus. The second argument is the full path.</summary>
    public Func<string, string, Utterance?> Parse { get; init; } = (_, _) => null;

    /// <summary>What file names look like, without folder and extension, if tables and not the names tell the emotions; else null.</summary>
    public Regex? Names { get; init; }

    /// <summary>Reads the tables in the corpus's folder: a label for each clip, by its <see cref="Key"/>. Null if the names tell all.</summary>
    public Func<string, Dictionary<string, CorpusLabel>>? Labels { get; init; }

    /// <summary>What the tables call a clip, by its path below the folder.</summary>
    public Func<string, string> Key { get; init; } = name => Path.GetFileNameWithoutExtension(name);

    /// <summary>Whether a file could be one of this corpus.</summary>
    /// <param name="name">Its path below the folder.</param>
    public bool Fits(string name) => Names?.IsMatch(Path.GetFileNameWithoutExtension(name)) ?? Parse(name, "") is not null;

    /// <summary>Why a file that is named rightly is outside the speech corpus (a song, a video); null if it is inside.</summary>
    public Func<string, string?> Outside { get; init; } = _ => null;

    /// <summary>Clips known to be faulty: file name without extension, reason.</summary>
    public IReadOnlyDictionary<string, string> KnownFaults { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads sex and age of the speakers from a table in the corpus's folder, if there is one and the names do not tell.</summary>
    public Func<string, IReadOnlyDictionary<string, (string Sex, int? Age)>> Speakers { get; init; } = _ => new Dictionary<string, (string, int?)>();

    /// <summary>The licence that the corpus is published under; empty if that is not stated.</summary>
    public string Licence { get; init; } = "";

    /// <summary>Whether that licence lets anybody use weights that learned from the corpus, for any purpose.</summary>
    public bool AllowsAnyUse { get; init; }

    /// <summary>Whom a model that learned from the corpus credits.</summary>
    public string Attribution { get; init; } = "";

    /// <summary>The published folds of these clips, by speaker (<see cref="Utterance.SpeakerId"/>); null if none are published, or not for these speakers.</summary>
    public Func<IReadOnlyList<Utterance>, Dictionary<string, int>?> PublishedFolds { get; init; } = _ => null;

    /// <summary>Where the corpus can be downloaded from, file by file; null if this program cannot.</summary>
    public Func<LfsDownloadConfig>? Download { get; init; }

    /// <summary>A grammar of names, without folder and extension, as a pattern.</summary>
    /// <param name="pattern">Its group <c>emotion</c>, and <c>speaker</c> and <c>sentence</c> as far as the names tell.</param>
    /// <param name="emotions">The canonical name for each word of the group <c>emotion</c>.</param>
    public static Func<string, string, Utterance?> FromPattern(Regex pattern, IReadOnlyDictionary<string, string> emotions) => (name, path) =>
    {
        Match match = pattern.Match(Path.GetFileNameWithoutExtension(name));
        return !match.Success ? null : new Utterance
        {
            Name = name,
            Path = path,
            Speaker = match.Groups["speaker"] is { Success: true } speaker ? speaker.Value : null,
            Emotion = emotions[match.Groups["emotion"].Value],
            Sentence = match.Groups["sentence"] is { Success: true } sentence ? sentence.Value : null,
        };
    };
}
