using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using SpeechEmotion.Export;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>The spectrum in the graph against the definition of the Fourier transform, in double precision.</summary>
public sealed class SpectrumExportTests
{
    private const int TransformLength = 512, ClipLength = 4000, Batch = 3;

    [Fact]
    public void Add_BinsInPairs_EqualTheDefinition()
    {
        float[] window = Window.Hann(TransformLength);
        int[] bins = [.. Enumerable.Range(1, (TransformLength / 2) - 1)]; // without the ends, as mel bands hear them
        SeededRandom random = new(8);
        float[] clips = [.. Enumerable.Range(0, Batch * ClipLength).Select(_ => (float)random.NextGaussian())];

        (float[] power, int[] order) = Run(clips, window, hop: 1000, bins);

        Assert.Equal(bins, order.Order());
        int frames = power.Length / order.Length / Batch;
        for (int i = 0; i < order.Length; i++)
        {
            double expected = Power(clips.AsSpan(0, ClipLength), window, 1000, order[i]);
            Assert.True(Math.Abs(expected - power[(i * frames) + 1]) <= 1e-5 * (1 + expected), $"bin {order[i]}: expected {expected}, got {power[(i * frames) + 1]}");
        }
    }

    [Theory]
    [InlineData(512, 128)]
    [InlineData(400, 160)]
    [InlineData(512, 160)]
    [InlineData(512, 600)] // frames that leave samples between them
    [InlineData(400, 147)]
    [InlineData(2, 512)]   // one sample a frame
    public void Add_WindowWithinALongerTransform_EqualsTheDefinition(int windowLength, int hop)
    {
        var window = new float[TransformLength];
        Window.Hann(windowLength).CopyTo(window, (TransformLength - windowLength) / 2);
        int[] bins = [.. Enumerable.Range(0, (TransformLength / 2) + 1)];
        SeededRandom random = new(7);
        float[] clips = [.. Enumerable.Range(0, Batch * ClipLength).Select(_ => (float)((2 * random.NextUniform()) - 1))];

        (float[] power, int[] order) = Run(clips, window, hop, bins);

        int frames = 1 + (ClipLength / hop);
        Assert.Equal(Batch * frames * bins.Length, power.Length);
        for (int i = 0; i < power.Length; i += 97)
        {
            int frame = i % frames, bin = order[i / frames % bins.Length], clip = i / frames / bins.Length;
            double expected = Power(clips.AsSpan(clip * ClipLength, ClipLength), window, frame * hop, bin);
            Assert.True(Math.Abs(expected - power[i]) <= 1e-5 * (1 + expected), $"clip {clip}, frame {frame}, bin {bin}: expected {expected}, got {power[i]}");
        }
    }

    [Fact]
    public void Add_SomeBins_TellsTheirOrder()
    {
        float[] clips = [.. Enumerable.Range(0, Batch * ClipLength).Select(i => MathF.Cos(2 * MathF.PI * 40 * i / TransformLength))];

        (float[] power, int[] order) = Run(clips, Window.Hann(TransformLength), hop: 512, [42, 40, 41, 39, 0]);

        const int frames = 1 + (ClipLength / 512);
        float[] second = [.. order.Order().Select(bin => power[(Array.IndexOf(order, bin) * frames) + 1])]; // the second frame of the first clip, wholly within it
        Assert.Equal([0, 39, 40, 41, 42], order.Order());
        double[] expected = [0, 0.25, 1, 0.25, 0]; // Of (N / 4)², for a cosine of amplitude 1 through Hann; its first neighbours are half as high.
        Assert.All(expected.Zip(second), pair => Assert.Equal(TransformLength * TransformLength / 16.0 * pair.First, pair.Second, 1.0));
    }

    [Fact]
    public void Add_WindowThatIsNotPeriodic_Throws()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 16)], odd = Window.Hann(15), skewed = Window.Hann(16);
        skewed[3] += 0.1f;

        Assert.All([ones, odd, skewed, []], window =>
        {
            ArgumentException e = Assert.Throws<ArgumentException>(() => SpectrumExport.Add(new OnnxGraph(), "clip", window, 8, [0]));
            Assert.Contains("periodic", e.Message, StringComparison.Ordinal);
        });
    }

    private static (float[] Power, int[] Order) Run(float[] clips, float[] window, int hop, int[] bins)
    {
        OnnxGraph graph = new();
        (string value, int[] order) = SpectrumExport.Add(graph, graph.Input("clip", "batch", 1, "samples"), window, hop, bins);
        graph.Output("power", value, "batch", bins.Length, "frames");
        ModelProto model = new() { IrVersion = 8, Graph = graph.Proto, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
        using InferenceSession session = new(model.ToByteArray());
        using RunOptions options = new();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(clips, [Batch, 1, ClipLength]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["clip"], [input], ["power"]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), order);
    }

    private static double Power(ReadOnlySpan<float> clip, float[] window, int centre, int bin)
    {
        double real = 0, imaginary = 0;
        for (int n = 0; n < window.Length; n++)
        {
            int i = centre - (window.Length / 2) + n;
            double sample = i >= 0 && i < clip.Length ? clip[i] * window[n] : 0, angle = 2 * Math.PI * bin * n / window.Length;
            real += sample * Math.Cos(angle);
            imaginary -= sample * Math.Sin(angle);
        }

        return (real * real) + (imaginary * imaginary);
    }
}
