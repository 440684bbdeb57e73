using SpeechEmotion.Datasets;
using SpeechEmotion.Runs;
using SpeechEmotion.Runs.Listeners;
using Xunit;

namespace SpeechEmotion.Tests.Runs.Listeners;

public sealed class ListenerReportTests : IDisposable
{
    private static readonly string[] s_labels = ["anger", "sad"];
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void From_FourClips_HasTheFiguresOfTheFormulas()
    {
        // Clip, intended, votes anger/sad, the model's probability of anger.
        File.WriteAllText(_file, "clip,anger,sad\na,8,2\nb,4,6\nc,0,10\nd,5,5\n");
        Utterance[] clips = [Clip("a", "anger", "low", 25), Clip("b", "anger", "high", 31), Clip("c", "sad", "low", 38), Clip("d", "sad", null, null), Clip("unheard", "sad", null, null)];
        Predictions predictions = new(s_labels, [Said("a", 0, 0.8f), Said("b", 0, 0.7f), Said("c", 1, 0.1f), Said("d", 1, 0.6f), Said("unheard", 1, 0)]);
        ListenerReport report = ListenerReport.From(predictions, clips, ListenerVotes.Read(_file));

        Assert.Equal((4, 40, 3), (report.Clips, report.Votes, report.MajorityClips));
        Assert.Equal(2 / 3.0, report.MajorityAccuracy, 1e-12); // a and c; most heard b as sad
        Assert.Equal((1 + 0.5) / 2, report.MajorityUar, 1e-12);
        ListenerGroup all = report.Groups[0];
        Assert.Equal((1 + 0.5) / 2, all.ModelUar, 1e-12);
        Assert.Equal((((0.8 + 0.4) / 2) + ((1 + 0.5) / 2)) / 2, all.ListenerUar, 1e-12);
        Assert.Equal((((1 + 0) / 2.0) + ((1 + 0.5) / 2)) / 2, all.MajorityUar, 1e-12);
        Assert.Equal((0.8 + 0.4 + 1 + 0.5) / 4, all.ModelAgreement, 1e-12);
        Assert.Equal((((8 * 7) + (2 * 1)) / 90.0 + ((4 * 3) + (6 * 5)) / 90.0 + 1 + (2 * 5 * 4 / 90.0)) / 4, all.ListenerAgreement, 1e-12);
        Assert.Equal((0 + 0.3 + 0.1 + 0.1) / 4, report.Ece, 1e-6); // each in a bin of its own: |0.8 - 0.8|, |0.4 - 0.7|, |1 - 0.9|, |0.5 - 0.6|
        Assert.Equal(["all", "intensity high", "intensity low", "age 20–29", "age 30–39"], report.Groups.Select(group => group.Kind == "all" ? "all" : $"{group.Kind} {group.Name}"));
        Assert.Equal(2, report.Groups[^1].Clips);
        Assert.InRange(report.Correlation["anger"], 0.7, 1);
        Assert.Equal(report.Correlation["anger"], report.Correlation["sad"], 1e-6);
        Assert.InRange(report.JensenShannon, 0, report.JensenShannonOfPrior);
        Assert.Contains("40 votes for 4 clips", report.ToString(), StringComparison.Ordinal);

        EvaluationReport whole = EvaluationReport.From(predictions, "test") with { Listeners = report };
        whole.Save(_file);
        Assert.Equal(whole.ToJson(), EvaluationReport.Load(_file).ToJson());
        Assert.DoesNotContain("listeners", (whole with { Listeners = null }).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void From_NoVotesForTheClips_SaysSo()
    {
        File.WriteAllText(_file, "clip,anger,sad\nz,8,2\n");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ListenerReport.From(new Predictions(s_labels, [Said("a", 0, 1)]), [Clip("a", "anger", null, null)], ListenerVotes.Read(_file)));
        Assert.Contains("for none of the 1 that were measured", error.Message, StringComparison.Ordinal);
    }

    private static Utterance Clip(string name, string emotion, string? intensity, int? age) => new() { Name = name + ".wav", Path = name, Emotion = emotion, Intensity = intensity, Age = age };

    private static Prediction Said(string name, int truth, float anger) => new(name + ".wav", null, truth, [anger, 1 - anger]);
}
