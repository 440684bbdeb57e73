using System.Diagnostics;
using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Recognition;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

public sealed class AdaptationTests(TestModel model) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ser-adapt-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Predict_AdaptFolder_SaysFromHowManySecondsOfEachFolder()
    {
        Write("a/1.wav", 1, 200);
        Write("a/2.wav", 1.5, 300);
        Write("b/3.wav", 1, 900);
        using Terminal terminal = new();

        await terminal.SucceedAsync("predict", _folder, "--adapt", "--model", model.File, "--json");

        JsonElement[] results = [.. terminal.ReadJson().GetProperty("results").EnumerateArray()];
        Assert.Equal([2.5, 2.5, 1], results.Select(result => result.GetProperty("adapted").GetProperty("seconds").GetDouble()));
        Assert.Equal([2, 2, 1], results.Select(result => result.GetProperty("adapted").GetProperty("clips").GetInt32()));
        Assert.All(results, result => Assert.Equal(1, result.GetProperty("adapted").GetProperty("plainProbabilities").EnumerateObject().Sum(p => p.Value.GetDouble()), 1e-4));
    }

    [Fact]
    public async Task Predict_WithoutAdapt_SaysNothingOfIt()
    {
        Write("1.wav", 1, 200);
        using Terminal terminal = new();

        await terminal.SucceedAsync("predict", _folder, "--model", model.File, "--json");

        Assert.False(terminal.ReadJson().GetProperty("results")[0].TryGetProperty("adapted", out _));
    }

    [Fact]
    public async Task Adapt_Folder_WritesAModelThatAnswersAsASessionAndSaysSo()
    {
        Write("a/1.wav", 1, 200);
        Write("a/2.wav", 1.5, 300);
        File.WriteAllText(Path.Combine(_folder, "a", "broken.wav"), "no sound");
        string adapted = Path.Combine(_folder, "adapted.onnx"), recording = Path.Combine(_folder, "a", "2.wav");
        using Terminal terminal = new();

        Assert.Equal(Cli.UsageError, await terminal.RunAsync("adapt", model.File, "--data", Path.Combine(_folder, "a"), "--out", adapted));

        Assert.Contains("adapted to 2 of 3 recordings, 2.5 s of speech", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("broken.wav", terminal.Error, StringComparison.Ordinal);
        using EmotionRecognizer plain = EmotionRecognizer.Load(model.File), changed = EmotionRecognizer.Load(adapted);
        EmotionSession session = new(plain);
        AudioClip[] clips = [AudioFile.Read(Path.Combine(_folder, "a", "1.wav")), AudioFile.Read(recording)];
        session.Hear([.. clips.Select(clip => plain.Recognize(clip))]);

        AudioClip clip = clips[1];
        EmotionScores expected = session.Adapt(plain.Recognize(clip)), actual = changed.Recognize(clip);
        Assert.Equal((2.5, 2), (actual.Adaptation!.Seconds, actual.Adaptation.Clips));
        Assert.Equal(expected.Probabilities, actual.Probabilities, (a, b) => Math.Abs(a - b) < 1e-5f);
        Assert.Equal(plain.Recognize(clip).Probabilities, actual.Adaptation.Plain.Probabilities, (a, b) => Math.Abs(a - b) < 1e-5f);
        Assert.NotEqual(plain.Digest, changed.Digest);

        // The file gives the adapted probabilities to any runtime, and what it has heard to a session that goes on.
        using Microsoft.ML.OnnxRuntime.InferenceSession runtime = new(adapted);
        AudioClip heard = clip.Resample(plain.Card.Features.SampleRate);
        using var outputs = runtime.Run([Microsoft.ML.OnnxRuntime.NamedOnnxValue.CreateFromTensor("waveform", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(heard.Samples, [1, heard.Samples.Length]))], ["probabilities"]);
        Assert.Equal(expected.Probabilities, [.. outputs[0].AsEnumerable<float>()], (a, b) => Math.Abs(a - b) < 1e-3f);
        Assert.Equal((2.5, 2), (new EmotionSession(changed).Seconds, new EmotionSession(changed).Clips));

        using Terminal later = new();
        await later.SucceedAsync("predict", recording, "--model", adapted, "--csv");
        Assert.Contains("adaptedSeconds", later.Output, StringComparison.Ordinal);
        using Terminal measured = new();
        Directory.CreateDirectory(Path.Combine(_folder, "corpus", "sad"));
        File.Copy(recording, Path.Combine(_folder, "corpus", "sad", "a.wav"));
        await measured.RunAsync("evaluate", adapted, "--data", Path.Combine(_folder, "corpus"));
        Assert.Contains($"{adapted} is adapted to a voice, from 2.5 s of speech, and so are its answers", measured.Error, StringComparison.Ordinal);
        await FailAsync($"{adapted}: is adapted already, from 2.5 s of speech; adapt the model that it was made from", "adapt", adapted, "--data", recording, "--out", Path.Combine(_folder, "twice.onnx"));
        await FailAsync($"{model.File}: is the model itself; name another file", "adapt", model.File, "--data", recording, "--out", model.File);
        string empty = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;
        await FailAsync($"{empty}: no recordings found", "adapt", model.File, "--data", empty, "--out", Path.Combine(_folder, "none.onnx"));
    }

    [Theory]
    [InlineData("file", "1", "1")]
    [InlineData("all", "2", "2")]
    public async Task Predict_AdaptAsCsv_HasColumnsForIt(string scope, string first, string second)
    {
        Write("a/1.wav", 1, 200);
        Write("b/2.wav", 1, 300);
        using Terminal terminal = new();

        await terminal.SucceedAsync("predict", _folder, "--adapt", scope, "--model", model.File, "--csv");

        string[][] rows = [.. terminal.Output.TrimEnd().Split('\n').Select(line => line.Split(','))];
        int column = Array.IndexOf(rows[0], "adaptedSeconds");
        Assert.Equal(["adaptedSeconds", "adaptedClips", "plainEmotion", "error"], rows[0][column..]);
        Assert.Equal([first, second], rows[1..].Select(row => row[column]));
    }

    [Fact]
    public async Task Predict_AdaptForPeople_SaysSo()
    {
        Write("1.wav", 1, 200);
        Write("2.wav", 2, 300);
        using Terminal table = new(), bars = new();

        await table.SucceedAsync("predict", _folder, "--adapt", "--model", model.File);
        await bars.SucceedAsync("predict", Path.Combine(_folder, "1.wav"), "--adapt", "--model", model.File);

        Assert.Contains("answers are adapted, each from 3.0 s of the voice or place", table.Shown, StringComparison.Ordinal);
        Assert.Contains("adapted from 1.0 s of the voice; the plain answer is", bars.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_Session_GoesOnWhereItWas()
    {
        string session = Path.Combine(_folder, "s.json");
        string one = Write("1.wav", 1, 200), two = Write("2.wav", 1, 300);
        using Terminal first = new(), second = new();

        await first.SucceedAsync("predict", one, "--session", session, "--model", model.File, "--json");
        await second.SucceedAsync("predict", two, "--session", session, "--model", model.File, "--json");

        using EmotionRecognizer recognizer = EmotionRecognizer.Load(model.File);
        EmotionSession library = new(recognizer);
        library.Recognize(AudioFile.Read(one));
        EmotionScores expected = library.Recognize(AudioFile.Read(two));
        JsonElement actual = second.ReadJson().GetProperty("results")[0];
        Assert.Equal(2, actual.GetProperty("adapted").GetProperty("clips").GetInt32());
        Assert.Equal(expected.Emotion, actual.GetProperty("emotion").GetString());
        Assert.Equal(expected.Probability, actual.GetProperty("probability").GetDouble(), 1e-6);
        Assert.Equal(library.ToJson(), File.ReadAllText(session));
    }

    [Fact]
    public async Task Predict_SessionBehindALinkToNothing_IsWrittenWhereItLeads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights on Windows");
        Write("1.wav", 1, 200);
        string target = Path.Combine(_folder, "kept.json"), link = Path.Combine(_folder, "voice.json");
        File.CreateSymbolicLink(link, target);
        using Terminal terminal = new();

        await terminal.SucceedAsync("predict", Path.Combine(_folder, "1.wav"), "--model", model.File, "--session", link);

        Assert.True(File.Exists(target));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task Predict_SessionThatAnotherRunChanges_IsNotOverwritten()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes");
        string session = Path.Combine(_folder, "shared.json"), one = Write("1.wav", 1, 200), pipe = Path.Combine(_folder, "late.wav");
        await Process.Start("mkfifo", [pipe]).WaitForExitAsync(TestContext.Current.CancellationToken);
        using Terminal slow = new(), quick = new();

        Task<int> waiting = slow.RunAsync("predict", pipe, "--session", session, "--model", model.File);
        await using (FileStream late = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write))) // It opens when the other has opened its session.
        {
            await quick.SucceedAsync("predict", one, "--session", session, "--model", model.File);
            await late.WriteAsync(await File.ReadAllBytesAsync(one, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }

        string saved = await File.ReadAllTextAsync(session, TestContext.Current.CancellationToken);
        Assert.Equal(Cli.UsageError, await waiting);
        Assert.EndsWith($"ser: {session}: another run has changed it meanwhile, so what this one heard was not saved; run it again, one after the other", slow.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(saved, await File.ReadAllTextAsync(session, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Predict_AnswersToANewSession_IsRefused()
    {
        string session = Path.Combine(_folder, "new.json"), one = Write("1.wav", 1, 200);
        using Terminal terminal = new();
        Assert.Equal(Cli.UsageError, await terminal.RunAsync("predict", one, "--session", session, "--out", session, "--model", model.File));
        Assert.Equal($"ser: {session}: is the session itself; name another file", terminal.Error.TrimEnd());
        Assert.False(File.Exists(session));
    }

    [Fact]
    public async Task Predict_SessionThatIsNone_IsOneLineAndLeftAsItIs()
    {
        string session = Path.Combine(_folder, "s.json"), one = Write("1.wav", 1, 200);
        await File.WriteAllTextAsync(session, "[]", TestContext.Current.CancellationToken);
        using Terminal terminal = new();

        int code = await terminal.RunAsync("predict", one, "--session", session, "--model", model.File);

        Assert.Equal(Cli.UsageError, code);
        Assert.StartsWith($"ser: {session}: is no session", terminal.Error, StringComparison.Ordinal);
        Assert.Equal("[]", await File.ReadAllTextAsync(session, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Predict_TimelineWithSession_AdaptsEverySegmentToAllOfThem()
    {
        string session = Path.Combine(_folder, "s.json"), one = Write("1.wav", 2, 200), two = Write("2.wav", 1, 900);
        using Terminal plain = new(), first = new(), second = new(), csv = new();

        await plain.SucceedAsync("predict", two, "--timeline", "--model", model.File, "--json");
        await first.SucceedAsync("predict", one, "--timeline", "--session", session, "--model", model.File, "--json");
        await second.SucceedAsync("predict", two, "--timeline", "--session", session, "--model", model.File, "--json");
        await csv.SucceedAsync("predict", one, "--timeline", "--adapt", "--model", model.File, "--csv");

        JsonElement expected = plain.ReadJson().GetProperty("results")[0].GetProperty("segments")[0], actual = second.ReadJson().GetProperty("results")[0].GetProperty("segments")[0];
        Assert.Equal(3, actual.GetProperty("adapted").GetProperty("seconds").GetDouble(), 0.1);
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("probabilities"), actual.GetProperty("adapted").GetProperty("plainProbabilities")));
        Assert.NotEqual(expected.GetProperty("probabilities").GetRawText(), actual.GetProperty("probabilities").GetRawText());
        Assert.EndsWith("adaptedSeconds,adaptedClips,plainEmotion,error", csv.Output.Split('\n')[0].TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--session is of one voice or place: all recordings share it; leave out --adapt, or choose all", "--session", "s.json", "--adapt", "file")]
    public async Task Predict_OptionsThatExcludeEachOther_SaysWhatToDo(string message, params string[] options)
    {
        using Terminal terminal = new();

        int code = await terminal.RunAsync(["predict", "a.wav", .. options]);

        Assert.Equal(Cli.UsageError, code);
        Assert.Contains(message, terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, 7, true)] // 65 %
    [InlineData(12, 8, false)] // 60 %
    [InlineData(18, 1, false)] // 19 clips
    public void Hint_MostAnswersAlike_TellsOfAdapt(int anger, int sad, bool isTold)
    {
        string? hint = AdaptationOptions.Hint(new Dictionary<string, int> { ["sad"] = sad, ["anger"] = anger });

        Assert.Equal(isTold ? "ser: 65 % of the answers are anger; if that is the voice or the place rather than the mood, --adapt takes it into account" : null, hint);
    }

    [Fact]
    public void Hint_NoAnswers_IsNothing() => Assert.Null(AdaptationOptions.Hint(new Dictionary<string, int>()));

    private string Write(string name, double seconds, double frequency)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WavWriter.Write(path, new AudioClip([.. Enumerable.Range(0, (int)(16000 * seconds)).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * frequency * i / 16000)))], 16000), WavEncoding.Float32);
        return path;
    }
    private static async Task FailAsync(string expected, params string[] args)
    {
        using Terminal terminal = new();
        await terminal.FailAsync(expected, args);
    }

}
