using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Features;

/// <summary>What holds for all spectral and cepstral kinds, alone and together.</summary>
public class DescriptorTests
{
    private static readonly FeatureConfig s_all = new() { Kinds = [.. FeatureKinds.All.Except([FeatureKind.MelStandardised])] };

    public static TheoryData<FeatureKind> Kinds() => [.. FeatureKinds.All];

    [Fact]
    public void Rms_IsTheRootOfTheEnergy()
    {
        float[] samples = Noise(5000, 1);
        FeatureMatrix energy = Extract([FeatureKind.Energy], samples), rms = Extract([FeatureKind.Rms], samples), both = Extract([FeatureKind.Energy, FeatureKind.Rms], samples);
        Assert.Equal(energy.Values.Select(MathF.Sqrt), rms.Values);
        Assert.Equal([.. energy.Values, .. rms.Values], both.Values);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Extract_KindAmongOthers_IsWhatItIsAlone(FeatureKind kind)
    {
        foreach (float[] samples in (float[][])[Noise(5000, 1), [.. Noise(3000, 2), .. new float[4000]]])
        {
            FeatureMatrix alone = Extract([kind], samples);
            Assert.Equal(s_all.Rows(kind), alone.Bands);
            Assert.Equal(alone.Values, Extract([kind, .. s_all.Kinds.Except([kind])], samples).Values[..alone.Values.Length]);
            Assert.Equal(alone.Values, Extract([.. s_all.Kinds.Except([kind]), kind], samples).Values[^alone.Values.Length..]);
        }
    }

    [Fact]
    public void Extract_ClipLength_EqualsAClipThatIsPaddedByHand()
    {
        float[] samples = Noise(5000, 4);
        float[] byHand = [.. samples, .. new float[7000]];
        Assert.Equal(new FeatureExtractor(s_all).Extract(byHand).Values, new FeatureExtractor(s_all with { ClipLength = 12000 }).Extract(samples).Values);
    }

    [Fact]
    public void Extract_IntoDirtyMemory_EqualsExtractAndAllocatesNothing()
    {
        var extractor = new FeatureExtractor(s_all with { ClipLength = 9000 });
        float[] samples = Noise(4000, 5), expected = extractor.Extract(samples).Values, values = [.. Enumerable.Repeat(float.NaN, expected.Length)];
        extractor.Extract(samples, values);
        Assert.Equal(expected, values);
        long before = GC.GetAllocatedBytesForCurrentThread();
        extractor.Extract(samples, values);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(1100)]
    public void Extract_ShortClipOrSilence_GivesFiniteFeatures(int length)
    {
        FeatureConfig config = s_all with { Kinds = [.. s_all.Kinds.Where(kind => !FeatureKinds.IsDelta(kind) || length > 1024)] };
        foreach (float[] samples in (float[][])[Noise(length, 6), new float[length]])
        {
            Assert.All(new FeatureExtractor(config).Extract(samples).Values, value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [InlineData(FeatureKind.SpectralCentroid, 0)]
    [InlineData(FeatureKind.SpectralBandwidth, 0)]
    [InlineData(FeatureKind.SpectralRollOff, 0)]
    [InlineData(FeatureKind.SpectralFlatness, 1)]
    [InlineData(FeatureKind.Chroma, 0)]
    [InlineData(FeatureKind.Rms, 0)]
    public void Extract_Silence_IsTheSameInAndAfterTheSound(FeatureKind kind, float expected)
    {
        // The frames of the first silence are computed, those of the last are known.
        FeatureMatrix features = Extract([kind], [.. new float[4000], .. Noise(1000, 7), .. new float[4000]]);
        for (int band = 0; band < features.Bands; band++)
        {
            Assert.Equal(expected, features[band, 5], 1e-6);
            Assert.Equal(expected, features[band, features.Frames - 5], 1e-6);
        }
    }

    [Fact]
    public void Extract_FewerFramesThanADeltaNeeds_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Extract([FeatureKind.MfccDelta], Noise(1023, 8)));
        Assert.Contains("1023 samples make 8 frames; mfcc-delta and mfcc-delta2 need at least 9", error.Message, StringComparison.Ordinal);
        Assert.Equal(9, Extract([FeatureKind.MfccDelta], Noise(1024, 8)).Frames);
    }

    [Theory]
    [InlineData(0, 40, 0, FeatureKind.MelPower, "features.mfccCoefficients is 0; it must be 1 to melBands (40)")]
    [InlineData(13, 12, 0, FeatureKind.Mfcc, "features.mfccCoefficients is 13; it must be 1 to melBands (12)")]
    [InlineData(20, 40, 1023, FeatureKind.MfccDelta2, "features.clipLength is 1023, which makes 8 frames of a clip; mfcc-delta and mfcc-delta2 need at least 9: take longer clips or a shorter hopLength")]
    [InlineData(20, 12, 1023, FeatureKind.MelPower, null)]
    public void Validate_Settings_AreChecked(int coefficients, int bands, int length, FeatureKind kind, string? fault)
    {
        FeatureConfig config = new() { MfccCoefficients = coefficients, MelBands = bands, ClipLength = length, Kinds = [kind] };
        Assert.Equal(fault is null ? [] : [fault], config.Validate());
    }

    private static FeatureMatrix Extract(FeatureKind[] kinds, float[] samples) => new FeatureExtractor(new FeatureConfig { Kinds = kinds }).Extract(samples);

    private static float[] Noise(int length, ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)random.NextUniform(-0.5, 0.5))];
    }
}
