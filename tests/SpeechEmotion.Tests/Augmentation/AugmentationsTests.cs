using SpeechEmotion.Augmentation;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

public sealed class AugmentationsTests
{
    [Fact]
    public void Names_Always_AreTheFiveOfTheCommandLine() =>
        Assert.Equal(["noise", "shift", "pitch", "stretch", "volume"], Augmentations.Names);

    [Fact]
    public void ByName_EachName_GivesItsTransform()
    {
        Assert.IsType<NoiseInjection>(Augmentations.ByName("noise"));
        Assert.IsType<TimeShift>(Augmentations.ByName("shift"));
        Assert.IsType<PitchShift>(Augmentations.ByName("pitch"));
        Assert.IsType<TimeStretch>(Augmentations.ByName("stretch"));
        Assert.IsType<VolumeScaling>(Augmentations.ByName("volume"));
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("Noise")]
    [InlineData("")]
    public void ByName_UnknownName_ListsTheNames(string name)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Augmentations.ByName(name));
        Assert.Contains($"'{name}'; choose from noise, shift, pitch, stretch, volume", error.Message, StringComparison.Ordinal);
    }
}
