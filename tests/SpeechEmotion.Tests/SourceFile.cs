using System.Text.RegularExpressions;

namespace SpeechEmotion.Tests;

/// <summary>A C# file as the house rules see it: its namespace, the types it declares, and the stages that its code names.</summary>
internal sealed partial class SourceFile
{
    private readonly string _code;

    public SourceFile(string name, string text)
    {
        Name = name;
        LineCount = text.AsSpan().Count('\n');
        _code = CommentsAndLiterals().Replace(text, match => match.Value[0] == '/' ? " " : "\"\"");
    }

    /// <summary>Its path below the root of the repository.</summary>
    public string Name { get; }

    public int LineCount { get; }

    /// <summary>The stage it belongs to, the second word of its namespace; null if it declares none.</summary>
    public string? Stage => StageOfNamespace().Match(_code) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The types it declares outside of any other type.</summary>
    public IEnumerable<string> Types => TypeDeclaration().Matches(_code).Select(match => match.Groups[1].Value);

    /// <summary>The stages it imports or names in full or in part, as <c>using SpeechEmotion.Audio</c>, <c>SpeechEmotion.Audio.X</c> or <c>Audio.X</c> do.</summary>
    public IEnumerable<string> NamedStages(IEnumerable<string> stages) =>
        stages.Where(stage => Regex.IsMatch(_code, $@"(?<![\w.])(?:SpeechEmotion\.{stage}\b|{stage}\s*\.\s*[A-Z])"));

    public static SourceFile Read(string path) => new(Repository.NameOf(path), File.ReadAllText(path));

    [GeneratedRegex(
        """"
        "{3,}[\s\S]*?"{3,} | @"(?:[^"]|"")*" | "(?:\\.|[^"\\\n])*" | '(?:\\[^\n']{1,9}|\\'|[^'\\\n])' | //[^\n]* | /\*[\s\S]*?\*/
        """",
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentsAndLiterals();

    [GeneratedRegex(@"^namespace\s+SpeechEmotion\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex StageOfNamespace();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
