using Xunit;

namespace SpeechEmotion.Recognition.Tests;

public sealed class EmotionScoresTests
{
    [Theory]
    [InlineData(new[] { 0.2f, 0.5f, 0.3f }, "b", 0.5, 0.2, false)]
    [InlineData(new[] { 0.42f, 0.35f, 0.23f }, "a", 0.42, 0.07, true)]
    [InlineData(new[] { 0.49f, 0.26f, 0.25f }, "a", 0.49, 0.23, true)] // far ahead, and yet more probably wrong than right
    [InlineData(new[] { 0.51f, 0.45f, 0.04f }, "a", 0.51, 0.06, true)] // more probably right than wrong, and yet hardly ahead
    [InlineData(new[] { 0.4f, 0.2f, 0.4f }, "a", 0.4, 0, true)]
    [InlineData(new[] { 0f, 0f, 1f }, "c", 1, 1, false)]
    public void Constructor_Probabilities_FindsTopAndMargin(float[] probabilities, string emotion, double probability, double margin, bool unsure)
    {
        EmotionScores scores = new(["a", "b", "c"], probabilities);
        Assert.Equal(emotion, scores.Emotion);
        Assert.Equal(probability, scores.Probability, 1e-6);
        Assert.Equal(margin, scores.Margin, 1e-6);
        Assert.Equal(unsure, scores.IsUnsure);
    }

    [Fact]
    public void Constructor_OneLabel_IsSure()
    {
        EmotionScores scores = new(["a"], [1]);
        Assert.Equal(1, scores.Margin);
        Assert.False(scores.IsUnsure);
    }

    [Theory]
    [InlineData(0.5f, 0.9f, "a", "a 90 %")]
    [InlineData(0.49f, 0.9f, "noSpeech", "noSpeech 51 %")]
    [InlineData(0, 0.52f, "noSpeech", "noSpeech 100 %")]
    [InlineData(1, 0.52f, "unsure", "unsure: a 52 %")]
    public void Answer_SpeechAndMargin_IsTheirVerdict(float speech, float first, string answer, string text)
    {
        EmotionScores scores = new(["a", "b"], [first, 1 - first], speech);
        Assert.Equal(answer, scores.Answer);
        Assert.Equal(answer != "noSpeech", scores.IsSpeech);
        Assert.Equal(speech, scores.SpeechProbability);
        Assert.Equal("a", scores.Emotion);
        Assert.Equal(text, scores.ToString());
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void Constructor_SpeechProbabilityOutside0To1_SaysSo(float speech) =>
        Assert.Contains("must be 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => new EmotionScores(["a"], [1], speech)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-1, 2, "-1, 2")]
    [InlineData(0.5f, 0.4f, "0.5, 0.4")]
    [InlineData(float.NaN, 1, "NaN, 1")]
    public void Constructor_NoProbabilities_SaysSo(float first, float second, string values) => Assert.StartsWith(
        $"The probabilities are {values}; each must be 0 to 1, and together they must be 1.",
        Assert.Throws<ArgumentException>(() => new EmotionScores(["a", "b"], [first, second])).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_SecondsThatAreNone_SaysSo(double seconds) => Assert.StartsWith(
        "The seconds that sound must be 0 or more.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmotionScores(["a"], [1], 1, seconds)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Constructor_CountsThatDiffer_SaysSo()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new EmotionScores(["a", "b"], [1]));
        Assert.Contains("1 probabilities do not fit 2 labels", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new EmotionScores([], []));
    }

    [Fact]
    public void Indexer_Emotion_GivesItsProbability()
    {
        EmotionScores scores = new(["anger", "sad"], [0.3f, 0.7f]);
        Assert.Equal((0.3f, 0.7f), (scores["anger"], scores["sad"]));
        Assert.Contains("does not know 'joy'; it knows anger, sad", Assert.Throws<ArgumentException>(() => scores["joy"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Results_SayWhatTheyAre()
    {
        EmotionScores scores = new(["anger", "sad"], [0.3f, 0.7f]);
        Assert.Equal("1.5 to 3.25 s: sad 70 %", new EmotionSegment(1.5, 3.25, scores).ToString());
        Assert.Equal("75.2 s of sound, 61 s of speech", new RecordingParts(75.2, 61, [0.5f, 0.5f]).ToString());
        Assert.Equal("1 clip, 3.5 s of speech; plain: sad 70 %", new Adaptation(3.5, 1, scores).ToString());
    }
}
