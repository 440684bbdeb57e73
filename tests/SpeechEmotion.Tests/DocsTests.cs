using Xunit;

namespace SpeechEmotion.Tests;

public sealed class DocsTests
{
    private static readonly string[] s_pages = Repository.Files("docs", ".md");

    [Fact]
    public void Pages_Stages_HaveOneEach()
    {
        string[] names = [.. s_pages.Select(path => Path.GetFileName(path)).Where(name => char.IsDigit(name[0]))];
        Assert.Equal(["00-data-flow.md", .. House.Stages.Select((stage, i) => $"{i + 1:00}-{stage.ToLowerInvariant()}.md")], names);
    }

    [Fact]
    public void Pages_Stages_HaveFewerThan120Lines() =>
        Findings.AssertNone(s_pages.Where(path => char.IsDigit(Path.GetFileName(path)[0]) && File.ReadLines(path).Count() >= 120).Select(Repository.NameOf));

    [Fact]
    public void Samples_EveryFile_IsQuotedByThePageOfItsNumber()
    {
        string[] samples = Repository.Files("samples", ".cs");
        Assert.True(samples.Length >= 10, $"only {samples.Length} samples were found");
        foreach (string sample in samples)
        {
            string name = Path.GetFileName(sample);
            string page = Assert.Single(s_pages, path => Path.GetFileName(path).StartsWith(name[..3], StringComparison.Ordinal));
            Assert.True(
                Document.Quotes(File.ReadAllText(page), File.ReadAllText(sample)), $"{Repository.NameOf(page)} does not quote samples/{name} as it is; copy it again");
        }
    }

    [Fact]
    public void OwnNetwork_Class_IsTheOneThatTheTestsExport() => Assert.Contains(
        $"```csharp\n{File.ReadAllText(Repository.PathOf("tests/SpeechEmotion.Recognition.Tests/TinyNet.cs")).TrimStart('\uFEFF')}```\n", File.ReadAllText(Repository.PathOf("docs/own-network.md")), StringComparison.Ordinal);

    [Fact]
    public void Samples_Python_IsQuotedAsItIs() =>
        Assert.Contains($"```python\n{File.ReadAllText(Repository.PathOf("samples/python/recognize.py"))}```\n", File.ReadAllText(Repository.PathOf("docs/anywhere.md")), StringComparison.Ordinal);

    [Fact]
    public void Links_RelativeOnes_LeadToFiles()
    {
        List<string> broken = [];
        foreach (string page in s_pages.Append(Repository.PathOf("README.md")).Where(File.Exists))
        {
            string folder = Path.GetDirectoryName(page)!;
            broken.AddRange(Document.Links(File.ReadAllText(page)).Where(link => !Path.Exists(Path.Combine(folder, link))).Select(link => $"{Repository.NameOf(page)} -> {link}"));
        }

        Findings.AssertNone(broken);
    }

    [Fact]
    public void Tables_EveryRow_HasAsManyCellsAsItsHeader() =>
        Findings.AssertNone(s_pages.SelectMany(page => Document.RaggedRows(File.ReadAllText(page)).Select(row => $"{Repository.NameOf(page)}: {row}")));

    [Fact]
    public void References_Citations_AreListedOnceAndAllCited()
    {
        string list = Repository.PathOf("docs/references.md");
        IEnumerable<string> texts = Repository.Files("src", ".cs").Concat(s_pages.Where(page => page != list)).Select(File.ReadAllText);
        string[] cited = [.. texts.SelectMany(Document.Citations).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(cited, Document.References(File.ReadAllText(list)));
    }

    // The readings themselves

    [Fact]
    public void Quotes_SampleWithDirectives_IsComparedWithoutThem()
    {
        const string sample = "#:project ../x.csproj\n#:property A=b\n\nint a = 1;\n\n#if X\n#endif\n";
        Assert.Equal("int a = 1;\n\n#if X\n#endif\n", Document.Quotable(sample));
        Assert.True(Document.Quotes("Page\n\n```csharp\nint a = 1;\n\n#if X\n#endif\n```\n", sample));
        Assert.False(Document.Quotes("Page\n\n```csharp\nint a = 2;\n\n#if X\n#endif\n```\n", sample));
        Assert.False(Document.Quotes("Page\n\n```\nint a = 1;\n\n#if X\n#endif\n```\n", sample));
    }

    [Fact]
    public void Links_Page_AreThoseToFiles() =>
        Assert.Equal(["a.md", "../b/c.cs"], Document.Links("[a](a.md#part) [b](https://example.org/x.md) [c](#here)\n`x[i](no.md)`\n```\n[d](no.md)\n```\n[e](../b/c.cs)"));

    [Fact]
    public void RaggedRows_Table_AreThoseOfAnotherWidth() =>
        Assert.Equal(["| 5 | 6 | 7 |", "| 8 |"], Document.RaggedRows("| a | b |\n| --- | --- |\n| `1 \\| 2` | 3 |\n| 5 | 6 | 7 |\n\n| c | d |\n| --- | --- |\n| 8 |\n"));

    [Fact]
    public void Citations_Text_AreNamesWithYears() =>
        Assert.Equal(["Cao2014", "ONNX"], Document.Citations("by [Cao2014], [ONNX] and x[Length] [Kept] [Link2014](a.md)"));

    [Fact]
    public void References_List_AreItsBoldKeys() => Assert.Equal(["A2001", "B"], Document.References("# X\n\n- **[A2001]** someone\n- **[B]** other\n  **[C]**\n"));
}
