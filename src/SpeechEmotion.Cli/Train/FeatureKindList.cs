using System.CommandLine;
using SpeechEmotion.Datasets;
using SpeechEmotion.Features;

namespace SpeechEmotion.Cli.Train;

/// <summary>Options that take kinds of features, with commas between.</summary>
internal static class FeatureKindList
{
    /// <summary>All names, as help lists them.</summary>
    public static string Names { get; } = string.Join(", ", FeatureKinds.All.Select(FeatureKinds.Name));

    /// <summary>Refuses every word that is no kind, and a kind that is named twice.</summary>
    public static void AcceptKinds(this Option<string> option) => option.Validators.Add(result =>
    {
        string[] words = [.. result.Tokens.SelectMany(token => Words(token.Value))];
        if (words.FirstOrDefault(word => !FeatureKinds.All.Any(kind => FeatureKinds.Name(kind) == word)) is { } wrong)
        {
            result.AddError($"{option.Name} is {PlainName.Quote(wrong)}; it must be one of {Names}");
        }
        else if (words.GroupBy(word => word).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            result.AddError($"{option.Name} names {twice.Key} twice; name each kind once");
        }
    });

    /// <summary>The kinds that an accepted text names, in its order.</summary>
    public static FeatureKind[] Parse(string text) => [.. Words(text).Select(word => FeatureKinds.All.First(kind => FeatureKinds.Name(kind) == word))];

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}
