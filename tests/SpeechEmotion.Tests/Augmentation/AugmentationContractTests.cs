using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

/// <summary>What every augmentation keeps, whatever it does.</summary>
public sealed class AugmentationContractTests
{
    public static TheoryData<string> Names => [.. Augmentations.Names];

    public static TheoryData<string, int> NamesAndLengths
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (string name in Augmentations.Names)
            {
                foreach (int length in (int[])[0, 1, 2, 300, 511, 2047, 2048, 2049, 16001])
                {
                    cases.Add(name, length);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawAndApply_SameSeed_GivesTheSameSamples(string name)
    {
        float[] signal = Sounds.Harmonics(150, 20001, 16000);
        Assert.Equal(DrawAndApply(name, signal, 11), DrawAndApply(name, signal, 11));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawAndApply_OtherSeeds_GiveOtherSamples(string name)
    {
        // Whole semitones repeat: of eight seeds, at least two must differ.
        float[] signal = Sounds.Harmonics(150, 8001, 16000);
        float[] first = DrawAndApply(name, signal, 0);
        Assert.Contains(Enumerable.Range(1, 7), seed => !DrawAndApply(name, signal, (ulong)seed).SequenceEqual(first));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawAndApply_AnySignal_ChangesItAndLeavesTheInputUntouched(string name)
    {
        float[] signal = Sounds.Harmonics(150, 8001, 16000);
        float[] before = [.. signal];
        float[] altered = DrawAndApply(name, signal, 2);
        Assert.Equal(before, signal);
        Assert.NotEqual(before, altered);
    }

    [Theory]
    [MemberData(nameof(NamesAndLengths))]
    public void DrawAndApply_AnyLength_KeepsLengthAndIsFinite(string name, int length)
    {
        for (ulong seed = 0; seed < 4; seed++)
        {
            float[] altered = DrawAndApply(name, Sounds.Noise(length, seed), seed);
            Assert.Equal(length, altered.Length);
            Assert.All(altered, value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DrawAndApply_Silence_IsFiniteAndStaysSilentButForNoise(string name)
    {
        float[] altered = DrawAndApply(name, new float[8000], 3);
        Assert.All(altered, value => Assert.True(Math.Abs(value) < (name == "noise" ? 0.05f : 1e-12f)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_SeveralThreadsAtOnce_GivesWhatOneThreadGives(string name)
    {
        float[][] signals = [.. Enumerable.Range(0, 16).Select(i => Sounds.Noise(6000 + (37 * i), (ulong)i))];
        float[][] alone = [.. signals.Select((signal, i) => DrawAndApply(name, signal, (ulong)i))];
        float[][] together = new float[signals.Length][];
        Parallel.For(0, signals.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = DrawAndApply(name, signals[i], (ulong)i));
        Assert.Equal(alone, together);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_AmountThatIsNotANumber_Throws(string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Augmentations.ByName(name).Apply(new float[100], double.NaN, new SeededRandom(0)));

    private static float[] DrawAndApply(string name, float[] signal, ulong seed)
    {
        IAugmentation augmentation = Augmentations.ByName(name);
        SeededRandom random = new(seed);
        return augmentation.Apply(signal, augmentation.Draw(random), random);
    }
}
