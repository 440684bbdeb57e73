using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Cluster;
using SpeechEmotion.Recognition;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>train, evaluate, export, report and sweep on a corpus of tones.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private readonly TrainingFiles _files = new();

    [Fact]
    public async Task Train_ThenEvaluateExportReport_AgreeOnTheFigures()
    {
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["run"]));
            Assert.Contains("precision    recall  f1-score   support", terminal.Output, StringComparison.Ordinal);
            Assert.Contains("36 clips, 6 speakers", terminal.Error, StringComparison.Ordinal);
            Assert.Contains("probe epoch 6/6", terminal.Progress, StringComparison.Ordinal);
        }

        JsonElement trained = JsonDocument.Parse(File.ReadAllText(_files["run/report.json"])).RootElement;
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("evaluate", _files["run"], "--data", _files.Corpus, "--json"));
            JsonElement measured = terminal.ReadJson();
            Assert.Equal(trained.GetProperty("accuracy").GetDouble(), measured.GetProperty("accuracy").GetDouble());
            Assert.Equal(trained.GetProperty("interval").GetRawText(), measured.GetProperty("interval").GetRawText());
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("export", _files["run"], "--out", _files["model.onnx"]));
            using EmotionRecognizer recognizer = EmotionRecognizer.Load(_files["model.onnx"]);
            Assert.Equal(["anger", "neutral", "sad"], recognizer.Card.Labels);
            Assert.Equal(trained.GetProperty("uar").GetDouble(), recognizer.Card.Figures["uar"]);
            Assert.Equal(trained.GetProperty("temperature").GetDouble(), recognizer.Card.Temperature);
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("evaluate", _files["model.onnx"], "--data", _files.Corpus, "--json"));
            Assert.Equal(36, terminal.ReadJson().GetProperty("clips").GetInt32());
            Assert.Contains("clips it was trained on flatter it", terminal.Error, StringComparison.Ordinal);
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("evaluate", _files["model.onnx"], "--data", _files.Corpus, "--out", _files["evaluation"]));
            Assert.EndsWith("report.html", terminal.Output.TrimEnd(), StringComparison.Ordinal);
            Assert.Equal(
                ["confusion-matrix.png", "predictions.csv", "report.html", "report.json"],
                Directory.GetFiles(_files["evaluation"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Equal(37, File.ReadAllLines(_files["evaluation/predictions.csv"]).Length);
            Assert.Contains("model.onnx on corpus", File.ReadAllText(_files["evaluation/report.html"]), StringComparison.Ordinal);
        }

        await FailAsync("holds recordings; results do not belong among them: name another folder", "evaluate", _files["model.onnx"], "--data", _files.Corpus, "--out", Path.GetDirectoryName(_files.Corpus)!);
        string loud = _files["loud/loud_ang.wav"];
        Directory.CreateDirectory(Path.GetDirectoryName(loud)!);
        WavWriter.Write(loud, new AudioClip([.. Enumerable.Repeat(new[] { 1e37f, -1e37f }, 8000).SelectMany(pair => pair)], 16000), WavEncoding.Float32);
        File.WriteAllText(_files["loud.csv"], $"path,emotion\n{loud},anger\n");
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.UsageError, await terminal.RunAsync("evaluate", _files["model.onnx"], "--data", _files["loud.csv"]));
            Assert.Contains($"ser: {loud}: ", terminal.Error, StringComparison.Ordinal);
            Assert.Contains("its samples may be too large (they are in -1..1 in a recording). Mend this clip, or take it out of the corpus", terminal.Error, StringComparison.Ordinal);
        }

        await FailAsync("is the folder of a run, whose own report stays", "evaluate", _files["model.onnx"], "--data", _files.Corpus, "--out", _files["run"]);

        using (Terminal terminal = new())
        {
            int code = await terminal.RunAsync("stress", _files["run"], "--data", _files.Corpus, "--clips", "4", "--json", "--out", _files["stress.html"]);
            JsonElement report = terminal.ReadJson();
            Assert.Equal(report.GetProperty("failed").GetInt32() > 0 ? Cli.Failure : Cli.Success, code);
            JsonElement[] tests = [.. report.GetProperty("tests").EnumerateArray()];
            Assert.Equal(trained.GetProperty("uar").GetDouble(), tests.Single(test => test.GetProperty("test").GetString() == "UAR").GetProperty("value").GetDouble());
            Assert.Equal(1, tests.Single(test => test.GetProperty("test").GetString() == "12 dB quieter: same answer").GetProperty("value").GetDouble());
            Assert.Contains("</html>", File.ReadAllText(_files["stress.html"]), StringComparison.Ordinal);
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("report", _files["run"], "--out", _files["report.html"]));
            Assert.Contains("</html>", File.ReadAllText(_files["report.html"]), StringComparison.Ordinal);
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("evaluate", _files["model.onnx"], "--data", _files.Corpus, "--adapt", "speaker", "--json"));
            JsonElement adapted = terminal.ReadJson();
            Assert.Equal(("all clips, adapted per speaker", 36), (adapted.GetProperty("protocol").GetString(), adapted.GetProperty("clips").GetInt32()));
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("evaluate", _files["run"], "--data", _files.Corpus, "--adapt", "corpus", "--json"));
            Assert.EndsWith(", adapted per corpus", terminal.ReadJson().GetProperty("protocol").GetString(), StringComparison.Ordinal);
        }

        File.WriteAllLines(_files["votes.csv"], ["clip,anger,neutral,sad", .. Directory.GetFiles(Path.GetDirectoryName(_files.Corpus)!, "*.wav", SearchOption.AllDirectories).Select(file => $"{Path.GetFileName(file)},3,1,1")]);
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("evaluate", _files["run"], "--data", _files.Corpus, "--votes", _files["votes.csv"], "--json"));
            Assert.Equal(trained.GetProperty("clips").GetInt32(), terminal.ReadJson().GetProperty("listeners").GetProperty("clips").GetInt32());
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync(
                "train", _files.Experiment, "--data", _files.Corpus, "--out", _files["tuned"], "--epochs", "1", "--from", _files["run"], "--votes", _files["votes.csv"], "--set", "training.voteWeight=0.5"));
            Assert.Contains("\"voteWeight\": 0.5", File.ReadAllText(_files["tuned/experiment.json"]), StringComparison.Ordinal);
        }

        await FailAsync("--votes has no effect while training.voteWeight is 0", "train", _files.Experiment, "--data", _files.Corpus, "--out", _files["none"], "--votes", _files["votes.csv"]);
        await FailAsync("training.voteWeight is 0.5, so listeners' votes are needed", "train", _files.Experiment, "--data", _files.Corpus, "--out", _files["none"], "--set", "training.voteWeight=0.5");

        // What a training that was interrupted has reached so far is said to be no more than that.
        Directory.CreateDirectory(_files["begun"]);
        foreach (string name in new[] { "experiment.json", "split.csv", "weights.safetensors" })
        {
            File.Copy(_files[$"run/{name}"], _files[$"begun/{name}"]);
        }

        File.WriteAllLines(_files["begun/metrics.csv"], File.ReadLines(_files["run/metrics.csv"]).Take(3));
        foreach (string[] arguments in new string[][] { ["evaluate", _files["begun"], "--data", _files.Corpus], ["export", _files["begun"], "--out", _files["begun.onnx"]], ["stress", _files["begun"], "--data", _files.Corpus, "--clips", "2"] })
        {
            using Terminal terminal = new();
            Assert.Equal(arguments[0] == "stress" ? Cli.Failure : Cli.Success, await terminal.RunAsync(arguments)); // two clips pass no test
            Assert.Contains($"{_files["begun"]}: was trained for 2 of 6 epochs; its weights so far are used", terminal.Error, StringComparison.Ordinal);
        }

        // What cannot be started from is refused before the clips are decoded, and leaves nothing.
        foreach ((string fault, string from, string setting) in new[]
        {
            ("its network has other layers", "run", "network.width=0.25"),
            ("listens to other features than this experiment", "run", "features.hopLength=200"),
            ("there is no such run", "missing", "seed=2"),
        })
        {
            using Terminal terminal = new();
            Assert.Equal(Cli.UsageError, await terminal.RunAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["none"], "--from", _files[from], "--set", setting));
            Assert.Contains(fault, terminal.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
            Assert.False(Directory.Exists(_files["none"]));
        }

        await FailAsync("--clips is 0; it must be 1 or more", "stress", _files["run"], "--data", _files.Corpus, "--clips", "0");
        await FailAsync("tells anger, neutral, sad apart; a speech gate's labels are noise, speech", "export", _files["run"], "--gate", _files["run"], "--out", _files["gated.onnx"]);

        // A network that learned from a corpus of restricted use needs a licence that its author states.
        string[] split = File.ReadAllLines(_files["run/split.csv"]);
        File.WriteAllLines(_files["run/split.csv"], split[..^1]);
        using Terminal truncated = new();
        Assert.Equal(Cli.UsageError, await truncated.RunAsync("evaluate", _files["run"], "--data", _files.Corpus));
        Assert.Contains("split.csv: has 11 test clips, where report.json counts 12; one of them is not whole: bring it back", truncated.Error, StringComparison.Ordinal);
        int corpus = Array.IndexOf(split[0].Split(','), "corpus");
        File.WriteAllLines(_files["run/split.csv"], [split[0], .. split[1..].Select(line => string.Join(',', [.. line.Split(',')[..corpus], "ravdess", .. line.Split(',')[(corpus + 1)..]]))]);
        await FailAsync("the network learned from ravdess (CC BY-NC-SA 4.0)", "export", _files["run"], "--out", _files["restricted.onnx"]);
        Assert.False(File.Exists(_files["restricted.onnx"]));
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("export", _files["run"], "--licence", "CC BY-NC-SA 4.0", "--out", _files["restricted.onnx"]));
            using EmotionRecognizer recognizer = EmotionRecognizer.Load(_files["restricted.onnx"]);
            Assert.Equal(("ravdess", "CC BY-NC-SA 4.0"), (recognizer.Card.Corpus, recognizer.Card.Licence));
            Assert.Contains("RAVDESS", recognizer.Card.Attribution, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Train_TwoCorpora_IsEvaluatedOnEachAndOnOthers()
    {
        string[] table = File.ReadAllLines(_files.Corpus);
        File.WriteAllLines(_files["second.csv"], Quieter(0.9f).Select(line => line.Replace(",sad,", ",boredom,", StringComparison.Ordinal)));
        File.WriteAllLines(_files["third.csv"], Quieter(0.8f));
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync(
                "train", _files.Experiment, "--data", _files.Corpus, "--data", _files["second.csv"], "--out", _files["run"], "--epochs", "1"));
            Assert.Contains("second: 24 clips, 6 speakers", terminal.Error, StringComparison.Ordinal);
            Assert.Contains("left out 12 clips of other emotions: boredom 12", terminal.Error, StringComparison.Ordinal);
        }

        JsonElement[] trained = [.. JsonDocument.Parse(File.ReadAllText(_files["run/report.json"])).RootElement.GetProperty("perCorpus").EnumerateArray()];
        Assert.Equal(["corpus", "second"], trained.Select(corpus => corpus.GetProperty("corpus").GetString()));
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("evaluate", _files["run"], "--data", _files["third.csv"], "--data", _files["second.csv"], "--json"));
            JsonElement report = terminal.ReadJson();
            JsonElement[] tested = [.. report.GetProperty("perCorpus").EnumerateArray()];
            Assert.Equal("speaker, other corpus", report.GetProperty("protocol").GetString());
            Assert.Equal(["second", "third"], tested.Select(corpus => corpus.GetProperty("corpus").GetString()));
            Assert.Equal(trained[1].GetProperty("uar").GetDouble(), tested[0].GetProperty("uar").GetDouble());
            Assert.Equal(36, tested[1].GetProperty("clips").GetInt32());
        }

        // What another corpus has, too, is used once, of the corpus that the run was trained on.
        File.WriteAllLines(_files["alike.csv"], [.. Quieter(0.7f), .. table[1..7]]);
        File.WriteAllLines(_files["twin.csv"], table);
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("evaluate", _files["run"], "--data", _files["alike.csv"], "--data", _files.Corpus, "--json"));
            Assert.Contains("left out 6 clips of alike, which another corpus has, too, such as 00.wav: byte-identical to corpus/00.wav\nalike: 36 clips", terminal.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Equal(
                [("alike", 36), ("corpus", trained[0].GetProperty("clips").GetInt32())],
                terminal.ReadJson().GetProperty("perCorpus").EnumerateArray().Select(corpus => (corpus.GetProperty("corpus").GetString(), corpus.GetProperty("clips").GetInt32())));
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("train", _files.Experiment, "--data", _files["alike.csv"], "--data", _files.Corpus, "--out", _files["once"], "--epochs", "1"));
            Assert.Contains("left out 6 clips of corpus, which another corpus has, too, such as 00.wav: byte-identical to alike/00.wav\ncorpus: 30 clips", terminal.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Equal(72, File.ReadAllLines(_files["once/split.csv"]).Length - 1);
        }

        await FailAsync("twin.csv: every clip is a copy of one of another corpus, such as 00.wav, which is byte-identical to corpus/00.wav; leave this corpus out", "train", _files.Experiment, "--data", _files["twin.csv"], "--data", _files.Corpus, "--out", _files["other"]);
        await FailAsync("both hold the corpus 'second'", "train", _files.Experiment, "--data", _files["second.csv"], "--data", _files["second.csv"], "--out", _files["other"]);
        await FailAsync("--corpus goes with a single --data", "train", _files.Experiment, "--data", _files["second.csv"], "--data", _files["third.csv"], "--corpus", "manifest");

        string[] Quieter(float factor) =>
        [
            table[0],
            .. table[1..].Select(line =>
            {
                string name = $"{factor * 10:0}-{line.Split(',')[0]}";
                WavWriter.Write(_files[name], new AudioClip([.. AudioFile.Read(_files[line.Split(',')[0]]).Samples.Select(sample => factor * sample)], 8000));
                return $"{name}{line[line.IndexOf(',', StringComparison.Ordinal)..]}";
            }),
        ];
    }

    [Fact]
    public async Task Train_OnAllClips_IsExportedWithTheFiguresOfItsFolds()
    {
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["folds"], "--split", "folds", "--set", "split.folds=2", "--epochs", "1"));
            Assert.EndsWith("report.html", terminal.Output.TrimEnd(), StringComparison.Ordinal);
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["all"], "--split", "all", "--epochs", "1"));
            Assert.EndsWith("weights.safetensors", terminal.Output.TrimEnd(), StringComparison.Ordinal);
        }

        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync("export", _files["all"], "--measured", _files["folds"], "--out", _files["all.onnx"]));
            using EmotionRecognizer recognizer = EmotionRecognizer.Load(_files["all.onnx"]);
            JsonElement measured = JsonDocument.Parse(File.ReadAllText(_files["folds/report.json"])).RootElement;
            Assert.Equal(measured.GetProperty("uar").GetDouble(), recognizer.Card.Figures["uar"]);
            Assert.Equal("folds", recognizer.Card.Protocol);
            Assert.Equal(measured.GetProperty("temperature").GetDouble(), recognizer.Card.Temperature);
        }

        await FailAsync("has nothing to report: every clip trains and none tests (split all).", "report", _files["all"], "--out", _files["r.html"]);
        await FailAsync("folds: has one network per fold; train one on every clip (split all), which can have the figures of this run", "export", _files["folds"], "--out", _files["m.onnx"]);
        await FailAsync("not a measured run", "export", _files["folds/fold-0"], "--measured", _files["all"], "--out", _files["m.onnx"]);
    }

    [Fact]
    public async Task Sweep_Twice_SkipsWhatIsDone()
    {
        string[] arguments = ["sweep", _files.Experiment, "--data", _files.Corpus, "--out", _files["runs"], "--split", "random,speaker", "--seeds", "1,2", "--epochs", "1"];
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync(arguments));
            Assert.Equal(4, terminal.Progress.Split("epoch 1/1").Length - 1);
        }

        Assert.Equal(
            ["probe-random-1", "probe-random-2", "probe-speaker-1", "probe-speaker-2"],
            Directory.GetDirectories(_files["runs"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using (Terminal terminal = new())
        {
            Assert.Equal(Cli.Success, await terminal.RunAsync(arguments));
            Assert.Equal("", terminal.Progress);
            Assert.Equal(4, terminal.Error.Split("done already").Length - 1);
            Assert.True(File.Exists(_files["runs/comparison.html"]));
        }
    }

    [Fact]
    public async Task Train_WithUnusableClips_SaysWhatItLeavesOut()
    {
        File.WriteAllText(_files["00.wav"], "no sound");
        using Terminal terminal = new();
        Assert.Equal(Cli.Success, await terminal.RunAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["run"], "--epochs", "1"));
        Assert.Contains("35 clips", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("left out 00.wav: holds 8 bytes, too few for any audio file\n", terminal.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WrongArguments_FailInOneLine()
    {
        await FailAsync("name either an experiment or a run to --resume", "train", "--data", _files.Corpus);
        await FailAsync("leave out --epochs and --seed", "train", "--resume", _files["nothing"], "--data", _files.Corpus, "--epochs", "9", "--seed", "2");
        await FailAsync("--out is 'model.txt'; it must end in .onnx", "export", _files["nothing"], "--out", "model.txt");
        await FailAsync("--out is 'page.json'; it must end in .html or .htm", "report", _files["nothing"], "--out", "page.json");
        await FailAsync("--epochs is 0; it must be 1 or more", "train", _files.Experiment, "--data", _files.Corpus, "--epochs", "0");
        await FailAsync("there is no such run", "train", "--resume", _files["nothing"], "--data", _files.Corpus);
        await FailAsync("there is no such run", "export", _files["nothing"], "--out", _files["m.onnx"]);
        await FailAsync("there is no such run", "report", _files["nothing"], "--out", _files["r.html"]);
        await FailAsync("--split does not know 'clips'", "sweep", _files.Experiment, "--data", _files.Corpus, "--out", _files["runs"], "--split", "clips");
        await FailAsync("--seeds names 1 twice; once is enough", "sweep", _files.Experiment, "--data", _files.Corpus, "--out", _files["runs"], "--seeds", "1,1");
        await FailAsync("--set gives training.epochs a value 2 times; give one", "train", _files.Experiment, "--data", _files.Corpus, "--set", "training.epochs=1", "--set", "training.epochs=2");
        await FailAsync("setting 'network={\"name\":\"DummyNet\",\"name\":\"RezoNet\"}': is no valid JSON: 'name' stands there twice; keep one", "train", _files.Experiment, "--data", _files.Corpus, "--set", "network={\"name\":\"DummyNet\",\"name\":\"RezoNet\"}");
        await FailAsync("--seeds names nothing; it takes whole numbers, 0 or more", "sweep", _files.Experiment, "--data", _files.Corpus, "--out", _files["runs"], "--seeds", ",");
        Assert.False(Directory.Exists(_files["runs"]));
        string clips = Path.GetDirectoryName(_files.Corpus)!;
        string[] before = Directory.GetFileSystemEntries(clips);
        await FailAsync("holds recordings; results do not belong among them: name another folder", "train", _files.Experiment, "--data", _files.Corpus, "--out", clips);
        await FailAsync("holds recordings; results do not belong among them: name another folder", "sweep", _files.Experiment, "--data", _files.Corpus, "--out", clips);
        Assert.Equal(before, Directory.GetFileSystemEntries(clips));
    }

    [Fact]
    public async Task Resume_FinishedRun_SaysSoAndNoticesWhatIsGoneOrChanged()
    {
        string[] resume = ["train", "--resume", _files["run"], "--data", _files.Corpus];
        using Terminal first = new(), again = new();
        Assert.Equal(Cli.Success, await first.RunAsync("train", _files.Experiment, "--data", _files.Corpus, "--out", _files["run"], "--epochs", "1"));
        Assert.Equal(Cli.Success, await again.RunAsync(resume));
        Assert.Contains($"{_files["run"]}: done already", again.Error, StringComparison.Ordinal);
        Assert.Equal(first.Output, again.Output);

        string experiment = File.ReadAllText(_files["run/experiment.json"]);
        File.WriteAllText(_files["run/experiment.json"], experiment.Replace("\"epochs\": 1,", "\"epochs\": 3,", StringComparison.Ordinal));
        await RefuseAsync("experiment.json: was changed after the training: training.epochs is 1 there and 3 here. Train the changed experiment in another folder.");
        File.WriteAllText(_files["run/experiment.json"], experiment);
        File.Delete(_files["run/weights.safetensors"]);
        await RefuseAsync($"weights.safetensors: is gone, though the run is finished; delete {_files["run/report.json"]} and resume to train it again");

        async Task RefuseAsync(string expected)
        {
            using Terminal terminal = new();
            Assert.Equal(Cli.UsageError, await terminal.RunAsync(resume));
            Assert.Contains(expected, terminal.Error, StringComparison.Ordinal);
            Assert.Equal("", terminal.Output);
        }
    }

    [Fact]
    public async Task Train_FolderThatAnotherProcessTrainsIn_IsLeftToIt()
    {
        using RunClaim? claim = RunClaim.Take(_files["run"], out string me);
        await FailAsync($"{me} is at it; wait for it, or train in another folder", "train", _files.Experiment, "--data", _files.Corpus, "--out", _files["run"]);
        Assert.False(Directory.Exists(_files["run"]));
    }

    [Fact]
    public async Task Train_ThatCannotStart_LeavesNothing()
    {
        string[] table = File.ReadAllLines(_files.Corpus);
        File.WriteAllLines(_files["nobody.csv"], table.Select(line => line[..line.LastIndexOf(',')]));
        using Terminal terminal = new();
        Assert.Equal(Cli.UsageError, await terminal.RunAsync("train", _files.Experiment, "--data", _files["nobody.csv"], "--out", _files["deep/er/run"]));
        Assert.Contains("has no speaker", terminal.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_files["deep"]));
    }

    public void Dispose() => _files.Dispose();

    private static async Task FailAsync(string expected, params string[] arguments)
    {
        using Terminal terminal = new();
        Assert.Equal(Cli.UsageError, await terminal.RunAsync(arguments));
        Assert.Contains(expected, terminal.Error, StringComparison.Ordinal);
        Assert.Single(terminal.Error.TrimEnd().Split('\n'));
        Assert.Equal("", terminal.Output + terminal.Shown);
    }
}
