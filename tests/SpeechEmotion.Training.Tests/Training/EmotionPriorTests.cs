using SpeechEmotion.Datasets;
using SpeechEmotion.Training;
using Xunit;

namespace SpeechEmotion.Tests.Training;

public sealed class EmotionPriorTests
{
    private static readonly string[] s_labels = ["anger", "sad"], s_sentences = ["DFA", "IEO"], s_speakers = ["1", "2"];

    [Fact]
    public void Logarithms_SpeakerWithOneEmotion_SaysHowMuchLikelierItIs()
    {
        EmotionPrior prior = new([Clip("DFA", "1", "anger"), Clip("DFA", "2", "anger"), Clip("DFA", "2", "sad"), Clip("DFA", "2", "sad")], s_labels, s_sentences, s_speakers);

        float[] first = prior.Logarithms(Batch([0], [0])), second = prior.Logarithms(Batch([0], [1]));

        // The sentence's shares, with one clip more: 2.5/5 each; the first speaker's, with one clip more of those shares: 1.5/2 and 0.5/2; the second's 1.5/4 and 2.5/4.
        Assert.Equal([(float)Math.Log(1.5), (float)Math.Log(0.5)], first, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([(float)Math.Log(0.75), (float)Math.Log(1.25)], second, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Logarithms_UnknownSpeakerOrSentence_AreZero()
    {
        EmotionPrior prior = new([Clip("DFA", "1", "anger"), Clip(null, "1", "anger"), Clip("DFA", null, "sad")], s_labels, s_sentences, s_speakers);

        Assert.Equal(new float[8], prior.Logarithms(Batch([-1, 0, -1, 1], [0, -1, -1, 1])));
    }

    [Fact]
    public void Logarithms_EmotionThatTheSpeakerNeverShows_IsFinite()
    {
        EmotionPrior prior = new(Enumerable.Repeat(Clip("DFA", "1", "anger"), 50), s_labels, s_sentences, s_speakers);

        Assert.All(prior.Logarithms(Batch([0], [0])), value => Assert.True(float.IsFinite(value)));
    }

    private static Utterance Clip(string? sentence, string? speaker, string emotion) =>
        new() { Name = "a", Path = "a.wav", Emotion = emotion, Sentence = sentence, Speaker = speaker };

    private static Batch Batch(long[] sentences, long[] speakers) => new([], 0, 0, new long[sentences.Length], sentences, speakers);
}
