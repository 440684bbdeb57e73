using System.Text.Json;
using SpeechEmotion.Augmentation;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

public sealed class AugmentationConfigTests
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    [Fact]
    public void Default_Always_IsThePublishedOneAndHasNoFault()
    {
        AugmentationConfig config = new();
        Assert.Empty(config.Validate());
        Assert.Equal(5, config.Copies);
        Assert.Equal(["noise", "shift", "pitch", "stretch", "volume"], config.Transforms);
        Assert.Equal((0.005, 5000, -3, 2), (config.NoiseStandardDeviation, config.MaxShift, config.MinSemitones, config.MaxSemitones));
        Assert.Equal((0.9, 1.1, 0.5, 1.5), (config.MinRate, config.MaxRate, config.MinGain, config.MaxGain));
    }

    [Fact]
    public void Json_ThereAndBack_KeepsEveryValue()
    {
        AugmentationConfig config = new()
        {
            Copies = 2,
            Transforms = ["pitch", "noise"],
            NoiseStandardDeviation = 0.01,
            MaxShift = 7,
            MinSemitones = -1,
            MaxSemitones = 1,
            MinRate = 0.8,
            MaxRate = 1.3,
            MinGain = 0.1,
            MaxGain = 2,
        };
        string json = JsonSerializer.Serialize(config, CamelCase);
        AugmentationConfig? back = JsonSerializer.Deserialize<AugmentationConfig>(json, CamelCase);

        Assert.Contains("\"noiseStandardDeviation\":0.01", json, StringComparison.Ordinal);
        Assert.Equal(config.Transforms, back!.Transforms);
        Assert.Equal(config, back with { Transforms = config.Transforms });
    }

    [Fact]
    public void Json_OnlyWhatDiffers_KeepsTheOtherDefaults()
    {
        AugmentationConfig? config = JsonSerializer.Deserialize<AugmentationConfig>("""{ "copies": 1 }""", CamelCase);
        Assert.Equal(new AugmentationConfig { Copies = 1 }, config);
    }

    [Fact]
    public void Validate_ManyFaults_ListsAllWithTheirPath()
    {
        AugmentationConfig config = new()
        {
            Copies = 6,
            Transforms = ["noise", "echo"],
            NoiseStandardDeviation = -1,
            MaxShift = -1,
            MinSemitones = 3,
            MaxSemitones = -40,
            MinRate = 0,
            MaxRate = double.NaN,
            MinGain = 2,
            MaxGain = 1,
        };
        Assert.Equal(
            [
                "training.augmentation.copies is 6; it must be 0 to 5",
                "training.augmentation.transforms[1] is 'echo'; it must be one of noise, shift, pitch, stretch, volume",
                "training.augmentation.noiseStandardDeviation is -1; it must be a number, 0 or more",
                "training.augmentation.maxShift is -1; it must be 0 to 268435456 samples",
                "training.augmentation.maxSemitones is -40; it must be -36 to 36",
                "training.augmentation.minSemitones is 3; it must not exceed maxSemitones (-40)",
                "training.augmentation.minRate is 0; it must be 0.1 to 10",
                "training.augmentation.maxRate is NaN; it must be 0.1 to 10",
                "training.augmentation.minGain is 2; it must not exceed maxGain (1)",
            ],
            config.Validate("training.augmentation"));
    }

    [Fact]
    public void Validate_NoTransforms_IsAFaultUnlessNoCopiesAreAsked()
    {
        Assert.Equal(
            ["augmentation.transforms is empty; choose from noise, shift, pitch, stretch, volume, or set copies to 0"],
            new AugmentationConfig { Transforms = [] }.Validate());
        Assert.Empty(new AugmentationConfig { Transforms = [], Copies = 0 }.Validate());
        Assert.Single(new AugmentationConfig { Transforms = null! }.Validate());
    }
}
