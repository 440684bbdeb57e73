using Xunit;

namespace SpeechEmotion.Recognition.Tests;

public sealed class EmotionScoresTests
{
    [Theory]
    [InlineData(new[] { 0.2f, 0.5f, 0.3f }, "b", 0.5, 0.2, false)]
    [InlineData(new[] { 0.42f, 0.35f, 0.23f }, "a", 0.42, 0.07, true)]
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

    [Fact]
    public void Constructor_CountsThatDiffer_SaysSo()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new EmotionScores(["a", "b"], [1]));
        Assert.Contains("1 probabilities do not fit 2 labels", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new EmotionScores([], []));
    }
}
