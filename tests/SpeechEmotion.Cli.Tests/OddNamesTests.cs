using System.Diagnostics;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

/// <summary>Names of files whose bytes are not UTF-8, such as those of old archives, and lists that were saved in another encoding.</summary>
public sealed class OddNamesTests(TestModel model) : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Terminal _terminal = new();

    [Fact]
    public async Task Predict_FolderWithOddNames_SaysWhatItSkips()
    {
        await AddOddNamesAsync();
        Assert.Equal(Cli.Success, await _terminal.RunAsync("predict", _folder.Root, "--model", model.File, "--json"));
        Assert.Single(_terminal.ReadJson().GetProperty("results").EnumerateArray());
        Assert.Equal(
            [$"ser: warning: {_folder["f\uFFFDlder"]}: is a folder whose name is not UTF-8 (rename it); skipped", $"ser: warning: {_folder["k\uFFFDnig.wav"]}: is a file whose name is not UTF-8 (rename it); skipped"],
            _terminal.Error.ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task DataCheck_FolderWithOddNames_ReportsThem()
    {
        _folder.AddClip("sad/b.wav", 2);
        File.Move(_folder.AddClip("a.wav"), _folder["sad/a.wav"]);
        await AddOddNamesAsync();
        Assert.Equal(Cli.Failure, await _terminal.RunAsync("data", "check", _folder.Root, "--corpus", "folders", "--json"));
        Assert.Contains("is a folder whose name is not UTF-8 (rename it)", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_StandardInputInAList_IsRefused()
    {
        string list = _folder.AddText("list.txt", "-\n");
        await _terminal.FailAsync($"{list}: names '-', standard input, which only the command line can; a file of this name is ./-", "predict", list, "--csv", "--model", model.File);
    }

    [Fact]
    public async Task FileWithALineBreakInItsName_IsNamedOnOneLine()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "names have no line breaks there");
        File.Move(_folder.AddClip("c.wav"), Directory.CreateDirectory(_folder["sad"]).FullName + "/c.wav");
        File.WriteAllText(_folder["sad/a\nb.wav"], "x");
        Assert.Equal(Cli.Failure, await _terminal.RunAsync("data", "check", _folder.Root, "--corpus", "folders"));
        Assert.Contains("  sad/a\\u000Ab.wav  holds 1 byte", _terminal.Shown, StringComparison.Ordinal);

        using Terminal predict = new();
        Assert.Equal(Cli.UsageError, await predict.RunAsync("predict", _folder["sad/a\nb.wav"], "--model", model.File));
        Assert.Equal($"ser: {_folder["sad/a b.wav"]}: holds 1 byte, too few for any audio file", predict.Error.Trim());
    }

    [Fact]
    public async Task Features_FileOfAnOddName_SaysSo() =>
        await _terminal.FailAsync("FILE|DIR is 'k\uFFFDnig.wav', which is not UTF-8; rename the file, or choose another name; see 'ser features --help'", "features", "k\uFFFDnig.wav", "--kind", "mel", "--out", _folder["a.npy"]);

    [Fact]
    public async Task Predict_OutputOfAnOddName_WritesNothing()
    {
        await _terminal.FailAsync("--out is 'k\uFFFDnig.json', which is not UTF-8; rename the file, or choose another name; see 'ser predict --help'", "predict", _folder.AddClip("a.wav"), "--out", "k\uFFFDnig.json");
        Assert.Equal(["a.wav"], _folder.Names());
    }

    [Theory]
    [InlineData("list.txt", "a.wav\nkönig.wav\n")]
    [InlineData("list.csv", "path\nkönig.wav\n")]
    public async Task Predict_ListInLatin1_SaysWhichLine(string name, string text)
    {
        File.WriteAllText(_folder[name], text, System.Text.Encoding.Latin1);
        await _terminal.FailAsync($"{_folder[name]}: line 2 is not UTF-8 text; save the file as UTF-8", "predict", _folder[name], "--model", model.File);
    }

    [Fact]
    public async Task DataCheck_TableInLatin1_SaysWhichLine()
    {
        File.WriteAllText(_folder["t.csv"], "path,emotion,speaker\na.wav,sad,Jörg\n", System.Text.Encoding.Latin1);
        await _terminal.FailAsync($"{_folder["t.csv"]}: line 2 is not UTF-8 text; save the file as UTF-8", "data", "check", _folder["t.csv"]);
    }

    [Fact]
    public async Task DataCheck_HeaderOfRubbish_IsQuotedInPart()
    {
        _folder.AddText("t.csv", new string('x', 10_000) + "\n");
        await _terminal.FailAsync($"{_folder["t.csv"]}: the header '{new string('x', 79)}…' lacks path and emotion; it must name the columns path,emotion.", "data", "check", _folder["t.csv"]);
    }

    [Fact]
    public async Task DataCheck_SegmentThatIsTooShort_SaysWhichLine()
    {
        _folder.AddClip("a.wav");
        _folder.AddText("t.csv", "path,emotion,start,end\na.wav,sad,0,0.1\na.wav,sad,0.1,0.101\n");
        await _terminal.FailAsync(
            $"{_folder["t.csv"]}: line 3: the segment from 0.1 to 0.101 s is shorter than 0.1 s, too short for an emotion; leave the line out, or give start and end in seconds.", "data", "check", _folder["t.csv"]);
    }

    public void Dispose()
    {
        _terminal.Dispose();
        using (Process remove = Process.Start("rm", ["-rf", _folder.Root])) // .NET cannot name the odd ones.
        {
            remove.WaitForExit();
        }

        Directory.CreateDirectory(_folder.Root);
        _folder.Dispose();
    }

    private async Task AddOddNamesAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names are Unicode there");
        string clip = _folder.AddClip("good.wav");
        using Process make = Process.Start(new ProcessStartInfo("bash", ["-c", $"cd {_folder.Root} && cp {clip} $'k\\366nig.wav' && mkdir $'f\\366lder' && cp {clip} $'f\\366lder/c.wav'"]))!;
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(make.ExitCode == 0, "this file system takes no such names");
        if (Directory.Exists(_folder["sad"]))
        {
            File.Delete(clip);
        }
    }
}
