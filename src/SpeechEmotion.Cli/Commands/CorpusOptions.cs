using System.CommandLine;
using SpeechEmotion.Datasets.Corpora;

namespace SpeechEmotion.Cli.Commands;

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
}
