using SpeechEmotion.Metrics;
using SpeechEmotion.Runs;
using Xunit;

namespace SpeechEmotion.Workbench.Tests;

public sealed class VoiceAdaptationTests
{
    // Two voices that say the same emotions; to the network, bo always sounds sad and ann always angry.
    private static readonly Prediction[] s_answers =
    [
        .. Enumerable.Range(0, 40).SelectMany(i => new[] { Say(i, "ann", 0, 0.98f), Say(i, "bo", 0, 0.4f), Say(i, "ann", 1, 0.6f), Say(i, "bo", 1, 0.02f) }),
    ];

    private static readonly float[] s_familiar = [.. s_answers.Select(_ => 1f)];

    [Fact]
    public void Adapt_UnfamiliarClips_AreHeardAsIfFamiliarAndStayAsDivided()
    {
        float[] twice = [.. s_answers.Select((_, i) => i % 3 == 0 ? 2f : 1)];
        Prediction[] divided = [.. s_answers.Zip(twice).Select(pair => pair.First with { Probabilities = TemperatureScaling.Change(pair.First.Probabilities, 1, pair.Second) })];
        ReferenceStatistics[] references = [new ReferenceStatistics([0, 0], 1)];
        double[] seconds = [.. s_answers.Select(_ => 5.0)];

        Prediction[] plain = VoiceAdaptation.Adapt(s_answers, seconds, s_familiar, VoiceScope.Speaker, new int[s_answers.Length], references);
        Prediction[] adapted = VoiceAdaptation.Adapt(divided, seconds, twice, VoiceScope.Speaker, new int[s_answers.Length], references);

        Assert.All(plain.Zip(adapted, twice), clip => Assert.Equal(TemperatureScaling.Change(clip.First.Probabilities, 1, clip.Third)[0], clip.Second.Probabilities[0], 1e-4f));
    }

    [Fact]
    public void Adapt_EachSpeaker_TakesTheVoiceAway()
    {
        Prediction[] adapted = VoiceAdaptation.Adapt(s_answers, [.. s_answers.Select(_ => 5.0)], s_familiar, VoiceScope.Speaker, new int[s_answers.Length], [new ReferenceStatistics([0, 0], 1)]);

        Assert.Equal(0.5, Accuracy(s_answers));
        Assert.Equal(1, Accuracy(adapted));
        Assert.Equal(s_answers.Select(answer => (answer.Name, answer.Truth)), adapted.Select(answer => (answer.Name, answer.Truth)));
    }

    [Fact]
    public void Adapt_WholeCorpus_LeavesTheDifferenceBetweenItsVoices()
    {
        Prediction[] adapted = VoiceAdaptation.Adapt(s_answers, [.. s_answers.Select(_ => 5.0)], s_familiar, VoiceScope.Corpus, new int[s_answers.Length], [new ReferenceStatistics([0, 0], 1)]);

        Assert.Equal(0.5, Accuracy(adapted));
    }

    [Fact]
    public void ReferenceWithout_AFold_DoesNotLookAtIt()
    {
        int[] parts = [.. s_answers.Select((_, i) => i < 80 ? 0 : 1)];
        ReferenceStatistics expected = ReferenceStatistics.Fit([.. s_answers[80..].Select(answer => answer.Probabilities)], [.. s_answers[80..].Select(answer => answer.Truth)])!;

        ReferenceStatistics reference = VoiceAdaptation.ReferenceWithout(s_answers, parts, 0)!;
        Assert.Equal(expected.Mean, reference.Mean);
        Assert.Equal(expected.Contrast, reference.Contrast);
        Assert.Null(VoiceAdaptation.ReferenceWithout(s_answers, new int[s_answers.Length], 0));
    }

    private static double Accuracy(Prediction[] answers) => answers.Average(answer => Calibration.MostLikely(answer.Probabilities) == answer.Truth ? 1.0 : 0);

    private static Prediction Say(int take, string speaker, int truth, float angry) => new($"{speaker}-{truth}-{take}", speaker, truth, [angry, 1 - angry]) { Corpus = "made" };

    [Fact]
    public void Adapt_ClipWithoutSound_TeachesNothing()
    {
        double[] seconds = [.. s_answers.Select((_, i) => i == 0 ? 0.0 : 5)];
        Prediction[] all = VoiceAdaptation.Adapt(s_answers, seconds, s_familiar, VoiceScope.Corpus, new int[s_answers.Length], [new ReferenceStatistics([0, 0], 1)]);
        Prediction[] others = VoiceAdaptation.Adapt(s_answers[1..], seconds[1..], s_familiar[1..], VoiceScope.Corpus, new int[s_answers.Length - 1], [new ReferenceStatistics([0, 0], 1)]);
        Assert.Equal(others.Select(answer => answer.Probabilities), all[1..].Select(answer => answer.Probabilities));
    }
}
