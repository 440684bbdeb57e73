using SpeechEmotion.Runs;
using Xunit;

namespace SpeechEmotion.Tests.Runs;

public sealed class CorpusMetricsTests
{
    private static readonly string[] s_labels = ["sad", "anger", "neutral", "happy", "fear", "disgust"];

    [Fact]
    public void From_FourEmotionsOfSix_CountsThoseThatTheCorpusHas()
    {
        // anger twice (once taken for fear), happy once (recognised), fear once (taken for happy)
        Predictions predictions = new(s_labels,
        [
            Clip("anger", "a", (0.1f, "sad"), (0.8f, "anger")),
            Clip("anger", "a", (0.6f, "fear"), (0.3f, "anger")),
            Clip("happy", "b", (0.9f, "happy")),
            Clip("fear", null, (0.7f, "happy"), (0.2f, "fear")),
        ]);
        CorpusMetrics metrics = CorpusMetrics.From("other", predictions);
        Assert.Equal(("other", 4, 2), (metrics.Corpus, metrics.Clips, metrics.Speakers));
        Assert.Equal((0.5 + 1 + 0) / 3, metrics.Uar, 1e-12);
        Assert.Equal(0.5, metrics.Accuracy);
        Assert.Equal((0.2 + 0.6 + 0.1 + 0.7) / 4, metrics.Ece, 1e-6); // each clip is alone in its bin
        Assert.Equal(new AnswerFraction("anger", 0.5, 0.25), metrics.Answers[1]);
        Assert.Equal(new AnswerFraction("happy", 0.25, 0.5), metrics.Answers[3]);
        Assert.Equal(1.0, metrics.FourClassUar); // without fear, both clips of anger and the happy one are right
    }

    [Fact]
    public void From_NetworkThatDoesNotKnowAllFour_HasNoFourClassUar()
    {
        Predictions predictions = new(["sad", "anger"], [new Prediction("1", null, 0, [0.6f, 0.4f]), new Prediction("2", null, 1, [0.6f, 0.4f])]);
        Assert.Null(CorpusMetrics.From("other", predictions).FourClassUar);
    }

    [Fact]
    public void Format_TwoCorpora_HasARowForEachInBothTables()
    {
        CorpusMetrics metrics = CorpusMetrics.From("one", new Predictions(s_labels, [Clip("anger", "a", (0.9f, "anger")), Clip("fear", "a", (0.9f, "anger"))]));
        string[] lines = CorpusMetrics.Format([metrics, metrics with { Corpus = "second" }]).Split('\n');
        Assert.Equal(2, lines.Count(line => line.StartsWith("one ", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.StartsWith("second ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("100 (50)", StringComparison.Ordinal));
        Assert.True(lines.Max(line => line.Length) <= 120);
    }

    private static Prediction Clip(string truth, string? speaker, params (float Probability, string Label)[] answers)
    {
        float[] probabilities = new float[s_labels.Length];
        foreach ((float probability, string label) in answers)
        {
            probabilities[Array.IndexOf(s_labels, label)] = probability;
        }

        return new Prediction("clip", speaker, Array.IndexOf(s_labels, truth), probabilities);
    }
}
