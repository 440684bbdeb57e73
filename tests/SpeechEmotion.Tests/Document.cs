using System.Text.RegularExpressions;

namespace SpeechEmotion.Tests;

/// <summary>A page of the documentation, as far as it can be checked.</summary>
internal static partial class Document
{
    /// <summary>A sample as its page quotes it: without the directives that its first lines hold.</summary>
    public static string Quotable(string sample) => Directives().Replace(sample, "");

    /// <summary>Whether a page quotes a sample word for word, as one block of C#.</summary>
    public static bool Quotes(string page, string sample) => page.Contains($"```csharp\n{Quotable(sample)}```\n", StringComparison.Ordinal);

    /// <summary>The files that a page links to, as it writes them; links to the web and within the page are none.</summary>
    public static IEnumerable<string> Links(string page) =>
        Link().Matches(Code().Replace(page, "")).Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(link => link.Length > 0 && !link.Contains("://", StringComparison.Ordinal));

    /// <summary>Rows of tables that have more or fewer cells than the header of their table, such as by a bar that was not escaped.</summary>
    public static IEnumerable<string> RaggedRows(string page)
    {
        int width = 0;
        foreach (string line in page.Split('\n'))
        {
            int bars = line.StartsWith('|') ? Bar().Count(line) : 0;
            if (width > 0 && bars > 0 && bars != width)
            {
                yield return line;
            }

            width = bars == 0 ? 0 : width == 0 ? bars : width;
        }
    }

    /// <summary>Keys of sources that a text cites: a name and a year or number in brackets.</summary>
    public static IEnumerable<string> Citations(string text) => Citation().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>Keys of the sources that the list of references describes.</summary>
    public static IEnumerable<string> References(string page) => Reference().Matches(page).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\A(?:#[:!][^\n]*\n)+\n*")]
    private static partial Regex Directives();

    [GeneratedRegex(@"```[\s\S]*?```|`[^`\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[([A-Z][A-Za-z]+[0-9]{4}|ONNX|Safetensors|GitLfs)\](?!\()")]
    private static partial Regex Citation();

    [GeneratedRegex(@"^- \*\*\[(\w+)\]\*\*", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
