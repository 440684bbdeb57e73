using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using SpeechEmotion.Audio;
using SpeechEmotion.Export;
using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>The features inside the graph are those of <see cref="FeatureExtractor"/>: 1e-2 dB, 1e-4 of the clip's largest value otherwise.</summary>
public sealed class FeatureParityTests
{
    private static readonly FeatureConfig s_base = new() { ClipLength = 24000 };

    private static readonly FeatureConfig[] s_configs =
    [
        s_base,
        s_base with { HopLength = 160 },
        s_base with { FrameLength = 480, HopLength = 160, MelBands = 64 },
        s_base with { FrameLength = 2048, HopLength = 512, MelBands = 128, MinFrequency = 50, MaxFrequency = 7000 },
        s_base with { FrameLength = 16, HopLength = 16, MelBands = 3 },
        s_base with { FrameLength = 510, HopLength = 7, ClipLength = 4001 },
        s_base with { ClipLength = 1 },
        s_base with { ClipLength = 300, SampleRate = 8000 },
        s_base with { WindowLength = 400, HopLength = 160, MelBands = 64 },
        s_base with { ClipLength = 0, MinimumLength = 8000, HopLength = 160 },
        s_base with { ClipLength = 0, FrameLength = 1024, HopLength = 256, MelBands = 80 },
        s_base with { ClipLength = 0, WindowLength = 300, HopLength = 147 },
    ];

    private static readonly int[] s_descriptors = [0, 2, 3, 4, 8, 9, 11]; // Of them, those that differ in what descriptors are computed from.

    public static TheoryData<FeatureKind, int> Cases() =>
        [.. Enum.GetValues<FeatureKind>().Where(kind => kind is < FeatureKind.Pitch).SelectMany(kind => s_configs.Select((_, i) => new TheoryDataRow<FeatureKind, int>(kind, i)))
            .Where(row => (row.Data.Item1 < FeatureKind.Rms || s_descriptors.Contains(row.Data.Item2)) && !Of(row.Data.Item1, row.Data.Item2).Validate().Any())]; // Deltas need nine frames.

    [Theory]
    [MemberData(nameof(Cases))]
    public void Add_OneKind_EqualsTheManagedFeatures(FeatureKind kind, int config) => AssertEqual(Of(kind, config));

    [Fact]
    public void Add_SeveralKinds_StandBelowOneAnotherInOrder() =>
        AssertEqual(s_base with { Kinds = [FeatureKind.Energy, FeatureKind.MelScaled, FeatureKind.ZeroCrossingRate, FeatureKind.MelDecibels] });

    [Fact]
    public void Add_DescriptorsTogether_StandBelowOneAnotherInOrder() =>
        AssertEqual(s_base with { Kinds = [FeatureKind.MfccDelta2, FeatureKind.Chroma, FeatureKind.SpectralBandwidth, FeatureKind.Mfcc, FeatureKind.SpectralCentroid, FeatureKind.Rms] });

    private static FeatureConfig Of(FeatureKind kind, int config) =>
        s_configs[config] with { Kinds = [kind], MfccCoefficients = Math.Min(20, s_configs[config].MelBands) };

    private static void AssertEqual(FeatureConfig config)
    {
        using InferenceSession session = Open(config);
        using RunOptions options = new();
        FeatureExtractor extractor = new(config);
        bool deltas = config.Kinds.Any(kind => kind is FeatureKind.MfccDelta or FeatureKind.MfccDelta2);
        foreach (string clip in TestClips.Names)
        {
            float[] samples = TestClips.Create(clip);
            if (deltas && config.Frames(samples.Length) < 9)
            {
                continue; // refused
            }

            FeatureMatrix expected = extractor.Extract(new AudioClip(samples, extractor.Config.SampleRate));
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(samples, [1, samples.Length]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["waveform"], [input], ["features"]);

            Assert.Equal([1, 1, expected.Bands, expected.Frames], outputs[0].GetTensorTypeAndShape().Shape);
            AssertClose(config, expected, outputs[0].GetTensorDataAsSpan<float>(), clip);
        }
    }

    private static void AssertClose(FeatureConfig config, FeatureMatrix expected, ReadOnlySpan<float> actual, string clip)
    {
        int row = 0;
        foreach (FeatureKind kind in config.Kinds)
        {
            int height = config.Rows(kind);
            int start = row * expected.Frames, count = height * expected.Frames;
            row += height;
            double largest = expected.Values.AsSpan(start, count).ToArray().Max(Math.Abs);
            double tolerance = kind switch
            {
                FeatureKind.MelDecibels => 1e-2,
                FeatureKind.ZeroCrossingRate => 1e-6,
                FeatureKind.MfccDelta or FeatureKind.MfccDelta2 => Math.Max(1e-3, 1e-4 * largest),
                FeatureKind.SpectralBandwidth => 2.5e-5 * config.SampleRate, // 0.4 Hz: the rounding of the spectrum far from a pure tone.
                FeatureKind.SpectralFlatness => 2e-4,
                _ => 1e-4 * largest,
            };
            for (int i = start; i < start + count; i++)
            {
                double difference = Math.Abs(expected.Values[i] - actual[i]);
                Assert.True(difference <= tolerance, $"{clip}, {kind}, band {i / expected.Frames}, frame {i % expected.Frames}: expected {expected.Values[i]}, got {actual[i]}");
            }
        }
    }

    private static InferenceSession Open(FeatureConfig config)
    {
        OnnxGraph graph = new();
        string features = FeatureExport.Add(graph, graph.Input("waveform", "batch", "samples"), config);
        graph.Output("features", features, "batch", 1, config.Rows(), config.ClipLength > 0 ? config.Frames(0) : "frames");
        ModelProto model = new() { IrVersion = 8, Graph = graph.Proto, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
        return new InferenceSession(model.ToByteArray());
    }
}
