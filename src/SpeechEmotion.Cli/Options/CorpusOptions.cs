using System.CommandLine;
using SpeechEmotion.Datasets.Corpora;

namespace SpeechEmotion.Cli.Options;

/// <summary>The options that say which corpora a command uses.</summary>
internal static class CorpusOptions
{
    /// <summary>The corpora; the option may be repeated.</summary>
    public static Option<string[]> CreateData() => new("--data")
    {
        Description = "A corpus: a folder of clips, or a table (.csv: path,emotion,speaker). Repeat the option to use several corpora together.",
        HelpName = "DIR",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>What a single corpus is.</summary>
    public static Option<string?> CreateCorpus() => new("--corpus")
    {
        Description = $"Which corpus it is, if the names of the files do not tell: {string.Join(", ", KnownCorpora.Names)}.",
        HelpName = "NAME",
    };

    /// <summary>How many clips are looked at.</summary>
    /// <param name="description">Of what.</param>
    /// <param name="usual">How many without the option.</param>
    public static Option<int> CreateClips(string description, int usual) => new("--clips") { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };

    /// <summary>The number that <see cref="CreateClips"/> was given.</summary>
    /// <exception cref="ArgumentException">It is below 1.</exception>
    public static int ReadClips(ParseResult parsed, Option<int> clips) =>
        parsed.GetValue(clips) is >= 1 and int count ? count : throw new ArgumentException($"--clips is {parsed.GetValue(clips)}; it must be 1 or more");
}
