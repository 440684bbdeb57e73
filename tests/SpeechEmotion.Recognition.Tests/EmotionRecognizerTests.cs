using SpeechEmotion.Audio;
using SpeechEmotion.Networks;
using Xunit;

namespace SpeechEmotion.Recognition.Tests;

public sealed class EmotionRecognizerTests : IDisposable
{
    private readonly Network _network = TestModel.Create("RezoNet", TestModel.Mel);
    private readonly TemporaryFile _file;
    private readonly EmotionRecognizer _recognizer;

    public EmotionRecognizerTests()
    {
        _file = TestModel.Write(_network, TestModel.Card(TestModel.Mel));
        _recognizer = EmotionRecognizer.Load(_file.Path);
    }

    public void Dispose()
    {
        _recognizer.Dispose();
        _file.Dispose();
        _network.Dispose();
    }

    [Fact]
    public void Recognize_AnyClip_ProbabilitiesSumToOne()
    {
        EmotionScores scores = _recognizer.Recognize(new AudioClip(TestClips.Create("voice"), TestClips.Rate));
        Assert.Equal(TestModel.Labels, scores.Labels);
        Assert.Equal(1, scores.Probabilities.Sum(), 1e-5);
        Assert.Equal(scores.Probabilities.Max(), scores.Probability);
    }

    [Fact]
    public void Recognize_OtherRate_ResamplesFirst()
    {
        AudioClip clip = new(TestClips.Create("voice"), 22050);
        float[] expected = _recognizer.Recognize(clip.Resample(16000)).Probabilities;
        Assert.All(expected.Zip(_recognizer.Recognize(clip).Probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-3f)); // What is taken away before is not quite the mean.
        Assert.NotEqual(expected, _recognizer.Recognize(new AudioClip(clip.Samples, 16000)).Probabilities);
    }

    [Fact]
    public void Recognize_LongerThanTheModelListens_HearsTheBeginning()
    {
        float[] minute = TestClips.Create("a minute");
        Assert.Equal(
            _recognizer.Recognize(new AudioClip(minute[..24000], TestClips.Rate)).Probabilities,
            _recognizer.Recognize(new AudioClip(minute, TestClips.Rate)).Probabilities);
    }

    [Fact]
    public void Recognize_EmptyOrNotFinite_SaysSo()
    {
        Assert.Contains("0 samples", Assert.Throws<ArgumentException>(() => _recognizer.Recognize(new AudioClip([], 16000))).Message, StringComparison.Ordinal);
        Assert.Contains("Sample 1 is NaN", Assert.Throws<ArgumentException>(() => _recognizer.Recognize(new AudioClip([0, float.NaN], 16000))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _recognizer.Recognize(new AudioClip([float.NegativeInfinity], 16000)));
    }

    [Fact]
    public void Recognize_SamplesFarBeyondAnyRecording_IsAnErrorAndNoNumber()
    {
        float[] samples = [.. TestClips.Create("voice").Select(sample => sample * 1e30f)];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => _recognizer.Recognize(new AudioClip(samples, TestClips.Rate)));
        Assert.Contains("too large", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recognize_FromManyThreads_EqualsOneAfterTheOther()
    {
        string[] names = [.. TestClips.Names.Take(6)];
        AudioClip[] clips = [.. names.Select(name => new AudioClip(TestClips.Create(name), TestClips.Rate))];
        float[][] expected = [.. clips.Select(clip => _recognizer.Recognize(clip).Probabilities)];
        float[][] actual = new float[48][];
        Parallel.For(0, actual.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => actual[i] = _recognizer.Recognize(clips[i % clips.Length]).Probabilities);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i % clips.Length], actual[i]);
        }
    }

    [Fact]
    public void Recognize_LeavesTheClipAlone()
    {
        float[] samples = TestClips.Create("voice");
        _recognizer.Recognize(new AudioClip(samples, TestClips.Rate));
        Assert.Equal(TestClips.Create("voice"), samples);
    }

    [Fact]
    public void Load_NoThreadsOrNoFile_SaysSo()
    {
        Assert.Contains("recognizer.threads is 0", Assert.Throws<ArgumentException>(() => EmotionRecognizer.Load(_file.Path, new RecognizerConfig { Threads = 0 })).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => EmotionRecognizer.Load(_file.Path + ".missing"));
    }

    [Fact]
    public async Task Dispose_WhileOthersRecognise_WaitsForThem()
    {
        AudioClip clip = new(TestClips.Create("voice"), TestClips.Rate);
        float[] expected = _recognizer.Recognize(clip).Probabilities;
        for (int round = 0; round < 5; round++)
        {
            EmotionRecognizer recognizer = EmotionRecognizer.Load(_file.Path);
            using CountdownEvent started = new(4);
            Task[] users =
            [
                .. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
                {
                    Assert.Equal(expected, recognizer.Recognize(clip).Probabilities);
                    started.Signal();
                    Assert.Throws<ObjectDisposedException>((Action)(() =>
                    {
                        while (true)
                        {
                            Assert.Equal(expected, recognizer.Recognize(clip).Probabilities);
                        }
                    }));
                })),
            ];
            started.Wait(TestContext.Current.CancellationToken);
            recognizer.Dispose();
            recognizer.Dispose();
            await Task.WhenAll(users);
        }
    }

    [Fact]
    public void Recognize_AfterDispose_Throws()
    {
        _recognizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _recognizer.Recognize(new AudioClip([0], 16000)));
    }

    [Fact]
    public void Default_ModelShippedOrNot_WorksOrSaysWhatToDo()
    {
        if (typeof(EmotionRecognizer).Assembly.GetManifestResourceInfo("default.onnx") is null)
        {
            Assert.Contains("models/default.onnx", Assert.Throws<FileNotFoundException>(() => EmotionRecognizer.Default).Message, StringComparison.Ordinal);
            return;
        }

        EmotionRecognizer.Default.Dispose();
        Assert.Equal(1, EmotionRecognizer.Default.Recognize(new AudioClip(TestClips.Create("voice"), TestClips.Rate)).Probabilities.Sum(), 1e-5);
    }
}
