using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Recognition.Tests.Timelines;

public sealed class WholeRecordingTests(TimelineModel model) : IClassFixture<TimelineModel>
{
    private const int Rate = TimelineModel.Rate;

    [Theory]
    [InlineData(1, Rate)]
    [InlineData(60 * 22050, 22050)]
    [InlineData(60 * Rate, Rate)]
    public async Task RecognizeWhole_UpToAMinute_IsTheAnswerForTheClip(int length, int rate)
    {
        AudioClip clip = new(TimelineModel.Sounds(5, length, rate), rate);
        EmotionScores expected = model.Recognizer.Recognize(clip), actual = await WholeAsync(clip);
        Assert.Equal(expected.Probabilities, actual.Probabilities);
        Assert.Equal(expected.SpeechProbability, actual.SpeechProbability);
        Assert.Null(actual.Parts);
    }

    [Theory]
    [InlineData(61, Rate)]
    [InlineData(100, 22050)]
    public async Task RecognizeWhole_Longer_IsTheMeanOverTheSegments(int seconds, int rate)
    {
        float[] samples = TimelineModel.Sounds(7, seconds * rate, rate);
        List<EmotionSegment> segments = await model.RecognizeAsync(samples, rate: rate);
        EmotionScores scores = await WholeAsync(new AudioClip(samples, rate));
        double sound = segments.Sum(Length);
        Assert.InRange(segments.Select(segment => segment.Emotion).Distinct().Count(), 2, 6);
        for (int i = 0; i < scores.Labels.Count; i++)
        {
            Assert.Equal(segments.Sum(segment => Length(segment) * segment.Probabilities[i]) / sound, scores.Probabilities[i], 1e-5);
            Assert.Equal(segments.Where(segment => segment.Emotion == scores.Labels[i]).Sum(Length) / sound, scores.Parts!.Fractions[i], 1e-5);
        }

        Assert.Equal(sound, scores.Parts!.SoundSeconds, 1e-3);
        Assert.Equal(sound, scores.Parts.SpeechSeconds, 1e-3);
        Assert.Equal(1, scores.Parts.Fractions.Sum(), 1e-5);
        Assert.Equal(1, scores.SpeechProbability);
    }

    [Fact]
    public async Task RecognizeWhole_LongSilence_IsNoSpeech()
    {
        EmotionScores scores = await WholeAsync(new AudioClip(new float[61 * Rate], Rate));
        Assert.Equal(EmotionScores.NoSpeech, scores.Answer);
        Assert.Equal((0, 0), (scores.Parts!.SoundSeconds, scores.Parts.SpeechSeconds));
        Assert.All(scores.Parts.Fractions, fraction => Assert.Equal(0, fraction));
    }

    [Fact]
    public async Task RecognizeWhole_Longer_HearsWhatComesAfterTheFirstMinute()
    {
        EmotionScores scores = await WholeAsync(new AudioClip(TimelineModel.Tone(70, 62, 65), Rate));
        Assert.Equal(3, scores.Parts!.SoundSeconds, 0.05);
        Assert.Equal(model.Recognizer.Recognize(new AudioClip(TimelineModel.Tone(3, 0, 3), Rate)).Emotion, scores.Emotion);
    }

    [Fact]
    public async Task Adapt_LongRecording_KeepsItsParts()
    {
        EmotionScores scores = await WholeAsync(new AudioClip(TimelineModel.Sounds(7, 61 * Rate), Rate));
        EmotionSession session = new(model.Recognizer);
        session.Hear(scores);
        Assert.Same(scores.Parts, session.Adapt(scores).Parts);
    }

    [Fact]
    public void RecognizeWhole_Cancelled_Ends()
    {
        using AudioReader audio = Reader(new AudioClip(new float[Rate], Rate));
        Assert.Throws<OperationCanceledException>(() => model.Recognizer.RecognizeWhole(audio, new CancellationToken(canceled: true)));
    }

    private static double Length(EmotionSegment segment) => segment.End - segment.Start;

    /// <summary>From a file and from blocks of any length; both must be the same.</summary>
    private async Task<EmotionScores> WholeAsync(AudioClip clip)
    {
        using AudioReader audio = Reader(clip);
        EmotionScores read = model.Recognizer.RecognizeWhole(audio, TestContext.Current.CancellationToken);
        EmotionScores streamed = await model.Recognizer.RecognizeWholeAsync(TimelineModel.Blocks(clip.Samples, clip.SampleRate, seed: 3), clip.SampleRate, TestContext.Current.CancellationToken);
        Assert.Equal(read.Probabilities, streamed.Probabilities);
        Assert.Equal(read.Parts?.Fractions, streamed.Parts?.Fractions);
        return read;
    }

    private static AudioReader Reader(AudioClip clip)
    {
        using TemporaryFile file = TimelineModel.Write(clip.Samples, clip.SampleRate);
        return AudioReader.Open(new MemoryStream(File.ReadAllBytes(file.Path)), "a.wav");
    }
}
