using System.Text.Json;
using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Tests.Features;

/// <summary>
/// Spectral and cepstral features of every case in <c>reference/features/cases.json</c>, all kinds together, element by element, at every vector width. The tolerances are
/// fractions of the kind's largest value that leave room for sums in single precision, not for another definition.
/// </summary>
public class DescriptorReferenceTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "reference", "features");

    public static TheoryData<string> Cases()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_folder, "cases.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("file").GetString()!)];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Extract_ReferenceSignal_EqualsTheDefinition(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_folder, "cases.json")));
        JsonElement one = document.RootElement.GetProperty("cases").EnumerateArray().Single(element => element.GetProperty("file").GetString() == file);
        int Number(string name) => one.GetProperty(name).GetInt32();
        var config = new FeatureConfig
        {
            Kinds = [.. one.GetProperty("kinds").EnumerateArray().Select(name => FeatureKinds.All.Single(kind => FeatureKinds.Name(kind) == name.GetString()))],
            SampleRate = Number("sampleRate"),
            FrameLength = Number("frameLength"),
            WindowLength = Number("windowLength"),
            HopLength = Number("hopLength"),
            MelBands = Number("melBands"),
        };
        (float[] samples, _) = NpyFile.Read(Path.Combine(s_folder, "..", "librosa", $"{one.GetProperty("input").GetString()}.npy"));
        (float[] expected, int[] shape) = NpyFile.Read(Path.Combine(s_folder, file));
        foreach (int lanes in (int[])[1, 4, 8, 16])
        {
            FeatureMatrix actual = new FeatureExtractor(config, lanes).Extract(samples);
            Assert.Equal((shape[0], shape[1]), (actual.Bands, actual.Frames));
            int start = 0;
            foreach (FeatureKind kind in config.Kinds)
            {
                int count = config.Rows(kind) * actual.Frames;
                AssertClose(kind, expected.AsSpan(start, count), actual.Values.AsSpan(start, count), (double)config.SampleRate / config.FrameLength, $"{file}, {lanes} lanes, {kind}");
                start += count;
            }
        }
    }

    private static void AssertClose(FeatureKind kind, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double binWidth, string what)
    {
        double largest = expected.ToArray().Max(Math.Abs);
        double tolerance = kind switch
        {
            FeatureKind.Rms => 1e-6 * largest,
            FeatureKind.SpectralRollOff => 1e-6 * largest, // It is the frequency of a bin.
            FeatureKind.SpectralBandwidth => 2e-4 * largest, // Beside a pure tone there is the spectrum's rounding, 1e-7 of its peak, whose distance from the tone counts squared.
            FeatureKind.MfccDelta or FeatureKind.MfccDelta2 => Math.Max(2e-5 * largest, 1e-4), // Differences of coefficients that may be hundreds of times as large.
            _ => Math.Max(2e-5 * largest, 1e-7),
        };
        int off = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected[i] - actual[i]);
            if (kind == FeatureKind.SpectralRollOff && difference > tolerance && difference < 1.01 * binWidth)
            {
                off++; // The sum may pass the threshold at a bin so narrowly that rounding decides.
            }
            else
            {
                Assert.True(difference <= tolerance, $"{what}, value {i}: {actual[i]}, not {expected[i]} ± {tolerance:g2}");
            }
        }

        Assert.True(off <= expected.Length / 100, $"{what}: {off} of {expected.Length} frames are one bin off");
    }
}
