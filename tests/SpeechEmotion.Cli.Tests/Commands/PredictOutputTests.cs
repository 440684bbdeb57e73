using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text.Json;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>Where <c>ser predict</c> takes recordings from, and where its answers go.</summary>
public sealed class PredictOutputTests(TestModel model) : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Terminal _terminal = new();

    [Theory]
    [InlineData(null)]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public async Task Run_StandardInput_IsTheAnswerForTheFile(uint? dataSize)
    {
        string clip = _folder.AddClip("a.wav");
        await _terminal.SucceedAsync("predict", clip, "--csv", "--model", model.File);
        byte[] bytes = File.ReadAllBytes(clip);
        if (dataSize is { } size)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), size);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(40), size);
        }

        using Terminal piped = Piped(bytes);
        await piped.SucceedAsync("predict", "-", "--csv", "--model", model.File);
        Assert.Equal(_terminal.Output.Replace(clip, "-", StringComparison.Ordinal), piped.Output);
        using Terminal shown = Piped(bytes);
        await shown.SucceedAsync("predict", "-", "--model", model.File);
        Assert.StartsWith("standard input  0.50 s", shown.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutOverAnInput_IsRefused()
    {
        string clip = _folder.AddClip("a.wav"), copy = _folder["copy.onnx"], list = _folder["list.txt"];
        File.Copy(model.File, copy);
        File.WriteAllText(list, clip + "\n");
        foreach (string output in new[] { copy, clip, list })
        {
            using Terminal terminal = new();
            Assert.Equal(Cli.UsageError, await terminal.RunAsync("predict", output == list ? list : clip, "--model", copy, "--json", "--out", output));
            Assert.Contains("itself; name another file", terminal.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Resume_FileWithErrors_FailsAgain()
    {
        File.WriteAllText(_folder["list.txt"], $"{_folder.AddClip("a.wav")}\n{_folder["missing.wav"]}\n");
        string[] command = ["predict", _folder["list.txt"], "--model", model.File, "--out", _folder["a.csv"]];
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync(command));

        using Terminal again = new();
        Assert.Equal(Cli.UsageError, await again.RunAsync([.. command, "--resume"]));

        Assert.Equal($"ser: {_folder["a.csv"]}: done already\nser: {_folder["a.csv"]}: 1 answer is an error; --retry-failed tries it again\n", again.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Run_StandardInputThatIsNoAudio_SaysSo()
    {
        using Terminal empty = Piped([]);
        Assert.Equal(Cli.UsageError, await empty.RunAsync("predict", "-", "--model", model.File));
        Assert.Equal("ser: standard input: is empty", empty.Error.TrimEnd());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ChannelsSplitAndAdapted_TakesEachForAVoice(bool isOverTime)
    {
        string left = _folder.AddClip("l/left.wav", seed: 1, length: 20000), right = _folder.AddClip("r/right.wav", seed: 9, length: 20000), both = AddStereo("both.wav", left, right);
        string[] more = isOverTime ? ["--csv", "--adapt", "--timeline", "--model", model.File] : ["--csv", "--adapt", "--model", model.File];
        await _terminal.SucceedAsync(["predict", left, right, .. more]);
        using Terminal split = new();
        await split.SucceedAsync(["predict", both, "--channels", "split", .. more]);
        Assert.Equal(Rows(_terminal.Output).Skip(1).Select(row => string.Join(',', row[1..])), Rows(split.Output).Skip(1).Select(row => string.Join(',', row[2..])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ChannelsSplit_AnswersEachAsIfAlone(bool isOverTime)
    {
        string left = _folder.AddClip("left.wav", seed: 1, length: 20000), right = _folder.AddClip("right.wav", seed: 9, length: 20000), both = AddStereo("both.wav", left, right);
        string[] more = isOverTime ? ["--timeline", "--model", model.File] : ["--model", model.File];
        await _terminal.SucceedAsync(["predict", left, right, "--csv", .. more]);
        string[][] expected = Rows(_terminal.Output);
        using Terminal split = new(), json = new(), shown = new();
        await split.SucceedAsync(["predict", both, "--channels", "split", "--csv", .. more]);
        string[][] rows = Rows(split.Output);
        Assert.Equal(["file", "channel"], rows[0][..2]);
        Assert.Equal(expected.Skip(1).Select(row => (row[0] == left ? "0" : "1") + string.Join(',', row[1..])), rows.Skip(1).Select(row => row[1] + string.Join(',', row[2..])));
        Assert.Equal(["0", "1"], rows.Skip(1).Select(row => row[1]).Distinct());

        await json.SucceedAsync(["predict", both, "--channels", "split", "--json", .. more]);
        Assert.Equal([0, 1], json.ReadJson().GetProperty("results").EnumerateArray().Select(result => result.GetProperty("channel").GetInt32()));
        await shown.SucceedAsync(["predict", both, "--channels", "split", .. more]);
        Assert.Contains("both.wav, channel 1", shown.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x.json")]
    [InlineData("new/folder/x.csv")]
    [InlineData("x.txt", "--timeline")]
    [InlineData("x.vtt", "--timeline")]
    [InlineData("x.data", "--timeline", "--csv")]
    public async Task Run_Out_IsWhatStandardOutputWouldBe(string name, params string[] options)
    {
        string clip = _folder.AddClip("a.wav", length: 30000), format = Path.GetExtension(name) switch { ".json" => "--json", ".csv" => "--csv", ".txt" => "--audacity", ".vtt" => "--webvtt", _ => "" };
        await _terminal.SucceedAsync(["predict", clip, "--model", model.File, "--out", _folder[name], .. options]);
        Assert.Equal("", _terminal.Output + _terminal.Shown);
        using Terminal printed = new();
        await printed.SucceedAsync([.. new[] { "predict", clip, "--model", model.File, format }.Where(word => word.Length > 0), .. options]);
        Assert.Equal(printed.Output, File.ReadAllText(_folder[name]));
        Assert.Equal(["a.wav", name], _folder.Names());
    }

    [Fact]
    public async Task Run_OutOfManyFiles_ShowsABarAndKeepsTheOrder()
    {
        string[] clips = [.. Enumerable.Range(0, 12).Select(i => _folder.AddClip($"{i:00}.wav", (ulong)i, length: i % 3 == 0 ? 160_000 : 8000))];
        string missing = _folder["missing.wav"];
        _terminal.ShowProgress();
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync(["predict", missing, .. clips, "--jobs", "3", "--model", model.File, "--out", _folder["x.json"]]));
        Assert.Contains("recognising", _terminal.Progress, StringComparison.Ordinal);
        JsonElement results = JsonDocument.Parse(File.ReadAllText(_folder["x.json"])).RootElement.GetProperty("results");
        Assert.Equal([missing, .. clips], results.EnumerateArray().Select(result => result.GetProperty("file").GetString()));
        Assert.Equal($"{missing}: no such file", results[0].GetProperty("error").GetString());
    }

    [Fact]
    public async Task Run_InterruptedWithOut_LeavesWhatWasThere()
    {
        string clip = _folder.AddClip("a.wav"), old = _folder.AddText("x.csv", "old");
        Assert.Equal(Cli.Interrupted, await _terminal.RunAsync(new CancellationToken(true), "predict", clip, "--model", model.File, "--out", old));
        Assert.Equal($"ser: interrupted; {old} was not written", _terminal.Error.TrimEnd());
        Assert.Equal("old", File.ReadAllText(old));
        Assert.Equal(["a.wav", "x.csv"], _folder.Names());
    }

    [Fact]
    public async Task Run_OutIsTheRecording_Refuses()
    {
        string clip = _folder.AddClip("a.wav");
        await _terminal.FailAsync($"{clip}: is the recording itself; name another file", "predict", clip, "--csv", "--model", model.File, "--out", clip);
    }

    [Theory]
    [InlineData("--out is 'x.png'; it must end in .json, .jsonl, .csv or .parquet, or be given with --json, --jsonl or --csv", "a.wav", "--out", "x.png")]
    [InlineData("--out is 'x.vtt'; it must end in .json, .jsonl, .csv or .parquet, or be given with --json, --jsonl or --csv", "a.wav", "--out", "x.vtt")]
    [InlineData("--out is 'x'; it must end in .json or .csv, .vtt or .txt, or be given with --json or --csv", "a.wav", "--out", "x", "--timeline")]
    [InlineData("labels and captions hold one channel; with --channels split, take --json or --csv", "a.wav", "--timeline", "--webvtt", "--channels", "split")]
    [InlineData("--channels is 'left'; it must be one of mix, split", "a.wav", "--channels", "left")]
    [InlineData("--out names a file; leave it out to print the answers", "a.wav", "--out", "-", "--csv")]
    [InlineData("--session is of one voice, and --channels split hears several; take --adapt, which keeps them apart", "a.wav", "--channels", "split", "--session", "s.json")]
    [InlineData("--channels split reads a recording once per channel, and standard input can be read only once; save it to a file first", "-", "--channels", "split")]
    [InlineData("- is standard input, which is one recording; name it once", "-", "-")]
    [InlineData("--jobs is 0; it must be 1 to 256", "a.wav", "--jobs", "0")]
    [InlineData("--timeline takes recordings one after the other; leave out --jobs", "a.wav", "--timeline", "--jobs", "2")]
    public async Task Run_WrongOptions_SaysSo(string expected, params string[] options) =>
        await _terminal.FailAsync($"{expected}; see 'ser predict --help'", ["predict", .. options]);

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }

    private static Terminal Piped(byte[] bytes) => new() { OpenInput = () => PipeReader.Create(new MemoryStream(bytes)).AsStream() };

    private static string[][] Rows(string csv) => [.. csv.TrimEnd().Split('\n').Select(line => line.Split(','))];

    /// <summary>A WAV file of two channels, made of two of one channel each.</summary>
    private string AddStereo(string name, string left, string right)
    {
        byte[] one = File.ReadAllBytes(left), other = File.ReadAllBytes(right), both = new byte[44 + (2 * (one.Length - 44))];
        one.AsSpan(0, 44).CopyTo(both);
        BinaryPrimitives.WriteUInt32LittleEndian(both.AsSpan(4), (uint)both.Length - 8);
        BinaryPrimitives.WriteUInt16LittleEndian(both.AsSpan(22), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(both.AsSpan(28), 4 * TestFolder.Rate);
        BinaryPrimitives.WriteUInt16LittleEndian(both.AsSpan(32), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(both.AsSpan(40), (uint)both.Length - 44);
        for (int i = 44; i < one.Length; i += 2)
        {
            one.AsSpan(i, 2).CopyTo(both.AsSpan(44 + (2 * (i - 44))));
            other.AsSpan(i, 2).CopyTo(both.AsSpan(46 + (2 * (i - 44))));
        }

        File.WriteAllBytes(_folder[name], both);
        return _folder[name];
    }
}
