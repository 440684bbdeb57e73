using SpeechEmotion.Audio;
using SpeechEmotion.Recognition.Inference;
using SpeechEmotion.Signal;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Recognition.Tests.Inference;

public sealed class OcclusionTests(TimelineModel model) : IClassFixture<TimelineModel>
{
    private const int Rate = TimelineModel.Rate;

    // Closed form

    [Theory]
    [InlineData(0.6, 300)]
    [InlineData(1.35, 1200)]
    [InlineData(2.1, 5000)]
    public void Scores_PlantedTone_IsFoundInItsPart(double at, double frequency)
    {
        // A listener that cares for one short tone only, among noise and other tones.
        SeededRandom random = new(7);
        float[] planted = TimelineModel.Tone(3, at - 0.05, at + 0.05, frequency);
        float[] samples = [.. planted.Zip(TimelineModel.Tone(3, 0, 3, 700), (a, b) => a + (b / 3) + (0.003f * (float)random.NextGaussian()))];
        float Listen(float[] heard) => heard.Zip(planted, (a, b) => a * b).Sum() / planted.Sum(sample => sample * sample);

        Occlusion occlusion = new(samples, Rate);
        float[][] scores = occlusion.Scores(Listen, TestContext.Current.CancellationToken);

        (float score, int band, int part) = scores.SelectMany((row, band) => row.Select((score, part) => (score, band, part))).Min();
        Assert.Equal(12, occlusion.Times.Length - 1);
        Assert.InRange(at, occlusion.Times[part], occlusion.Times[part + 1]);
        Assert.InRange(frequency, occlusion.Frequencies[band], occlusion.Frequencies[band + 1]);
        Assert.InRange(score, -0.1f, 0.1f); // nothing of it is left
        Assert.All(scores.SelectMany((row, b) => row.Where((_, p) => Math.Abs(p - part) > 1 && b != band)), other => Assert.InRange(other, 0.95f, 1.05f));
    }

    // Invariants

    [Fact]
    public void Scores_Parts_TakeAwayEverythingTogether()
    {
        float[] samples = TimelineModel.Tone(1, 0.2, 0.8, 900);
        Occlusion occlusion = new(samples, Rate);
        List<float[]> rest = [];
        occlusion.Scores(heard => { rest.Add(heard); return 0; }, TestContext.Current.CancellationToken);

        double left = Enumerable.Range(0, samples.Length).Sum(i => Math.Pow(samples[i] + rest.Sum(part => (double)part[i] - samples[i]), 2));
        Assert.InRange(left / samples.Sum(sample => (double)sample * sample), 0, 0.02);
    }

    [Fact]
    public void Explain_SilenceAfterSpeech_MattersLessThanTheSpeech()
    {
        AudioClip speech = AudioFile.Read(Repository.PathOf("samples/audio/announcement.wav"));
        AudioClip clip = new([.. speech.Samples, .. new float[speech.Samples.Length]], speech.SampleRate);

        SaliencyMap map = EmotionRecognizer.Default.Explain(clip, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(EmotionRecognizer.Default.Recognize(clip).Emotion, map.Emotion);
        Assert.Equal(EmotionRecognizer.Default.Recognize(clip).Probability, map.Probability);
        int half = (map.Times.Count - 1) / 2;
        float before = map.Drops.Sum(band => band[..half].Sum(MathF.Abs)), after = map.Drops.Sum(band => band[(half + 1)..].Sum(MathF.Abs));
        Assert.True(before > 10 * after, $"{before} and {after}");
        Assert.All(map.Drops, band => Assert.Equal(map.Times.Count - 1, band.Length));
    }

    // Edges

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(16001)]
    public void Explain_OddLengths_HaveAMap(int length) =>
        Assert.Equal(Occlusion.Bands, model.Recognizer.Explain(new AudioClip(new float[length], Rate), cancellation: TestContext.Current.CancellationToken).Drops.Count);

    [Fact]
    public void Explain_UnknownEmotion_SaysWhichThereAre()
    {
        string message = Assert.Throws<ArgumentException>(() => model.Recognizer.Explain(new AudioClip(new float[Rate], Rate), "bliss", TestContext.Current.CancellationToken)).Message;
        Assert.Contains("does not know 'bliss'; it knows", message, StringComparison.Ordinal);
    }
}
