using System.Text.RegularExpressions;
using Xunit;

namespace SpeechEmotion.Tests;

/// <summary>Plain English: forms that a reader stumbles over are refused in sources, help and pages. Conditions begin with "if" or "when"; "where" is for places.</summary>
public sealed partial class EnglishTests
{
    [Theory]
    [InlineData("src", "*.cs")]
    [InlineData("docs", "*.md")]
    [InlineData("models", "*.md")]
    [InlineData("tests/SpeechEmotion.Cli.Tests/Expected", "*.txt")]
    public void Prose_RefusedForms_AreAbsent(string folder, string pattern) => Findings.AssertNone(
        from file in Directory.EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from match in Matches(File.ReadAllText(file))
        select $"{Path.GetRelativePath(Repository.PathOf("."), file)}: '{match}'");

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    public void Page_RefusedForms_AreAbsent(string file) => Findings.AssertNone(Matches(File.ReadAllText(Repository.PathOf(file))));

    [Theory]
    [InlineData("null where there is none")]
    [InlineData("0 where nothing sounds")]
    [InlineData("a row a file")]
    [InlineData("the truth, a clip each")]
    [InlineData("at most so many epochs")]
    [InlineData("it needs nothing else; what it needs, its own files install")]
    public void Matches_RefusedForm_IsFound(string text) => Assert.NotEmpty(Matches(text));

    [Theory]
    [InlineData("null if there is none; one row per file; this many frames")]
    [InlineData("says where the file is")]
    public void Matches_PlainForm_IsNot(string text) => Assert.Empty(Matches(text));

    private static IEnumerable<string> Matches(string text) => RefusedForms().Matches(text).Select(match => match.Value);

    [GeneratedRegex(
        @"\b(?:null|0|-1|1|empty|false|true|NaN|nothing) where\b|\bwhere there (?:is|are) (?:none|no|nothing)\b|\ba (?:row|line|file|clip) (?:a|each)\b|\bso many\b|\bneeds nothing else\b|\bits own files install\b|\bdouble or unreadable\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RefusedForms();
}
