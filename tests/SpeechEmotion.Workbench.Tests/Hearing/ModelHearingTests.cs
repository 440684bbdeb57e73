using SpeechEmotion.Datasets;
using SpeechEmotion.Plots;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests.Training;
using SpeechEmotion.Workbench.Hearing;
using Xunit;

namespace SpeechEmotion.Workbench.Tests.Hearing;

public sealed class ModelHearingTests
{
    [Fact]
    public void Respond_Clips_StartsFromThePlainAnswersAndIgnoresTheLevel()
    {
        using SyntheticCorpus corpus = new(12);
        IReadOnlyList<Utterance> clips = corpus.Open().Utterances;
        ModelHearing hearing = new(EmotionRecognizer.Default, clips, 2);
        IReadOnlyList<ResponseCurve> curves = hearing.Respond();

        Assert.Equal(6, hearing.Clips); // of three emotions
        Assert.Equal(4, curves.Count);
        foreach (ResponseCurve curve in curves)
        {
            Assert.All(Enumerable.Range(0, curve.Amounts.Count), i => Assert.Equal(1, curve.Probabilities.Values.Sum(values => values[i]), 1e-4));
            int neutral = curve.Amounts.ToList().IndexOf(curve.Change.StartsWith("tempo", StringComparison.Ordinal) ? 1 : 0);
            Assert.Equal(curves[0].Probabilities["anger"][3], curve.Probabilities["anger"][neutral], 1e-12);
        }

        ResponseCurve level = curves.Single(curve => curve.Change == "level (dB)");
        Assert.Equal(level.Probabilities["sad"][3], level.Probabilities["sad"][2], 0.02); // 12 dB quieter
    }

    [Fact]
    public void Listen_Clips_GivesAMapForEachEmotion()
    {
        using SyntheticCorpus corpus = new(12);
        (IReadOnlyList<double> frequencies, IReadOnlyDictionary<string, float[][]> drops) = new ModelHearing(EmotionRecognizer.Default, corpus.Open().Utterances, 1).Listen();

        Assert.Equal(["anger", "neutral", "sad"], drops.Keys.Order());
        Assert.All(drops.Values, bands => Assert.Equal((frequencies.Count - 1, 10), (bands.Length, bands[0].Length)));
        Assert.All(drops.Values.SelectMany(bands => bands).SelectMany(band => band), drop => Assert.InRange(drop, -1, 1));
        Assert.Contains(drops.Values.SelectMany(bands => bands).SelectMany(band => band), drop => drop != 0);
    }

    [Fact]
    public void Hearing_OtherEmotions_SaysSo() => Assert.Throws<InvalidDataException>(() => new ModelHearing(EmotionRecognizer.Default, [new Utterance { Name = "a", Path = "a", Emotion = "boredom" }], 1));
}
