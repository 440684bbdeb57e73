using System.Text.Json;
using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Tests.Features;

/// <summary>Every feature of every case in <c>reference/librosa/cases.json</c>, element by element, at every vector width.</summary>
public class FeatureExtractorReferenceTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "reference", "librosa");

    private static readonly Dictionary<string, FeatureKind> s_kinds = new()
    {
        ["zeroCrossingRate"] = FeatureKind.ZeroCrossingRate,
        ["energy"] = FeatureKind.Energy,
        ["melPower"] = FeatureKind.MelPower,
        ["melDecibels"] = FeatureKind.MelDecibels,
        ["melDecibelsMinMax"] = FeatureKind.MelScaled,
    };

    public static TheoryData<string, string, int, int, int, int> Cases()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_folder, "cases.json")));
        var cases = new TheoryData<string, string, int, int, int, int>();
        foreach (JsonElement one in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (s_kinds.ContainsKey(one.GetProperty("kind").GetString()!))
            {
                int bands = one.TryGetProperty("melBands", out JsonElement value) ? value.GetInt32() : 40;
                cases.Add(
                    one.GetProperty("file").GetString()!, one.GetProperty("kind").GetString()!,
                    one.GetProperty("sampleRate").GetInt32(), one.GetProperty("frameLength").GetInt32(), one.GetProperty("hopLength").GetInt32(), bands);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Extract_ReferenceSignal_EqualsLibrosa(string file, string kind, int sampleRate, int frameLength, int hopLength, int melBands)
    {
        (float[] samples, _) = NpyFile.Read(Path.Combine(s_folder, file[..file.IndexOf('.', StringComparison.Ordinal)] + ".npy"));
        (float[] expected, int[] shape) = NpyFile.Read(Path.Combine(s_folder, file));
        var config = new FeatureConfig
        {
            Kinds = [s_kinds[kind]],
            SampleRate = sampleRate,
            FrameLength = frameLength,
            HopLength = hopLength,
            MelBands = melBands,
        };

        // Decibels within 0.01 dB; everything else within 1e-4 of the largest value: room for sums in single precision, not for another definition.
        double tolerance = kind == "melDecibels" ? 1e-2 : 1e-4 * expected.Max(MathF.Abs);
        foreach (int lanes in (int[])[1, 4, 8, 16])
        {
            FeatureMatrix actual = new FeatureExtractor(config, lanes).Extract(samples);
            Assert.Equal(shape, shape.Length == 1 ? [actual.Frames] : [actual.Bands, actual.Frames]);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(
                    Math.Abs(expected[i] - actual.Values[i]) <= tolerance,
                    $"{file}, {lanes} lanes, band {i / actual.Frames}, frame {i % actual.Frames}: {actual.Values[i]}, not {expected[i]} ± {tolerance:g2}");
            }
        }
    }
}
