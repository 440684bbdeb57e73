using SpeechEmotion.Datasets;
using SpeechEmotion.Runs.Stress;
using SpeechEmotion.Workbench.Stress;
using Xunit;

namespace SpeechEmotion.Workbench.Tests.Stress;

public sealed class StressTests
{
    private static readonly string[] s_labels = ["anger", "neutral", "sad"];

    [Fact]
    public void Correctness_Answers_AreMeasuredAsDefined()
    {
        // 20 clips of anger and 20 neutral: all anger right, half of neutral taken for anger; sad does not occur.
        StressClip[] clips = [.. Clips("f", 20, 0, _ => 0), .. Clips("f", 20, 1, i => i % 2)];
        StressResult[] results = [.. Correctness.Tests("made", s_labels, clips)];

        Assert.Equal(0.75, Value(results, "UAR"));
        Assert.Equal((1 + (20 / 30.0)) / 2, Value(results, "UAP")!.Value, 1e-12);
        Assert.Equal(0.5, Value(results, "recall", "neutral"));
        Assert.Equal(20 / 30.0, Value(results, "precision", "anger")!.Value, 1e-12);
        Assert.Equal(0.25, Value(results, "fraction answered less fraction intended", "anger"));
        Assert.False(results.Single(test => test.Test.StartsWith("fraction answered", StringComparison.Ordinal) && test.Emotion == "anger").Passed);
        Assert.Equal(0.25, Value(results, "fraction per speaker, mean absolute error", "neutral"));
        Assert.DoesNotContain(results, test => test.Emotion == "sad");
    }

    [Fact]
    public void Correctness_SpeakersUnknown_SaysWhatItCannotTell()
    {
        StressClip[] clips = [.. Clips(null, 20, 0, _ => 0), .. Clips(null, 20, 1, _ => 1)];
        StressResult test = Correctness.Tests("made", s_labels, clips).Last();
        Assert.Null(test.Passed);
        Assert.Contains("no speaker is known", test.Skipped, StringComparison.Ordinal);
    }

    [Fact]
    public void Fairness_OneSexIsWorse_FailsBothSides()
    {
        StressClip[] clips =
        [
            .. Clips("f", 100, 0, _ => 0, "female"), .. Clips("f", 100, 1, _ => 1, "female"),
            .. Clips("m", 100, 0, i => i % 2, "male"), .. Clips("m", 300, 1, _ => 1, "male"), // balanced: 100 of them count
        ];
        StressResult[] results = [.. Fairness.Tests("made", s_labels, clips).Where(test => test.Group == "fairness: sex")];

        Assert.Equal(1 - 0.875, Value(results, "UAR, female"));
        Assert.Equal(0.75 - 0.875, Value(results, "UAR, male"));
        Assert.Equal(0.5 - 0.75, Value(results, "recall, male", "anger"));
        Assert.All(results.Where(test => test.Test.StartsWith("UAR", StringComparison.Ordinal)), test => Assert.False(test.Passed));
        Assert.Equal((100 / 150.0) - (200 / 250.0), Value(results, "precision, male", "neutral")!.Value, 1e-12);
    }

    [Fact]
    public void Fairness_PitchGroups_AreThoseOfTheSpeakers()
    {
        StressClip[] clips =
        [
            .. Clips("low", 120, 0, _ => 0, pitch: i => 100 + (i % 2 * 60)), // 130 Hz on average
            .. Clips("high", 120, 0, _ => 0, pitch: _ => 220), .. Clips("unheard", 26, 0, _ => 1, pitch: _ => null), .. Clips("brief", 20, 0, _ => 1, pitch: _ => 220),
        ];
        StressResult[] results = [.. Fairness.Tests("made", s_labels, clips).Where(test => test.Group == "fairness: pitch")];

        Assert.Equal(["UAR, low pitch (up to 145 Hz)", "UAR, high pitch"], results.Where(test => test.Emotion is null).Select(test => test.Test));
        Assert.All(results, test => Assert.Equal(0, test.Value)); // those who count are all right
    }

    [Fact]
    public void Fairness_NothingKnown_SaysSo() =>
        Assert.All(Fairness.Tests("made", s_labels, [.. Clips("f", 50, 0, _ => 0)]), test => Assert.NotNull(test.Skipped));

    private static IEnumerable<StressClip> Clips(string? speaker, int count, int truth, Func<int, int> answer, string? sex = null, Func<int, double?>? pitch = null) =>
        Enumerable.Range(0, count).Select(i => new StressClip(
            new Utterance { Name = $"{speaker}-{truth}-{i}.wav", Path = "none", Emotion = s_labels[truth], Speaker = speaker, Sex = sex, Corpus = "made" }, truth)
        { Answer = answer(i), Pitch = pitch?.Invoke(i) });

    private static double? Value(IEnumerable<StressResult> results, string test, string? emotion = null) => results.Single(result => result.Test == test && result.Emotion == emotion).Value;
}
