using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

public sealed class AugmenterTests
{
    private static readonly float[] Signal = Sounds.Harmonics(140, 9001, 16000);

    [Fact]
    public void Augment_CopyZero_GivesTheClipUnalteredInANewArray()
    {
        float[] copy = new Augmenter(new AugmentationConfig()).Augment(Signal, 0, new SeededRandom(1));
        Assert.Equal(Signal, copy);
        Assert.NotSame(Signal, copy);
    }

    [Fact]
    public void Augment_AsManyCopiesAsTransforms_CopyKHasTransformK()
    {
        Augmenter augmenter = new(new AugmentationConfig());
        for (int copy = 1; copy <= 5; copy++)
        {
            IAugmentation transform = Augmentations.All[copy - 1];
            SeededRandom random = new(9);
            float[] expected = transform.Apply(Signal, transform.Draw(random), random);
            Assert.Equal(expected, augmenter.Augment(Signal, copy, new SeededRandom(9)));
        }
    }

    [Fact]
    public void Augment_FewerCopies_DrawsEveryTransformInTime()
    {
        // Told apart by what they leave: a gain of 2 doubles, a shift keeps the sum.
        Augmenter augmenter = new(new AugmentationConfig { Copies = 1, Transforms = ["volume", "shift"], MinGain = 2, MaxGain = 2 });
        int louder = 0;
        for (ulong seed = 0; seed < 200; seed++)
        {
            louder += augmenter.Augment([1, 2, 3], 1, new SeededRandom(seed)).Sum() == 12 ? 1 : 0;
        }

        Assert.InRange(louder, 70, 130);
    }

    [Fact]
    public void Augment_SameStream_GivesTheSameCopyAndAnotherStreamAnother()
    {
        Augmenter augmenter = new(new AugmentationConfig { Copies = 2 });
        Assert.Equal(augmenter.Augment(Signal, 2, new SeededRandom(5, 7, 2)), augmenter.Augment(Signal, 2, new SeededRandom(5, 7, 2)));
        Assert.NotEqual(augmenter.Augment(Signal, 2, new SeededRandom(5, 7, 2)), augmenter.Augment(Signal, 2, new SeededRandom(5, 8, 2)));
    }

    [Fact]
    public void Augment_RangesOfTheConfiguration_ReachTheTransforms()
    {
        AugmentationConfig config = new()
        {
            NoiseStandardDeviation = 0,
            MaxShift = 0,
            MinSemitones = 5,
            MaxSemitones = 5,
            MinRate = 1.5,
            MaxRate = 1.5,
            MinGain = 3,
            MaxGain = 3,
        };
        Augmenter augmenter = new(config);
        SeededRandom random = new(1);
        Assert.Equal(Signal, augmenter.Augment(Signal, 1, random));
        Assert.Equal(Signal, augmenter.Augment(Signal, 2, random));
        Assert.Equal(new PitchShift().Apply(Signal, 5, random), augmenter.Augment(Signal, 3, random));
        Assert.Equal(new TimeStretch().Apply(Signal, 1.5, random), augmenter.Augment(Signal, 4, random));
        Assert.Equal(Signal.Select(value => 3 * value), augmenter.Augment(Signal, 5, random));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void Augment_CopyOutOfRange_SaysTheRange(int copy)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => new Augmenter(new AugmentationConfig()).Augment(Signal, copy, new SeededRandom(1)));
        Assert.Contains("The copy must be 0 (unaltered) to 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_FaultyConfiguration_ListsAllFaults()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Augmenter(new AugmentationConfig { Copies = -1, MaxShift = -1 }));
        Assert.Contains("augmentation.copies is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("augmentation.maxShift is -1", error.Message, StringComparison.Ordinal);
    }
}
