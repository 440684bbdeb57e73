using Microsoft.ML.OnnxRuntime;
using SpeechEmotion.Audio;
using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Metrics;
using SpeechEmotion.Networks;
using SpeechEmotion.Recognition.Sessions;
using SpeechEmotion.Signal;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>A model file says what TorchSharp says of the managed features, within 1e-4, whatever it hears.</summary>
public sealed class ParityTests
{
    public static TheoryData<string, string> Networks => new()
    {
        { "EmoNet", "standardised" }, { "Average", "standardised" }, { "DummyNet", "mel" }, { "RezoNet", "mel" }, { "RezoNet", "all three" }, { "ExpoNet", "all three" }, { "TinyNet", "mel" },
    };

    private static FeatureConfig Features(string name) => name switch
    {
        "standardised" => TestModel.Standardised,
        "mel" => TestModel.Mel,
        _ => TestModel.AllThree,
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Recognize_SyntheticAndAwkwardClips_EqualsTorchSharp(string name, string listensTo)
    {
        FeatureConfig features = Features(listensTo);
        using Network network = TestModel.Create(name, features);
        using TemporaryFile file = TestModel.Write(network, TestModel.Card(features));
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(file.Path);

        HashSet<string> heard = [];
        foreach (string clip in TestClips.Names)
        {
            float[] samples = TestClips.Create(clip);
            EmotionScores scores = recognizer.Recognize(new AudioClip(samples, TestClips.Rate));
            AssertClose(TestModel.Expect(network, features, TestClips.WithoutMean(samples, features.ClipLength)), scores.Probabilities, clip);
            heard.Add(string.Join(' ', scores.Probabilities.Select(p => $"{p:F2}")));
        }

        Assert.True(heard.Count >= 7, "the network gives nearly the same answer for all clips, so equality would say little");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Recognize_RealClips_EqualsTorchSharp(string name, string listensTo)
    {
        FeatureConfig features = Features(listensTo) with { ClipLength = listensTo == "standardised" ? 0 : 80080, HopLength = 128 };
        using Network network = TestModel.Create(name, features);
        using TemporaryFile file = TestModel.Write(network, TestModel.Card(features));
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(file.Path);
        foreach (float[] samples in TestClips.Real(12))
        {
            AssertClose(TestModel.Expect(network, features, TestClips.WithoutMean(samples, features.ClipLength)), recognizer.Recognize(new AudioClip(samples, TestClips.Rate)).Probabilities, "real clip");
        }
    }

    [Theory]
    [InlineData("EmoNet")]
    [InlineData("Average")]
    public void Recognize_UnfamiliarSounds_AreAnsweredAtTheirTemperature(string name)
    {
        FeatureConfig features = TestModel.Standardised;
        FeatureExtractor extractor = new(features);
        float[] Profile(float[] samples) => SoundProfile.Of(extractor.Extract(new AudioClip(TestClips.WithoutMean(samples), TestClips.Rate)));
        SeededRandom random = new(9);
        float[] known = Profile(TestClips.Create(TestClips.Names[0]));
        Familiarity familiarity = Familiarity.Fit([.. Enumerable.Range(0, 1200).Select(i => ($"{i % 2}", known.Select(x => (float)(x + (0.5 * random.NextGaussian()) + i % 2)).ToArray()))])!;
        using Network network = TestModel.Create(name, features);
        using TemporaryFile file = new();
        OnnxExporter.Write(file.Path, network, TestModel.Card(features), gate: null, keepEncodersApart: false, familiarity);
        using TemporaryFile copy = new();
        VoiceStatistics voice = new([6, -6, 3, -3, 2, -2], 20, 20, 5);
        OnnxAdaptation.Write(file.Path, copy.Path, voice);
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(file.Path), adapted = EmotionRecognizer.Load(copy.Path);
        EmotionSession session = EmotionSession.Parse(recognizer, SessionFile.Text(recognizer.Digest, voice));

        List<double> temperatures = [];
        foreach (string clip in TestClips.Names.Except(["silence"]))
        {
            float[] samples = TestClips.Create(clip);
            temperatures.Add(familiarity.Temperature(Profile(samples)));
            float[] expected = TestModel.Expect(network, features, TestClips.WithoutMean(samples), temperature: 1.7 * temperatures[^1]);
            AudioClip sound = new(samples, TestClips.Rate);
            EmotionScores scores = recognizer.Recognize(sound);
            AssertClose(expected, scores.Probabilities, clip);
            Assert.Equal(temperatures[^1], scores.Unfamiliarity, 0.01 * temperatures[^1]);
            if (scores.IsSpeech)
            {
                EmotionScores shifted = adapted.Recognize(sound);
                AssertClose(session.Adapt(scores).Probabilities, shifted.Probabilities, clip);
                AssertClose(scores.Probabilities, shifted.Adaptation!.Plain.Probabilities, clip);
                Assert.NotEqual(scores.Probabilities, shifted.Probabilities);
            }
        }

        Assert.Equal(1, temperatures[0]);
        Assert.Contains(temperatures, temperature => temperature is > 1.5 and < 20);
    }

    [Fact]
    public void Recognize_ModelWithASpeechGate_GivesItsProbabilityOfSpeech()
    {
        FeatureConfig features = TestModel.Standardised;
        using Network network = TestModel.Create("EmoNet", features), gate = TestModel.Create("EmoNet", features, seed: 8, stemChannels: 4, stemBlocks: 1, labels: 2);
        using TemporaryFile file = new(), plain = TestModel.Write(network, TestModel.Card(features));
        OnnxExporter.Write(file.Path, network, TestModel.Card(features), new SpeechGate(gate, features, []));
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(file.Path), without = EmotionRecognizer.Load(plain.Path);

        List<bool> answers = [];
        foreach (string clip in TestClips.Names.Except(["silence"]))
        {
            AudioClip sound = new(TestClips.Create(clip), TestClips.Rate);
            EmotionScores scores = recognizer.Recognize(sound), ungated = without.Recognize(sound);
            AssertClose(ungated.Probabilities, scores.Probabilities, clip);
            if (ungated.SpeechProbability > 0) // silence and very short clips are no speech, whatever the gate says
            {
                float speech = TestModel.Expect(gate, features, TestClips.WithoutMean(sound.Samples), temperature: 1)[1];
                AssertClose([speech / (speech + (1.5f * (1 - speech)))], [scores.SpeechProbability], clip);
                answers.Add(scores.IsSpeech);
            }
        }

        Assert.Contains(true, answers);
        Assert.Contains(false, answers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recognize_Stack_EqualsTorchSharpStepByStep(bool realClips)
    {
        (string Name, float[] Samples)[] clips = realClips
            ? [.. TestClips.Real(12).Select(samples => ("real clip", samples))]
            : [.. TestClips.Names.Select(name => (name, TestClips.Create(name)))];
        FeatureConfig other = TestModel.AllThree with { ClipLength = 20000, HopLength = 128, FrameLength = 480 };
        (Network Network, FeatureConfig Features)[] members =
        [
            (TestModel.Create("RezoNet", TestModel.Mel), TestModel.Mel),
            (TestModel.Create("ExpoNet", TestModel.AllThree, seed: 4), TestModel.AllThree),
            (TestModel.Create("DummyNet", other, seed: 5), other),
        ];
        using DisposeScope outer = NewDisposeScope();
        using StackNet ensemble = new(members.Length, TestModel.Labels.Length);
        SeededRandom random = new(6);
        TestModel.Enliven(ensemble, 6, tensor([.. Enumerable.Range(0, 8 * members.Length * TestModel.Labels.Length).Select(_ => (float)random.NextUniform())]).reshape(8, 1, members.Length, TestModel.Labels.Length));
        using TemporaryFile file = new();
        OnnxExporter.WriteStack(file.Path, members, ensemble, TestModel.Card(TestModel.Mel));
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(file.Path);

        foreach ((string clip, float[] samples) in clips)
        {
            float[] centred = TestClips.WithoutMean(samples, TestModel.Mel.ClipLength);
            float[] opinions = [.. members.SelectMany(member => TestModel.Expect(member.Network, member.Features, centred, temperature: 1))];
            float[] expected = nn.functional.softmax(ensemble.forward(tensor(opinions).reshape(1, 1, members.Length, TestModel.Labels.Length)) / 1.7, 1).data<float>().ToArray();
            AssertClose(expected, recognizer.Recognize(new AudioClip(samples, TestClips.Rate)).Probabilities, clip);
        }

        AssertBatchEqualsSingles(file.Path);
        foreach ((Network network, _) in members)
        {
            network.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Run_BatchOfEight_EqualsEightSingles(string name, string listensTo)
    {
        FeatureConfig features = Features(listensTo);
        using Network network = TestModel.Create(name, features);
        using TemporaryFile file = TestModel.Write(network, TestModel.Card(features));
        AssertBatchEqualsSingles(file.Path);
    }

    private static void AssertBatchEqualsSingles(string path)
    {
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(path);
        using InferenceSession session = new(path);
        const int length = 20000;
        float[][] clips = [.. TestClips.Names.Where(clip => clip != "a minute").Take(8).Select(clip => TestClips.WithoutMean(new AudioClip(TestClips.Create(clip), TestClips.Rate).WithLength(length).Samples))];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(clips.SelectMany(clip => clip).ToArray(), [8, length]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["waveform"], [input], ["probabilities", "logits"]);

        Assert.Equal([8L, 6L], outputs[1].GetTensorTypeAndShape().Shape);
        for (int i = 0; i < 8; i++)
        {
            float[] single = recognizer.Recognize(new AudioClip(clips[i], TestClips.Rate)).Probabilities;
            AssertClose(single, outputs[0].GetTensorDataAsSpan<float>().Slice(i * 6, 6).ToArray(), $"clip {i}", 1e-5); // A batch is multiplied in other blocks than a single clip, which rounds the last bits otherwise.
        }
    }

    [Fact]
    public void Run_Logits_AreBeforeTheTemperature()
    {
        using Network network = TestModel.Create("RezoNet", TestModel.Mel);
        using TemporaryFile file = TestModel.Write(network, TestModel.Card(TestModel.Mel, temperature: 2.5));
        using InferenceSession session = new(file.Path);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(TestClips.Create("voice"), [1, 20000]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["waveform"], [input], ["probabilities", "logits"]);

        double[] powers = [.. outputs[1].GetTensorDataAsSpan<float>().ToArray().Select(logit => Math.Exp(logit / 2.5))];
        AssertClose([.. powers.Select(power => (float)(power / powers.Sum()))], outputs[0].GetTensorDataAsSpan<float>().ToArray(), "softmax", 1e-6);
    }

    private static void AssertClose(float[] expected, float[] actual, string what, double tolerance = 1e-4)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = expected.Zip(actual, (a, b) => (double)Math.Abs(a - b)).Max();
        Assert.True(worst <= tolerance, $"{what}: off by {worst:E1}; expected {string.Join(' ', expected)}, got {string.Join(' ', actual)}");
    }
}
