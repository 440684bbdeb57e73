using System.Text.Json;
using System.Text.RegularExpressions;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

public sealed partial class PredictCommandTests(TestModel model) : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Terminal _terminal = new();

    [Fact]
    public async Task Run_File_ShowsABarAnEmotionMostProbableFirst()
    {
        string clip = _folder.AddClip("a.wav");
        await _terminal.SucceedAsync("predict", clip, "--model", model.File);
        EmotionScores scores = Recognize(clip);
        string[] lines = _terminal.Shown.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith($"{clip}  0.50 s  {(scores.IsUnsure ? "unsure  " : "")}{scores.Emotion}", lines[0], StringComparison.Ordinal);
        Assert.Equal(scores.IsUnsure, lines[0].EndsWith("is only the first guess", StringComparison.Ordinal));
        Assert.Equal(
            scores.Labels.Zip(scores.Probabilities).OrderByDescending(pair => pair.Second).Select(pair => (pair.First, $"{100 * pair.Second:0}")),
            lines[1..].Select(line => BarLine().Match(line)).Select(match => (match.Groups[1].Value, match.Groups[2].Value)));
        Assert.Single(lines[1..].Select(line => line.Length).Distinct());
    }

    [Fact]
    public async Task Run_LongerThanAMinute_IsAnsweredByItsPartsAndSaysSo()
    {
        string clip = _folder.AddClip("a.wav", length: 61 * 16000);
        Assert.Equal(Cli.Success, await _terminal.RunAsync("predict", clip, "--model", model.File));
        string[] lines = _terminal.Shown.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith($"{clip}  61.00 s  ", lines[0], StringComparison.Ordinal);
        Assert.Equal("  the mean over 61 s of speech, and in how much of it each emotion leads", lines[1]);
        Assert.All(lines[2..], line => Assert.Matches(@"\d %  leads +\d+ %$", line));
        Assert.Equal("ser: a recording is longer than 60 s: its answer is the mean over the speech in it; --timeline shows how the emotion changes", _terminal.Error.TrimEnd());

        using Terminal json = new();
        Assert.Equal(Cli.Success, await json.RunAsync("predict", clip, _folder.AddClip("b.wav"), "--model", model.File, "--json"));
        JsonElement[] results = [.. JsonDocument.Parse(json.Output).RootElement.GetProperty("results").EnumerateArray()];
        Assert.Equal(61, results[0].GetProperty("parts").GetProperty("speechSeconds").GetDouble(), 0.1);
        Assert.Equal(1, results[0].GetProperty("parts").GetProperty("fractions").EnumerateObject().Sum(emotion => emotion.Value.GetDouble()), 1e-5);
        Assert.False(results[1].TryGetProperty("parts", out _));
    }

    [Fact]
    public async Task Run_SeveralFiles_ShowsARowEachInTheirOrder()
    {
        _folder.AddClip("in/b.wav", 2, length: 20000, rate: 44100);
        _folder.AddClip("in/a/c.wav", 3);
        _folder.AddClip("in/B.WAV", 4);
        string first = _folder.AddClip("z.wav");
        await _terminal.SucceedAsync("predict", first, _folder["in"], "--model", model.File);
        string[] lines = _terminal.Shown.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Matches("^file +seconds  emotion   sad +anger +neutral +happy +fear +disgust$", lines[0]);
        Assert.EndsWith("z.wav", lines[1].Split("  ")[0], StringComparison.Ordinal);
        Assert.Equal(["B.WAV", "a/c.wav", "b.wav"], lines[2..5].Select(line => line.Split("  ")[0].Trim()));
        Assert.Equal(6, PercentPattern().Count(lines[4]));
        Assert.All(lines[1..5], line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public async Task Run_NameWithControlCharacters_ShowsThemAndDoesNotObeyThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file names have no control characters there");
        string clip = _folder.AddClip("\u001b]0;PWNED\u0007\u001b[31ma\n\u202eb.wav");
        await _terminal.SucceedAsync("predict", clip, "--model", model.File);
        Assert.Contains("\\u001B]0;PWNED\\u0007\\u001B[31ma\\u000A\\u202Eb.wav", _terminal.Shown, StringComparison.Ordinal);
        using Terminal several = new(), missing = new();
        await several.SucceedAsync("predict", clip, clip, "--model", model.File);
        Assert.Equal(Cli.UsageError, await missing.RunAsync("predict", clip + "\u001b[2J", "--model", model.File));
        Assert.Contains("\\u001B[2J: no such file", missing.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_terminal.Shown + several.Shown + missing.Error, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
    }

    [Fact]
    public async Task Run_NameThatASpreadsheetWouldRun_IsGuardedInCsv()
    {
        string clip = _folder.AddClip("a.wav"), folder = Directory.GetCurrentDirectory();
        File.Copy(clip, "=1+1.wav", overwrite: true);
        try
        {
            await _terminal.SucceedAsync("predict", "--model", model.File, "--csv", "=1+1.wav");
            Assert.StartsWith("'=1+1.wav,0.5,", _terminal.Output.Split('\n')[1], StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(Path.Combine(folder, "=1+1.wav"));
        }
    }

    [Fact]
    public async Task Run_FolderAsModel_SaysWhatToDo()
    {
        string clip = _folder.AddClip("a.wav");
        _folder.AddText("run/experiment.json", "{}");
        Directory.CreateDirectory(_folder["empty"]);
        await _terminal.FailAsync($"{_folder["run"]}: is the folder of a run; write its model first: ser export {_folder["run"]} --out model.onnx, then give --model model.onnx", "predict", clip, "--model", _folder["run"]);
        using Terminal other = new();
        await other.FailAsync($"{_folder["empty"]}: is a folder; name a model's file", "predict", clip, "--model", _folder["empty"]);
    }

    [Theory]
    [InlineData(72)]
    [InlineData(80)]
    [InlineData(160)]
    public async Task Run_AnyWidth_KeepsRowsOnOneLine(int width)
    {
        using Terminal terminal = new(width);
        string name = new('n', 70);
        await terminal.SucceedAsync("predict", _folder.AddClip($"{name}1.wav"), _folder.AddClip($"{name}2.wav"), "--model", model.File);
        string[] rows = [.. terminal.Shown.ReplaceLineEndings("\n").Split('\n').Where(line => line.Contains('%', StringComparison.Ordinal))];
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.True(row.Length <= width, row));
        Assert.Contains("1.wav ", rows[0], StringComparison.Ordinal);
        Assert.Equal(rows[0].Length, rows[1].Length);
        Assert.Equal(rows[0].TrimEnd(), rows[0]);
    }

    [Fact]
    public async Task Run_WithoutUnicode_DrawsNumberSigns()
    {
        _terminal.WithoutUnicode();
        await _terminal.SucceedAsync("predict", _folder.AddClip("a.wav"), "--model", model.File);
        Assert.Contains("##", _terminal.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain(_terminal.Shown, letter => letter > 127);
    }

    [Fact]
    public async Task Run_Json_IsOneDocument()
    {
        string clip = _folder.AddClip("ä \"b\".wav");
        _terminal.ShowProgress();
        await _terminal.SucceedAsync("predict", clip, clip, "--model", model.File, "--json");
        JsonElement document = _terminal.ReadJson();
        EmotionScores scores = Recognize(clip);
        Assert.Equal("test", document.GetProperty("model").GetProperty("name").GetString());
        Assert.Equal(2, document.GetProperty("results").GetArrayLength());
        JsonElement result = document.GetProperty("results")[0];
        Assert.Equal(clip, result.GetProperty("file").GetString());
        Assert.Equal(0.5, result.GetProperty("seconds").GetDouble());
        Assert.Equal(scores.Answer, result.GetProperty("answer").GetString());
        Assert.Equal(1, result.GetProperty("speech").GetDouble());
        Assert.Equal(scores.Emotion, result.GetProperty("emotion").GetString());
        Assert.Equal(scores.Probability, result.GetProperty("probability").GetDouble(), 1e-6);
        Assert.Equal(scores.Margin, result.GetProperty("margin").GetDouble(), 1e-6);
        Assert.Equal(scores.IsUnsure, result.GetProperty("unsure").GetBoolean());
        JsonProperty[] probabilities = [.. result.GetProperty("probabilities").EnumerateObject()];
        Assert.Equal(EmotionNames.CremaD, probabilities.Select(p => p.Name));
        Assert.Equal(1, probabilities.Sum(p => p.Value.GetDouble()), 1e-5);
    }

    [Fact]
    public async Task Run_Csv_HasAHeaderAndARowEach()
    {
        string clip = _folder.AddClip("a, b.wav");
        await _terminal.SucceedAsync("predict", clip, clip, "--model", model.File, "--csv");
        string[] lines = _terminal.Output.TrimEnd().Split('\n');
        Assert.Equal("file,seconds,answer,emotion,probability,margin,unsure,speech,sad,anger,neutral,happy,fear,disgust,error", lines[0]);
        Assert.StartsWith($"\"{clip}\",0.5,{Recognize(clip).Answer},{Recognize(clip).Emotion},0.", lines[1], StringComparison.Ordinal);
        Assert.Equal(15, lines[1].Replace("a, b", "ab", StringComparison.Ordinal).Split(',').Length);
        Assert.Equal(3, lines.Length);
    }

    [Theory]
    [InlineData(16000)] // zeros
    [InlineData(3000)] // sound, but less than a quarter of a second
    public async Task Run_SilentOrTooShort_IsNoSpeechInEveryFormat(int length)
    {
        string clip = length == 16000 ? _folder.AddClip("a.wav", new AudioClip(new float[length], 16000)) : _folder.AddClip("a.wav", length: length);
        string seconds = $"{length / 16000.0:0.###}";
        await _terminal.SucceedAsync("predict", clip, "--model", model.File);
        Assert.Equal($"{clip}  {length / 16000.0:0.00} s  no speech  probability of speech: 0 %", _terminal.Shown.Trim());

        using Terminal table = new();
        await table.SucceedAsync("predict", clip, clip, "--model", model.File);
        Assert.EndsWith($"{length / 16000.0:0.00}  no speech", table.Shown.TrimEnd(), StringComparison.Ordinal);

        using Terminal csv = new();
        await csv.SucceedAsync("predict", clip, "--model", model.File, "--csv");
        Assert.Equal($"{clip},{seconds},noSpeech,,,,,0,,,,,,,", csv.Output.TrimEnd().Split('\n')[1]);

        using Terminal json = new();
        await json.SucceedAsync("predict", clip, "--model", model.File, "--json");
        JsonElement result = json.ReadJson().GetProperty("results")[0];
        Assert.Equal("noSpeech", result.GetProperty("answer").GetString());
        Assert.Equal(0, result.GetProperty("speech").GetDouble());
        Assert.All(["emotion", "probability", "margin", "unsure", "probabilities"], name => Assert.Equal(JsonValueKind.Null, result.GetProperty(name).ValueKind));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--csv")]
    [InlineData("")]
    public async Task Run_BadFiles_GoOnAndFailAtTheEnd(string format)
    {
        string bad = _folder.AddText("bad.wav", ""), good = _folder.AddClip("good.wav"), missing = _folder["missing.wav"];
        string[] args = ["predict", bad, missing, good, "--model", model.File];
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync(format.Length > 0 ? [.. args, format] : args));
        Assert.Equal($"ser: {bad}: is empty\nser: {missing}: no such file\n", _terminal.Error.ReplaceLineEndings("\n"));
        if (format == "--json")
        {
            JsonElement results = _terminal.ReadJson().GetProperty("results");
            Assert.Equal($"{bad}: is empty", results[0].GetProperty("error").GetString());
            Assert.False(results[1].TryGetProperty("emotion", out _));
            Assert.False(results[2].TryGetProperty("error", out _));
        }
        else
        {
            string text = _terminal.Shown + _terminal.Output;
            Assert.Contains(format == "--csv" ? $",{bad}: is empty" : "failed", text, StringComparison.Ordinal);
            Assert.Contains(format == "--csv" ? $"{good},0.5" : "good.wav", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_OneBadFile_IsOneLine()
    {
        string bad = _folder.AddText("bad.wav", "RIFF and nothing else");
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("predict", bad, "--model", model.File));
        Assert.Single(_terminal.Error.Trim().Split('\n'));
        Assert.Equal("", _terminal.Shown + _terminal.Output);
    }

    [Fact]
    public async Task Run_FolderWithoutAudio_IsOneLine()
    {
        Assert.Equal(Cli.UsageError, await _terminal.RunAsync("predict", _folder.Root, "--model", model.File));
        Assert.Matches(@"\Aser: .*: has no audio files \(.wav .*\), nor has any folder below it\r?\n\z", _terminal.Error);
    }

    [Fact]
    public async Task Run_WithoutModel_UsesTheOneThatShips()
    {
        await _terminal.SucceedAsync("predict", Repository.PathOf("samples/audio/announcement.wav"), "--json");
        JsonElement document = _terminal.ReadJson();
        Assert.Equal(EmotionRecognizer.Default.Card.Name, document.GetProperty("model").GetProperty("name").GetString());
        Assert.Equal(EmotionNames.CremaD.Order(), document.GetProperty("results")[0].GetProperty("probabilities").EnumerateObject().Select(p => p.Name).Order());
    }

    [Theory]
    [InlineData("announcement.wav", "neutral")]
    [InlineData("monotone.wav", "unsure")]
    [InlineData("melody.wav", "noSpeech")]
    public async Task Run_Samples_ShowTheThreeKindsOfAnswers(string sample, string answer)
    {
        await _terminal.SucceedAsync("predict", Repository.PathOf($"samples/audio/{sample}"), "--json");
        Assert.Equal(answer, _terminal.ReadJson().GetProperty("results")[0].GetProperty("answer").GetString());
    }

    [Fact]
    public async Task Run_NoSuchModel_IsOneLine() =>
        await _terminal.FailAsync("nowhere.onnx: no such model file", "predict", _folder.AddClip("a.wav"), "--model", "nowhere.onnx");

    [Fact]
    public async Task Run_NoModel_IsOneLine()
    {
        string other = _folder.AddText("other.onnx", "something else");
        await _terminal.FailAsync(
            $"{other}: the file does not end with its digest: it is no model of this program, or not all of one; export or fetch it again.",
            "predict", _folder.AddClip("a.wav"), "--model", other);
    }

    [Fact]
    public async Task Run_Interrupted_ClosesTheDocument()
    {
        string clip = _folder.AddClip("a.wav");
        Assert.Equal(Cli.Interrupted, await _terminal.RunAsync(new CancellationToken(true), "predict", clip, clip, "--model", model.File, "--json"));
        Assert.Equal($"ser: interrupted; nothing is printed{Environment.NewLine}", _terminal.Error);
        Assert.Equal(0, _terminal.ReadJson().GetProperty("results").GetArrayLength());
    }

    [Fact]
    public async Task Predict_ModelBroad_SaysItsLicence()
    {
        Assert.Equal(Cli.Success, await _terminal.RunAsync("predict", _folder.AddClip("a.wav"), "--model", "broad", "--json"));
        Assert.Contains("it may be used under CC BY-NC-SA 4.0 only", _terminal.Error, StringComparison.Ordinal);
        Assert.Equal("emonet-broad", _terminal.ReadJson().GetProperty("model").GetProperty("name").GetString());
    }

    [Fact]
    public void ModelBroad_Card_NamesEveryCorpusAndItsLicence()
    {
        using EmotionRecognizer broad = EmotionRecognizer.Load(Repository.PathOf("models/broad.onnx"));
        Assert.Equal("CC BY-NC-SA 4.0", broad.Card.Licence);
        Assert.Equal("crema-d+emodb+emospeech+nemo+ravdess", broad.Card.Corpus);
        Assert.All(new[] { "CREMA-D", "EmoDB", "EmoSpeech", "nEMO", "RAVDESS", "ESC-10", "EmoGator" }, corpus => Assert.Contains(corpus, broad.Card.Attribution, StringComparison.Ordinal));
        Assert.InRange(new FileInfo(Repository.PathOf("models/broad.onnx")).Length, 1, 2_000_000);
    }

    [Fact]
    public async Task Run_Terminal_ColorsEachEmotion()
    {
        _terminal.WithColors();
        await _terminal.SucceedAsync("predict", _folder.AddClip("a.wav"), "--model", model.File);
        Assert.Contains("38;2;213;94;0m", _terminal.Shown, StringComparison.Ordinal); // anger is #D55E00
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"^  (\w+) +[█▉▊▋▌▍▎▏]* +(\d+) %$")]
    private static partial Regex BarLine();

    [GeneratedRegex(@"\d%")]
    private static partial Regex PercentPattern();

    private EmotionScores Recognize(string clip)
    {
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(model.File);
        return recognizer.Recognize(AudioFile.Read(clip));
    }
}
