using SpeechEmotion.Metrics;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public class BootstrapTests
{
    [Fact]
    public void Interval_ManyIndependentClips_IsTheNormalApproximation()
    {
        // 2,500 clips, 60 % right: 0.6 ± 1.96 sqrt(0.6 · 0.4 / 2500) = 0.5808..0.6192. 4,000 draws leave about 0.0006 of chance in each end.
        int[] truth = new int[2500];
        int[] predicted = [.. Enumerable.Range(0, 2500).Select(i => i % 5 < 3 ? 0 : 1)];

        Interval interval = Bootstrap.Interval(truth, predicted, 2, matrix => matrix.Accuracy, resamples: 4000);

        Assert.Equal(0.5808, interval.Lower, 0.002);
        Assert.Equal(0.6192, interval.Upper, 0.002);
    }

    [Fact]
    public void Interval_SpeakersAllRightOrAllWrong_IsThatOfTheSpeakersNotOfTheClips()
    {
        // 50 speakers with 50 clips each, 30 always right: the interval is that of 50 trials, sqrt(50) times wider than by clips.
        int[] truth = new int[2500];
        int[] predicted = [.. Enumerable.Range(0, 2500).Select(i => i / 50 < 30 ? 0 : 1)];
        string[] speakers = [.. Enumerable.Range(0, 2500).Select(i => $"s{i / 50}")];

        Interval byClip = Bootstrap.Interval(truth, predicted, 2, matrix => matrix.Accuracy);
        Interval bySpeaker = Bootstrap.Interval(truth, predicted, 2, matrix => matrix.Accuracy, speakers);

        double ratio = (bySpeaker.Upper - bySpeaker.Lower) / (byClip.Upper - byClip.Lower);
        Assert.InRange(ratio, 6.2, 7.9);
    }

    [Fact]
    public void Interval_PerfectPredictions_IsOneToOne()
    {
        Interval interval = Bootstrap.Interval([0, 1, 2, 2], [0, 1, 2, 2], 3, matrix => matrix.Uar);

        Assert.Equal(new Interval(1, 1), interval);
    }

    [Fact]
    public void Interval_SameSeed_IsTheSameAndAnotherSeedIsNot()
    {
        var (truth, predicted) = Draw(200);

        Interval first = Bootstrap.Interval(truth, predicted, 6, matrix => matrix.Uar, seed: 1);

        Assert.Equal(first, Bootstrap.Interval(truth, predicted, 6, matrix => matrix.Uar, seed: 1));
        Assert.NotEqual(first, Bootstrap.Interval(truth, predicted, 6, matrix => matrix.Uar, seed: 2));
    }

    [Fact]
    public void Interval_AnyPredictions_ContainsTheFigure()
    {
        for (int clips = 40; clips <= 640; clips *= 2)
        {
            var (truth, predicted) = Draw(clips);
            double uar = ConfusionMatrix.Count(truth, predicted, 6).Uar;

            Interval interval = Bootstrap.Interval(truth, predicted, 6, matrix => matrix.Uar);

            Assert.InRange(uar, interval.Lower, interval.Upper);
        }
    }

    [Fact]
    public void Interval_OneClipWithoutSpeaker_ResamplesClips()
    {
        var (truth, predicted) = Draw(100);
        string?[] speakers = [.. Enumerable.Range(0, 100).Select(i => i == 99 ? null : "s")];

        Assert.Equal(
            Bootstrap.Interval(truth, predicted, 6, matrix => matrix.Accuracy),
            Bootstrap.Interval(truth, predicted, 6, matrix => matrix.Accuracy, speakers));
    }

    [Fact]
    public void Interval_NoClip_Throws() =>
        Assert.Throws<ArgumentException>(() => Bootstrap.Interval([], [], 2, matrix => matrix.Accuracy));

    [Fact]
    public void Interval_FewerSpeakersThanClips_Throws() =>
        Assert.Throws<ArgumentException>(() => Bootstrap.Interval([0, 1], [0, 1], 2, matrix => matrix.Accuracy, ["s"]));

    private static (int[] Truth, int[] Predicted) Draw(int clips)
    {
        var random = new SeededRandom(7);
        int[] truth = [.. Enumerable.Range(0, clips).Select(i => i % 6)];
        return (truth, [.. truth.Select(emotion => random.NextUniform() < 0.6 ? emotion : random.NextInteger(0, 5))]);
    }
}
