using SpeechEmotion.Metrics;
using SpeechEmotion.Runs;
using Xunit;

namespace SpeechEmotion.Workbench.Tests;

public sealed class VoiceAdaptationTests
{
    // Two voices that say the same emotions; to the network, bo always sounds sad and ann always angry.
    private static readonly Prediction[] s_answers =
    [
        Say("ann", 0, 0.9f), Say("bo", 0, 0.45f), Say("ann", 1, 0.55f), Say("bo", 1, 0.1f), Say("ann", 0, 0.92f), Say("bo", 0, 0.47f), Say("ann", 1, 0.53f), Say("bo", 1, 0.08f),
    ];

    [Fact]
    public void Adapt_EachSpeaker_TakesTheVoiceAway()
    {
        Prediction[] adapted = VoiceAdaptation.Adapt(s_answers, [.. s_answers.Select(_ => 5.0)], VoiceScope.Speaker, _ => ReferenceStatistics.Neutral(2));

        Assert.Equal(0.5, Accuracy(s_answers));
        Assert.Equal(1, Accuracy(adapted));
        Assert.Equal(s_answers.Select(answer => (answer.Name, answer.Truth)), adapted.Select(answer => (answer.Name, answer.Truth)));
    }

    [Fact]
    public void Adapt_WholeCorpus_LeavesTheDifferenceBetweenItsVoices()
    {
        Prediction[] adapted = VoiceAdaptation.Adapt(s_answers, [.. s_answers.Select(_ => 5.0)], VoiceScope.Corpus, _ => ReferenceStatistics.Neutral(2));

        Assert.Equal(0.5, Accuracy(adapted));
    }

    [Fact]
    public void ReferenceWithout_AFold_DoesNotLookAtIt()
    {
        int[] parts = [0, 0, 0, 0, 1, 1, 1, 1];
        ReferenceStatistics expected = ReferenceStatistics.Fit([.. s_answers[4..].Select(answer => answer.Probabilities)], [.. s_answers[4..].Select(answer => answer.Truth)])!;

        ReferenceStatistics reference = VoiceAdaptation.ReferenceWithout(s_answers, parts, 0)!;
        Assert.Equal(expected.Mean, reference.Mean);
        Assert.Equal(expected.Contrast, reference.Contrast);
        Assert.Null(VoiceAdaptation.ReferenceWithout(s_answers, [0, 0, 0, 0, 0, 0, 0, 0], 0));
    }

    private static double Accuracy(Prediction[] answers) => answers.Average(answer => Calibration.MostLikely(answer.Probabilities) == answer.Truth ? 1.0 : 0);

    private static Prediction Say(string speaker, int truth, float angry) => new($"{speaker}{truth}{angry}", speaker, truth, [angry, 1 - angry]) { Corpus = "made" };
}
