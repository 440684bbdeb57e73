using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli;

/// <summary>Options and arguments that take one of a few words.</summary>
internal static class Choice
{
    /// <summary>Refuses every other word.</summary>
    public static void AcceptOnly(this Option option, IEnumerable<string> words) => option.Validators.Add(result => Check(result, option.Name, words));

    /// <summary>Refuses every other word.</summary>
    public static void AcceptOnly(this Argument<string> argument, IEnumerable<string> words) => argument.Validators.Add(result => Check(result, argument.Name, words));

    /// <summary>Refuses files of any other extension, which are given in lower case and with their dot.</summary>
    public static void AcceptExtensions(this Option option, params string[] extensions) => option.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(token => !extensions.Contains(Path.GetExtension(token.Value).ToLowerInvariant())) is { } wrong)
        {
            result.AddError($"{option.Name} is {PlainName.Quote(wrong.Value)}; it must end in {string.Join(" or ", extensions)}");
        }
    });

    private static void Check(SymbolResult result, string name, IEnumerable<string> words)
    {
        if (result.Tokens.FirstOrDefault(token => !words.Contains(token.Value)) is { } wrong)
        {
            result.AddError($"{name} is {PlainName.Quote(wrong.Value)}; it must be one of {string.Join(", ", words)}");
        }
    }
}
