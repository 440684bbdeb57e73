using System.Buffers.Binary;
using System.Text.Json;
using Parquet;
using Parquet.Schema;
using SpeechEmotion.Cli.Bulk;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Bulk;

/// <summary><c>ser predict</c> into files that grow, and <c>ser merge</c>: nothing is answered twice, nothing is lost.</summary>
public sealed class BulkTests(TestModel model) : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Terminal _terminal = new();

    [Fact]
    public async Task Predict_List_IsAnsweredAsItsFiles()
    {
        string list = AddList(7);
        await PredictAsync("x.jsonl", list);
        string[] lines = File.ReadAllLines(_folder["x.jsonl"]);
        using Terminal printed = new(), document = new();
        string[] files = [.. Enumerable.Range(0, 7).Select(i => _folder[$"clips/{i % 3}.wav"])];
        await printed.SucceedAsync(["predict", .. files, "--jsonl", "--model", model.File]);
        await document.SucceedAsync(["predict", .. files, "--json", "--model", model.File]);
        Assert.Equal(printed.Output, string.Concat(lines.Select(line => line + "\n")));
        Assert.Equal(
            document.ReadJson().GetProperty("results").EnumerateArray().Select(result => JsonSerializer.Serialize(result)),
            lines.Select(line => JsonSerializer.Serialize(JsonDocument.Parse(line).RootElement)));
        Assert.Equal(["clips/0.wav", "clips/1.wav", "clips/2.wav", "clips/list.txt", "x.jsonl"], _folder.Names());
    }

    [Fact]
    public async Task Predict_Manifest_TakesItsColumnOfPaths()
    {
        AddList(2);
        string table = _folder.AddText("clips/table.csv", "emotion;path\nsad;1.wav\nanger;\"0.wav\"\n");
        await PredictAsync("x.csv", table);
        Assert.Equal([_folder["clips/1.wav"], _folder["clips/0.wav"]], Rows("x.csv").Select(row => row[0]));
    }

    [Theory]
    [InlineData("path,start\n0.wav,1.5\n", "table.csv: line 2 is about a part of a recording (start, end); predict answers whole recordings, or segments with --timeline")]
    [InlineData("emotion\nsad\n", "table.csv: the header 'emotion' lacks path; it must name the columns path.")]
    [InlineData("path\n", "table.csv: lists no recordings; it must have a path on each line")]
    public async Task Predict_ManifestWithFault_SaysSo(string text, string expected)
    {
        string table = _folder.AddText("table.csv", text);
        await _terminal.FailAsync($"{_folder.Root}{Path.DirectorySeparatorChar}{expected}", "predict", table, "--out", _folder["x.csv"], "--model", model.File);
        Assert.Equal(["table.csv"], _folder.Names());
    }

    [Theory]
    [InlineData("x.jsonl", false)]
    [InlineData("x.csv", false)]
    [InlineData("x.parquet", false)]
    [InlineData("x.jsonl", true)]
    [InlineData("x.csv", true)]
    public async Task Resume_AfterAnyTornByte_GivesTheSameBytes(string name, bool isSplit)
    {
        string[] more = isSplit ? ["--channels", "split"] : [];
        string list = isSplit ? _folder.AddText("list.txt", string.Concat(Enumerable.Repeat(Path.GetFileName(AddStereo("both.wav")) + "\n", 3))) : AddList(4);
        await PredictAsync("journal.jsonl", list, more);
        byte[] journal = File.ReadAllBytes(_folder["journal.jsonl"]);
        await PredictAsync(name, list, more);
        byte[] whole = File.ReadAllBytes(_folder[name]);
        foreach (int length in new[] { 0, 1, journal.Length / 3, journal.Length / 2, journal.AsSpan().IndexOf((byte)'\n'), journal.AsSpan().IndexOf((byte)'\n') + 1, journal.Length - 1, journal.Length })
        {
            File.Delete(_folder[name]);
            File.WriteAllBytes(_folder[name + ".part"], journal[..length]);
            Card(list, isSplit).Write(_folder[name]);
            await PredictAsync(name, list, ["--resume", .. more]);
            Assert.Equal(whole, File.ReadAllBytes(_folder[name]));
            Assert.DoesNotContain(_folder.Names(), file => file.EndsWith(".part", StringComparison.Ordinal) || file.EndsWith(".run.json", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Resume_Done_DoesNothing()
    {
        string list = AddList(3);
        await PredictAsync("x.jsonl", list);
        string answers = File.ReadAllText(_folder["x.jsonl"]);
        Assert.Equal(Cli.Success, await _terminal.RunAsync("predict", list, "--out", _folder["x.jsonl"], "--model", model.File, "--resume"));
        Assert.Equal($"ser: {_folder["x.jsonl"]}: done already\n", _terminal.Error);
        Assert.Equal(answers, File.ReadAllText(_folder["x.jsonl"]));
    }

    [Fact]
    public async Task Resume_FileOfOtherAnswers_IsRefusedAndKept()
    {
        string list = AddList(3);
        await PredictAsync("x.jsonl", list);
        foreach (string content in new[] { "mine", string.Join('\n', File.ReadAllLines(_folder["x.jsonl"])[..2]) + "\n" })
        {
            File.WriteAllText(_folder["x.jsonl"], content);
            using Terminal terminal = new();
            Assert.Equal(Cli.UsageError, await terminal.RunAsync("predict", list, "--out", _folder["x.jsonl"], "--model", model.File, "--resume"));
            Assert.Equal(content, File.ReadAllText(_folder["x.jsonl"]));
        }
    }

    [Fact]
    public async Task Resume_OfAnotherListOrModel_Refuses()
    {
        string list = AddList(3), part = _folder["x.jsonl.part"];
        File.WriteAllText(part, "");
        Card(list, isSplit: false).Write(_folder["x.jsonl"]);
        File.AppendAllText(list, "0.wav\n");
        await _terminal.FailAsync($"{part}: was begun with another list: 3 recordings then, 4 now; give the same, or delete it to begin anew", "predict", list, "--out", _folder["x.jsonl"], "--model", model.File, "--resume");
        using Terminal shard = new(), without = new();
        await shard.FailAsync($"{part}: was begun with all recordings, now it is shard 1/2; give the same, or delete it to begin anew", "predict", list, "--out", _folder["x.jsonl"], "--model", model.File, "--resume", "--shard", "1/2");
        await without.FailAsync($"{part}: has the answers of a run that did not end; add --resume to go on with it, or delete it", "predict", list, "--out", _folder["x.jsonl"], "--model", model.File);
        Assert.Equal("", File.ReadAllText(part));
    }

    [Fact]
    public async Task Resume_JournalOfOtherFiles_Refuses()
    {
        string list = AddList(3), part = _folder.AddText("x.jsonl.part", "{\"file\":\"other.wav\",\"error\":\"other.wav: no such file\"}\n");
        Card(list, isSplit: false).Write(_folder["x.jsonl"]);
        await _terminal.FailAsync($"{part}: line 1 answers other.wav, where the list has {_folder["clips/0.wav"]}; delete the file to begin anew", "predict", list, "--out", _folder["x.jsonl"], "--model", model.File, "--resume");
    }

    [Theory]
    [InlineData("x.jsonl")]
    [InlineData("x.csv")]
    [InlineData("x.parquet")]
    public async Task RetryFailed_AnswersOnlyWhatFailed(string name)
    {
        string list = AddList(4);
        await PredictAsync("whole" + Path.GetExtension(name), list);
        byte[] whole = File.ReadAllBytes(_folder["whole" + Path.GetExtension(name)]);
        File.Move(_folder["clips/1.wav"], _folder["away.wav"]);
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("predict", list, "--out", _folder[name], "--model", model.File));
        Assert.Contains($"{_folder["clips/1.wav"]}: no such file", _terminal.Error, StringComparison.Ordinal);
        Assert.Contains($"{_folder[name]}: 1 answer is an error; --retry-failed tries it again", _terminal.Error, StringComparison.Ordinal);
        File.Move(_folder["away.wav"], _folder["clips/1.wav"]);
        File.WriteAllText(_folder["clips/0.wav"], "no audio any more"); // It is answered already, and not read again.
        using Terminal again = new();
        await again.SucceedAsync("predict", list, "--out", _folder[name], "--model", model.File, "--retry-failed");
        Assert.Equal(whole, File.ReadAllBytes(_folder[name]));
        Assert.False(File.Exists(_folder[name + ".run.json"]));
    }

    [Theory]
    [InlineData("x.jsonl")]
    [InlineData("x.csv")]
    [InlineData("x.parquet")]
    public async Task RetryFailed_WithAnotherModelOrOtherChannels_RefusesAndKeepsTheFile(string name)
    {
        string list = AddList(3);
        File.Move(_folder["clips/1.wav"], _folder["away.wav"]);
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("predict", list, "--out", _folder[name], "--model", model.File));
        File.Move(_folder["away.wav"], _folder["clips/1.wav"]);
        byte[] before = File.ReadAllBytes(_folder[name]);
        using Terminal split = new(), other = new();
        await split.FailAsync($"{_folder[name]}: was made with --channels mix; give the same", "predict", list, "--out", _folder[name], "--model", model.File, "--retry-failed", "--channels", "split");
        Assert.Equal(Cli.UsageError, await other.RunAsync("predict", list, "--out", _folder[name], "--retry-failed")); // The shipped model.
        Assert.Contains($"{_folder[name]}: was made with the model", other.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder[name]));
        Assert.False(File.Exists(_folder[name + ".part"]));
    }

    [Fact]
    public async Task Resume_OfOtherChannels_IsRefused()
    {
        string list = AddList(2);
        await PredictAsync("x.csv", list);
        await _terminal.FailAsync($"{_folder["x.csv"]}: was made with --channels mix; give the same", "predict", list, "--out", _folder["x.csv"], "--model", model.File, "--resume", "--channels", "split");
    }

    [Fact]
    public async Task RetryFailed_OfOtherRecordings_RefusesAndKeepsTheFile()
    {
        string list = AddList(3);
        await PredictAsync("x.csv", list);
        string before = File.ReadAllText(_folder["x.csv"]);
        File.WriteAllText(list, "2.wav\n1.wav\n0.wav\n");
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("predict", list, "--out", _folder["x.csv"], "--model", model.File, "--retry-failed"));
        Assert.Contains("--retry-failed needs the recordings that it was made of", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_folder["x.csv"]));
    }

    [Fact]
    public async Task Parquet_HoldsWhatTheTableHolds()
    {
        string list = AddList(3);
        File.AppendAllText(list, "missing.wav\n");
        await _terminal.RunAsync("predict", list, "--out", _folder["x.csv"], "--model", model.File);
        await _terminal.RunAsync("predict", list, "--out", _folder["x.parquet"], "--model", model.File);
        string[] header = File.ReadLines(_folder["x.csv"]).First().Split(',');
        await using FileStream file = File.OpenRead(_folder["x.parquet"]);
        await using ParquetReader reader = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        DataField[] fields = reader.Schema.GetDataFields();
        Assert.Equal(header, fields.Select(field => field.Name));
        Assert.Equal(Recognizer.Digest, reader.CustomMetadata["modelDigest"]);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        Assert.Equal(4, group.RowCount);
        string?[][] rows = [.. Rows("x.csv").Select(row => Array.ConvertAll(row, field => field.Length == 0 ? null : field))];
        foreach ((DataField field, int column) in fields.Select((field, i) => (field, i)))
        {
            string?[] text = new string?[4];
            if (field.ClrType == typeof(double))
            {
                double?[] numbers = new double?[4];
                await group.ReadAsync<double>(field, numbers.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
                text = Array.ConvertAll(numbers, number => number is { } value ? $"{value:0.######}" : null);
            }
            else if (field.ClrType == typeof(bool))
            {
                bool?[] flags = new bool?[4];
                await group.ReadAsync<bool>(field, flags.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
                text = Array.ConvertAll(flags, flag => flag is { } value ? value ? "true" : "false" : null);
            }
            else
            {
                await group.ReadAsync(field, text.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
            }

            Assert.Equal(rows.Select(row => row[column]), text);
        }
    }

    [Theory]
    [InlineData(".jsonl", ".jsonl")]
    [InlineData(".csv", ".csv")]
    [InlineData(".parquet", ".parquet")]
    [InlineData(".jsonl", ".parquet")]
    [InlineData(".parquet", ".csv")]
    public async Task Merge_Shards_IsOneProcess(string from, string to)
    {
        string list = AddList(7);
        await PredictAsync("whole" + to, list);
        List<string> shards = [];
        foreach (int i in new[] { 3, 1, 4, 2 })
        {
            await PredictAsync($"{i}{from}", list, "--shard", $"{i}/4");
            shards.Add(_folder[$"{i}{from}"]);
        }

        await _terminal.SucceedAsync(["merge", .. shards, "--out", _folder["merged" + to]]);
        Assert.Equal(File.ReadAllBytes(_folder["whole" + to]), File.ReadAllBytes(_folder["merged" + to]));
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".parquet")]
    public async Task Merge_TablesIntoLines_GivesTheSameValues(string from)
    {
        string list = AddList(3);
        File.AppendAllText(list, "missing.wav\n");
        foreach (string name in new[] { "1" + from, "whole.jsonl" })
        {
            await _terminal.RunAsync("predict", list, "--out", _folder[name], "--model", model.File, "--shard", "1/1");
        }

        using Terminal merge = new();
        await merge.SucceedAsync("merge", _folder["1" + from], "--out", _folder["merged.jsonl"]);
        JsonElement[] Lines(string name) => [.. File.ReadLines(_folder[name]).Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement[] expected = Lines("whole.jsonl"), merged = Lines("merged.jsonl");
        Assert.Equal(4, merged.Length);
        Assert.All(expected.Zip(merged), pair => Assert.True(JsonElement.DeepEquals(pair.First, pair.Second), $"{pair.First}\n{pair.Second}"));
    }

    [Theory]
    [InlineData("own.csv", "x,y\n")]
    [InlineData("own.parquet", "no table")]
    [InlineData("own.jsonl", "{\"x\":1}\n")]
    public async Task RetryFailed_FileThatIsNoAnswers_StaysAlone(string name, string text)
    {
        string clip = _folder.AddClip("a.wav"), file = _folder.AddText(name, text);
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("predict", clip, "--model", model.File, "--out", file, "--retry-failed"));
        Assert.Contains(name, _terminal.Error, StringComparison.Ordinal);
        Assert.Equal((text, $"a.wav {name}"), (File.ReadAllText(file), string.Join(' ', _folder.Names())));
    }

    [Fact]
    public async Task Merge_NoSuchFileOrADamagedCard_IsOneLine()
    {
        string file = _folder["a.jsonl"];
        await _terminal.FailAsync($"{file}: no such file; name files that `ser predict --shard` wrote", "merge", file, "--out", _folder["m.jsonl"]);
        _folder.AddText("a.jsonl", "{}\n");
        _folder.AddText("a.jsonl.run.json", """{ "model": 1, "modelDigest": "x", "labels": [], "isSplit": 0, "recordings": 1.5, "listDigest": "y" }""");
        using Terminal terminal = new();
        await terminal.FailAsync(
            $"{file}.run.json: does not say what the answers beside it are about: model is 1; it must be text, in quotation marks; isSplit is 0; it must be true or false; recordings is 1.5; it must be a whole number",
            "merge", file, "--out", _folder["m.jsonl"]);
        Assert.Equal(["a.jsonl", "a.jsonl.run.json"], _folder.Names());
    }

    [Fact]
    public async Task Merge_MissingAndTwice_SaysWhichAndExitsWith1()
    {
        string list = AddList(9);
        foreach (int i in new[] { 1, 2, 3 })
        {
            await PredictAsync($"{i}.jsonl", list, "--shard", $"{i}/4");
        }

        string[] lines = File.ReadAllLines(_folder["2.jsonl"]);
        File.WriteAllText(_folder["2.jsonl"], lines[0] + "\n"); // Somebody lost one.
        File.Move(_folder["3.jsonl"], _folder["3.jsonl.part"]); // Not finished.
        Assert.Equal(Cli.Failure, await _terminal.RunAsync("merge", _folder["1.jsonl"], _folder["2.jsonl"], _folder["3.jsonl"], _folder["1.jsonl"], "--out", _folder["m.jsonl"]));
        Assert.Equal(
            [
                $"ser: shard 3/4 is not finished: 2 answers so far, 2 recordings; --resume goes on with {_folder["3.jsonl"]}",
                $"ser: shard 1/4 is there twice: {_folder["1.jsonl"]} and {_folder["1.jsonl"]}; the first is taken",
                $"ser: shard 2/4 lacks 1 recording: {_folder["2.jsonl"]} ends early",
                "ser: shard 4/4 is missing: 2 recordings",
            ],
            _terminal.Error.TrimEnd().Split('\n'));
        Assert.Equal(4, File.ReadAllLines(_folder["m.jsonl"]).Length); // 3 of shard 1, 1 of shard 2
    }

    [Fact]
    public async Task Merge_ShardsOfTwoLists_Refuses()
    {
        string list = AddList(4);
        await PredictAsync("1.csv", list, "--shard", "1/2");
        File.AppendAllText(list, "0.wav\n");
        await PredictAsync("2.csv", list, "--shard", "2/2");
        await _terminal.FailAsync(
            $"{_folder["2.csv"]}: does not go with {_folder["1.csv"]}, which was made with another list: 4 recordings then, 5 now; merge the shards of one run", "merge", _folder["1.csv"], _folder["2.csv"], "--out", _folder["m.csv"]);
        Assert.False(File.Exists(_folder["m.csv"]));
    }

    [Theory]
    [InlineData("--resume needs --out with .jsonl, .csv or .parquet", "a.wav", "--resume")]
    [InlineData("--shard needs --out with .jsonl, .csv or .parquet", "a.wav", "--out", "x.json", "--shard", "1/2")]
    [InlineData("--shard is '3/2'; it must be I/N with I from 1 to N, such as 1/4", "a.wav", "--out", "x.csv", "--shard", "3/2")]
    [InlineData("--retry-failed needs answers that do not depend on each other; leave out --timeline, --adapt and --session", "a.wav", "--out", "x.csv", "--retry-failed", "--adapt")]
    [InlineData("--timeline gives many segments per recording; take --json or --csv", "a.wav", "--out", "x.parquet", "--timeline")]
    [InlineData("Parquet holds plain answers; with --adapt or --session, take --json, --jsonl or --csv", "a.wav", "--out", "x.parquet", "--adapt")]
    public async Task Run_WrongOptions_SaysSo(string expected, params string[] options) =>
        await _terminal.FailAsync($"{expected}; see 'ser predict --help'", ["predict", .. options]);

    [Fact]
    public void Shards_TogetherAreTheList()
    {
        int[] all = [.. Enumerable.Range(0, 23)];
        foreach (int count in new[] { 1, 2, 5, 23, 40 })
        {
            int[][] parts = [.. Enumerable.Range(1, count).Select(i => new Shard(i, count).Of(all).ToArray())];
            Assert.Equal(all, parts.SelectMany(part => part).Order());
            Assert.Equal(parts.Select(part => (long)part.Length), Enumerable.Range(1, count).Select(i => new Shard(i, count).CountOf(all.Length)));
        }
    }

    [Theory]
    [InlineData(45, "45 s")]
    [InlineData(95, "1 min 35 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(200_000, "2 d 7 h")]
    public void Describe_TimeLeft_TakesTwoUnits(int seconds, string expected) => Assert.Equal(expected, BulkProgress.Describe(TimeSpan.FromSeconds(seconds)));

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }

    private SpeechEmotion.Recognition.EmotionRecognizer Recognizer => field ??= SpeechEmotion.Recognition.EmotionRecognizer.Load(model.File);

    /// <summary>Three clips, and a list that names them in turn.</summary>
    private string AddList(int length)
    {
        for (int i = 0; i < 3; i++)
        {
            _folder.AddClip($"clips/{i}.wav", (ulong)i + 1, length: 4000 + (2000 * i));
        }

        return _folder.AddText("clips/list.txt", string.Concat(Enumerable.Range(0, length).Select(i => $"{i % 3}.wav\n")));
    }

    private BulkCard Card(string list, bool isSplit)
    {
        (long count, string digest) = new RecordingList(CommandContext.ForTerminal(), [list]).Survey(null, TestContext.Current.CancellationToken);
        return new BulkCard { Model = "test 0.1.0", ModelDigest = Recognizer.Digest, Labels = Recognizer.Card.Labels, IsSplit = isSplit, Recordings = count, ListDigest = digest };
    }

    private async Task PredictAsync(string name, string list, params string[] more)
    {
        using Terminal terminal = new();
        await terminal.SucceedAsync(["predict", list, "--out", _folder[name], "--model", model.File, .. more]);
    }

    private string[][] Rows(string name) => [.. File.ReadLines(_folder[name]).Skip(1).Select(line => line.Split(','))];

    private string AddStereo(string name)
    {
        byte[] one = File.ReadAllBytes(_folder.AddClip("one.wav", length: 8000));
        BinaryPrimitives.WriteUInt16LittleEndian(one.AsSpan(22), 2); // Every other sample becomes the other channel.
        BinaryPrimitives.WriteUInt32LittleEndian(one.AsSpan(28), 4 * TestFolder.Rate);
        BinaryPrimitives.WriteUInt16LittleEndian(one.AsSpan(32), 4);
        File.WriteAllBytes(_folder[name], one);
        return _folder[name];
    }
}
