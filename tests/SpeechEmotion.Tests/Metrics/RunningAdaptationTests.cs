using SpeechEmotion.Metrics;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public class RunningAdaptationTests
{
    private const int Emotions = 6;

    [Fact]
    public void Hear_OneClip_IsTheClosedForm()
    {
        // ln p centred: ±ln 2. Nothing was heard before, so the answer is p itself, 4/5 and 1/5; it explains 1.5 · 2 · (4/5 - 1/2) = 0.9.
        RunningAdaptation voice = new(new ReferenceStatistics([0, 0], 2));

        voice.Hear([0.8f, 0.2f], 6);

        double shift = 6 * (Math.Log(2) - 0.9) / (RunningAdaptation.PriorSeconds + 6);
        Assert.Equal(shift, voice.Shift()[0], 1e-6);
        Assert.Equal(-shift, voice.Shift()[1], 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(-2 * (Math.Log(2) - shift))), voice.Adapt([0.8f, 0.2f])[0], 1e-6);
        Assert.Equal((6, 6, 1), (voice.Seconds, voice.Voice.Weight, voice.Clips));
    }

    [Fact]
    public void Hear_ClipOfKnownEmotion_IsExplainedByIt()
    {
        RunningAdaptation voice = new(new ReferenceStatistics([0, 0], 2));

        voice.Hear([0.8f, 0.2f], 6, emotion: 1);

        Assert.Equal(6 * (Math.Log(2) + 1) / 18, voice.Shift()[0], 1e-6);
    }

    [Fact]
    public void Adapt_NothingHeard_TakesTheReferenceMeanAway()
    {
        RunningAdaptation voice = new(new ReferenceStatistics([0.5, -0.5], 2));

        Assert.Equal(1 / (1 + Math.E), voice.Adapt([0.5f, 0.5f])[0], 1e-6);
        Assert.Equal([0.7f, 0.3f], new RunningAdaptation(ReferenceStatistics.Neutral(2)).Adapt([0.7f, 0.3f]), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Hear_LongClip_CountsAsTenSeconds()
    {
        RunningAdaptation hour = new(ReferenceStatistics.Neutral(2)), ten = new(ReferenceStatistics.Neutral(2));

        hour.Hear([0.8f, 0.2f], 3600);
        ten.Hear([0.8f, 0.2f], 10);

        Assert.Equal(ten.Shift(), hour.Shift());
        Assert.Equal(3600, hour.Seconds);
    }

    [Fact]
    public void Hear_VoiceWithAnOffset_FindsIt()
    {
        // Clips of all emotions from a voice that sounds angry by nature (+2 on the second) end with that taken away, and with far more right answers.
        double[] offset = [0, 2, 0, 0, 0, 0];
        (float[] Probabilities, int Truth)[] clips = Clips(600, offset, _ => null, seed: 1);
        RunningAdaptation voice = new(new ReferenceStatistics(new double[Emotions], 3));

        (double plain, double adapted) = Answer(voice, clips);

        double[] shift = voice.Shift();
        Assert.True(shift[1] - shift[0] is > 0.8 and < 2.4, $"shift is [{string.Join(", ", shift)}]");
        Assert.True(adapted > plain + 0.05, $"plain {plain}, adapted {adapted}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Hear_SessionOfOneEmotionMostly_IsHardlyWorse(int emotion)
    {
        // 80 % one emotion, whichever, from 40 voices without any offset: there is nothing to win, and at most 0.02 of the recall to lose.
        (double Plain, double Adapted)[] voices =
        [
            .. Enumerable.Range(0, 40).Select(voice => Answer(
                new RunningAdaptation(new ReferenceStatistics(new double[Emotions], 3)),
                Clips(60, new double[Emotions], random => random.NextUniform() < 0.76 ? emotion : null, seed: (ulong)(100 + voice)))),
        ];
        (double plain, double adapted) = (voices.Average(voice => voice.Plain), voices.Average(voice => voice.Adapted));

        Assert.True(adapted > plain - 0.02, $"plain {plain}, adapted {adapted}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void Hear_ClipsTogether_FitsTheVoiceBetterAndDoesNotHarmOneOfNearlyOneEmotion(int? emotion)
    {
        // As above: voices with an offset and all emotions, voices without one and of nearly one emotion.
        (double Plain, double Single, double Together)[] voices =
        [
            .. Enumerable.Range(0, 40).Select(voice =>
            {
                (float[] Probabilities, int Truth)[] clips = Clips(60, emotion is null ? [0, 1.5, 0, -1.5, 0, 0] : new double[Emotions], random => random.NextUniform() < 0.76 ? emotion : null, seed: (ulong)(300 + voice));
                RunningAdaptation single = new(new ReferenceStatistics(new double[Emotions], 3)), together = new(new ReferenceStatistics(new double[Emotions], 3));
                Array.ForEach(clips, clip => single.Hear(clip.Probabilities, 3));
                together.Hear([.. clips.Select(clip => clip.Probabilities)], [.. clips.Select(_ => 3.0)]);
                Assert.Equal((single.Seconds, single.Clips, single.Voice.Weight), (together.Seconds, together.Clips, together.Voice.Weight));
                return (Recall(clips, clip => clip), Recall(clips, clip => single.Adapt(clip)), Recall(clips, clip => together.Adapt(clip)));
            }),
        ];
        (double plain, double oneByOne, double all) = (voices.Average(voice => voice.Plain), voices.Average(voice => voice.Single), voices.Average(voice => voice.Together));

        Assert.True(emotion is null ? all > oneByOne : all > plain - 0.02, $"plain {plain}, one by one {oneByOne}, together {all}");
    }

    [Fact]
    public void Hear_ClipsTogether_DoNotDependOnTheirOrder()
    {
        float[][] clips = [.. Clips(30, [1, 0, 0, -1, 0, 0], _ => null, seed: 7).Select(clip => clip.Probabilities)];
        double[] seconds = [.. Enumerable.Range(1, 30).Select(i => i / 4.0)];
        ReferenceStatistics reference = new([0.2, 0, 0, 0, 0, -0.2], 2.5);
        RunningAdaptation forward = new(reference), backward = new(reference);
        forward.Hear([0.5f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f], 3);
        backward.Hear([0.5f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f], 3);

        forward.Hear(clips, seconds);
        backward.Hear([.. clips.Reverse()], [.. seconds.Reverse()]);

        double[] before = forward.Shift();
        Assert.Equal(before, backward.Shift(), (a, b) => Math.Abs(a - b) < 1e-3);
        forward.Hear([], []);
        Assert.Equal(before, forward.Shift());
        Assert.Throws<ArgumentException>(() => forward.Hear(clips, [1.0]));
    }

    [Fact]
    public void Hear_TheSameOrder_GivesTheSameBits()
    {
        (float[] Probabilities, int Truth)[] clips = Clips(50, [1, 0, 0, -1, 0, 0], _ => null, seed: 3);
        RunningAdaptation first = new(ReferenceStatistics.Neutral(Emotions)), second = new(ReferenceStatistics.Neutral(Emotions));

        foreach ((float[] probabilities, _) in clips)
        {
            first.Hear(probabilities, 2.5);
            second.Hear(probabilities, 2.5);
            Assert.Equal(first.Adapt(probabilities), second.Adapt(probabilities));
        }
    }

    [Fact]
    public void Constructor_VoiceHeardBefore_GoesOnAsIfNeverStopped()
    {
        (float[] Probabilities, int Truth)[] clips = Clips(20, [1, 0, 0, -1, 0, 0], _ => null, seed: 4);
        ReferenceStatistics reference = new([0.3, 0, 0, 0, 0, -0.3], 2.5);
        RunningAdaptation whole = new(reference), half = new(reference);
        Array.ForEach(clips, clip => whole.Hear(clip.Probabilities, 3));
        Array.ForEach(clips[..10], clip => half.Hear(clip.Probabilities, 3));

        RunningAdaptation resumed = new(reference, half.Voice);
        Array.ForEach(clips[10..], clip => resumed.Hear(clip.Probabilities, 3));

        Assert.Equal(whole.Shift(), resumed.Shift());
        Assert.Equal((whole.Seconds, whole.Clips), (resumed.Seconds, resumed.Clips));
    }

    [Fact]
    public void Voice_HeardLater_DoesNotChange()
    {
        RunningAdaptation voice = new(ReferenceStatistics.Neutral(2));
        VoiceStatistics before = voice.Voice;

        voice.Hear([0.9f, 0.1f], 3);

        Assert.Equal([0, 0], before.Sum);
    }

    [Fact]
    public void Adapt_ZeroAndOne_StaysFiniteAndSumsToOne()
    {
        RunningAdaptation voice = new(ReferenceStatistics.Neutral(3));
        voice.Hear([1, 0, 0], 1);

        float[] adapted = voice.Adapt([0, 1, 0]);

        Assert.All(adapted, value => Assert.InRange(value, 0, 1));
        Assert.Equal(1, adapted.Sum(), 1e-6);
        Assert.Equal(1, Array.IndexOf(adapted, adapted.Max()));
    }

    [Fact]
    public void Arguments_Wrong_SaySo()
    {
        RunningAdaptation voice = new(ReferenceStatistics.Neutral(2));

        Assert.Contains("for each of the 2 emotions", Assert.Throws<ArgumentException>(() => voice.Hear([1], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => voice.Adapt([float.NaN, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => voice.Hear([1, 0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => voice.Hear([1, 0], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => voice.Hear([1, 0], 1, emotion: 2));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new RunningAdaptation(ReferenceStatistics.Neutral(2), new VoiceStatistics([0], -1, double.NaN, -1)));
        Assert.Contains("voice.sum is [0]", error.Message, StringComparison.Ordinal);
        Assert.Contains("voice.clips is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("voice.weight is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("voice.seconds is NaN", error.Message, StringComparison.Ordinal);
    }

    private static double Recall((float[] Probabilities, int Truth)[] clips, Func<float[], float[]> answer) =>
        ConfusionMatrix.Count([.. clips.Select(clip => clip.Truth)], [.. clips.Select(clip => Calibration.MostLikely(answer(clip.Probabilities)))], Emotions).Uar;

    /// <summary>Plain and adapted unweighted average recall of clips that are answered one after the other, each with what was heard by then.</summary>
    private static (double Plain, double Adapted) Answer(RunningAdaptation voice, (float[] Probabilities, int Truth)[] clips)
    {
        int[] truth = [.. clips.Select(clip => clip.Truth)];
        int[] plain = [.. clips.Select(clip => Calibration.MostLikely(clip.Probabilities))];
        int[] adapted = [.. clips.Select(clip =>
        {
            voice.Hear(clip.Probabilities, 3);
            return Calibration.MostLikely(voice.Adapt(clip.Probabilities));
        })];
        return (ConfusionMatrix.Count(truth, plain, Emotions).Uar, ConfusionMatrix.Count(truth, adapted, Emotions).Uar);
    }

    /// <summary>Clips of a made voice: log-probabilities with 3 on the intended emotion, the voice's offset and noise of 1.2.</summary>
    private static (float[] Probabilities, int Truth)[] Clips(int count, double[] offset, Func<SeededRandom, int?> choose, ulong seed)
    {
        SeededRandom random = new(seed);
        (float[], int)[] clips = new (float[], int)[count];
        for (int i = 0; i < count; i++)
        {
            int truth = choose(random) ?? (int)(random.NextUniform() * Emotions);
            float[] logits = new float[Emotions];
            for (int emotion = 0; emotion < Emotions; emotion++)
            {
                logits[emotion] = (float)((emotion == truth ? 3 : 0) + offset[emotion] + (1.2 * random.NextGaussian()));
            }

            clips[i] = (TemperatureScaling.Apply(logits, 1), truth);
        }

        return clips;
    }
}
