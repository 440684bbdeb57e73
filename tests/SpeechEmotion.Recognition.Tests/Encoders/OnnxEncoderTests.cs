using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Recognition.Encoders;
using SpeechEmotion.Tests.Export;
using Xunit;

namespace SpeechEmotion.Recognition.Tests.Encoders;

public sealed class OnnxEncoderTests
{
    private static readonly float[][] s_kernels = [[1, 0], [0.5f, 0.5f]];
    private static readonly float[] s_clip = [1, 2, -3, 4, 5, 6]; // in frames of two: first sample 1, -3, 5; means 1.5, 0.5, 5.5

    [Fact]
    public void Encode_Mean_IsTheValueByHand() => AssertClose([3, 2.5], Encode("", s_clip));

    [Fact]
    public void Encode_MeanAndDeviation_AreTheValuesByHand() =>
        AssertClose([3, 2.5, Math.Sqrt((4 + 0 + 4) / 3.0), Math.Sqrt((1 + 4 + 9) / 3.0)], Encode("""{ "pooling": "mean-std" }""", s_clip));

    [Fact]
    public void Encode_Outputs_FollowOneAnotherAsNamed() =>
        AssertClose([3, 2.5, 1, 2.5], Encode("""{ "outputs": ["last_hidden_state", "hidden_states.0"] }""", s_clip));

    [Fact]
    public void Encode_Normalised_HasZeroMeanAndUnitVariance()
    {
        float[] louder = Array.ConvertAll(s_clip, sample => (3 * sample) + 0.7f);
        float[] one = Encode("""{ "normalise": true, "outputs": ["hidden_states.0"] }""", s_clip), other = Encode("""{ "normalise": true, "outputs": ["hidden_states.0"] }""", louder);
        double mean = s_clip.Average(), deviation = Math.Sqrt(s_clip.Average(sample => Math.Pow(sample - mean, 2)));
        AssertClose([(1 - mean) / deviation, 0], one, 1e-5);
        AssertClose([.. one.Select(value => (double)value)], other, 1e-5);
    }

    [Fact]
    public void Encode_ClipLength_PadsAndCuts()
    {
        AssertClose([2, 1], Encode("", s_clip, clipLength: 4));
        AssertClose([9 / 4.0, 7.5 / 4], Encode("", s_clip, clipLength: 8));
        AssertClose([9 / 4.0, 7.5 / 4], Encode("", s_clip, minimumLength: 8));
    }

    [Fact]
    public void Encode_WhisperMel_PoolsTheFramesOfTheClipOnly()
    {
        using MadeEncoder made = MadeEncoder.OfWhisperMel(3);
        FeatureConfig features = Complete(made, new EncoderConfig { Path = made.Path, Outputs = [MadeEncoder.FirstLayer] });
        Assert.Equal((EncoderInput.WhisperMel, "input_features", 3), (features.Encoder!.Input, features.Encoder.InputName, features.Encoder.Values));
        float[] clip = [.. Enumerable.Range(0, 16000).Select(n => MathF.Sin(n / 5f) / 2)]; // 1 s: 50 of 1500 frames, 100 of the spectrogram's
        FeatureMatrix mel = WhisperMel.Of(clip);
        using OnnxEncoder encoder = OnnxEncoder.Open(features);
        double[] expected = [.. Enumerable.Range(0, 3).Select(unit => Enumerable.Range(0, 50).Average(t => Enumerable.Range(0, 160).Where(i => i / 2 % 3 == unit).Sum(i => 0.1 * mel[i / 2, (2 * t) + (i % 2)])))];
        AssertClose(expected, encoder.Encode(clip), 1e-4);
    }

    [Fact]
    public void Encode_Vector_NeedsNoPooling()
    {
        OnnxGraph graph = new();
        string wave = graph.Input("wave", "batch", "samples");
        graph.Output("vector", graph.Add("ReduceSum", [wave, graph.Integers(1)]), "batch", 1);
        using MadeEncoder made = MadeEncoder.Write(graph);
        FeatureConfig features = Complete(made, new EncoderConfig { Path = made.Path });
        Assert.Equal((EncoderPooling.None, 1), (features.Encoder!.Pooling, features.Encoder.Values));
        using OnnxEncoder encoder = OnnxEncoder.Open(features);
        AssertClose([15], encoder.Encode(s_clip));
    }

    [Fact]
    public void Complete_Experiment_GoesBeforeTheJsonFile()
    {
        using MadeEncoder made = MadeEncoder.OfWaveforms(s_kernels, 2).WithJson("""{ "pooling": "mean-std", "normalise": true }""");
        EncoderConfig encoder = Complete(made, new EncoderConfig { Path = made.Path, Pooling = EncoderPooling.Mean }).Encoder!;
        Assert.Equal((EncoderPooling.Mean, true, "input_values", 2), (encoder.Pooling, encoder.Normalise, encoder.InputName, encoder.Values));
        Assert.Equal([MadeEncoder.LastLayer], encoder.Outputs!);
        Assert.Equal(64, encoder.Digest!.Length);
    }

    [Theory]
    [InlineData("""{ "pooling": "max" }""", "made.json: pooling is \"max\"; it must be one of mean, mean-std, none")]
    [InlineData("""{ "poolling": "mean" }""", "made.json: there is no setting 'poolling', did you mean 'pooling'?")]
    [InlineData("""{ "sampleRate": 8000 }""", "made.onnx: sampleRate is 8000 Hz (")]
    [InlineData("""{ "outputs": ["hidden_states.7"] }""", "made.onnx: outputs names 'hidden_states.7'; the encoder's outputs are hidden_states.0, last_hidden_state")]
    [InlineData("""{ "outputs": [] }""", "made.onnx: features.encoder.outputs names 0 outputs")]
    [InlineData("""{ "inputName": "wave" }""", "made.onnx: inputName is 'wave'; the encoder's inputs are input_values")]
    [InlineData("""{ "input": "whisper-mel" }""", "made.onnx: the encoder's input 'input_values' is Single [-1, -1]; input whisper-mel takes [batch, bands, 3000]")]
    [InlineData("""{ "pooling": "none" }""", "made.onnx: the encoder's output 'last_hidden_state' is [1, 8000, 2]; pooling none takes [batch, units]")]
    [InlineData("[]", "made.json: the document is a list; it must be an object, in braces")]
    public void Complete_BadJson_IsOneLineThatNamesTheField(string json, string message)
    {
        using MadeEncoder made = MadeEncoder.OfWaveforms(s_kernels, 2).WithJson(json);
        AssertFault(message, () => Complete(made, new EncoderConfig { Path = made.Path }));
    }

    [Fact]
    public void Complete_BadFiles_AreOneLine()
    {
        using MadeEncoder made = MadeEncoder.OfWaveforms(s_kernels, 2);
        AssertFault("none.onnx: there is no such file; features.encoder.path must name the ONNX file of a speech encoder", () => Complete(made, new EncoderConfig { Path = made.Path.Replace("made", "none", StringComparison.Ordinal) }));
        FeatureConfig complete = Complete(made, new EncoderConfig { Path = made.Path });
        File.AppendAllText(made.Path + "_data", "more");
        AssertFault("made.onnx: is not the encoder that the network was trained with: its SHA-256 begins with", () => OnnxEncoder.Open(complete));
        File.WriteAllText(made.Path, "not an encoder");
        AssertFault("made.onnx: ONNX Runtime cannot load the encoder: ", () => Complete(made, new EncoderConfig { Path = made.Path }));

        OnnxGraph graph = new();
        graph.Output("states", graph.Add("Add", [graph.Input("wave", "batch", "samples"), graph.Input("attention_mask", "batch", "samples")]), "batch", "samples");
        using MadeEncoder masked = MadeEncoder.Write(graph);
        AssertFault("made.onnx: the encoder has 2 inputs (wave, attention_mask); export it with one, without masks", () => Complete(masked, new EncoderConfig { Path = masked.Path }));

        OnnxGraph fixedLength = new();
        fixedLength.Output("states", fixedLength.Input("wave", "batch", 16000), "batch", 16000);
        using MadeEncoder rigid = MadeEncoder.Write(fixedLength);
        AssertFault("it takes clips of 16000 samples only; set features.clipLength=16000", () => Complete(rigid, new EncoderConfig { Path = rigid.Path }));
    }

    [Fact]
    public void Encode_ClipTooShortForTheEncoder_IsOneLine()
    {
        using MadeEncoder made = MadeEncoder.OfWaveforms([[1, 0, 0, 0]], 4);
        using OnnxEncoder encoder = OnnxEncoder.Open(Complete(made, new EncoderConfig { Path = made.Path }));
        AssertFault("made.onnx: the encoder", () => encoder.Encode([1, 2]));
    }

    private static FeatureConfig Complete(MadeEncoder made, EncoderConfig encoder) =>
        OnnxEncoder.Complete(new FeatureConfig { Kinds = [FeatureKind.Encoder], Encoder = encoder }) is var features && File.Exists(made.Path) ? features : throw new InvalidOperationException();

    private static float[] Encode(string json, float[] clip, int clipLength = 0, int minimumLength = 0)
    {
        using MadeEncoder made = MadeEncoder.OfWaveforms(s_kernels, 2);
        _ = json.Length > 0 ? made.WithJson(json) : made;
        FeatureConfig features = new() { Kinds = [FeatureKind.Encoder], Encoder = new EncoderConfig { Path = made.Path }, ClipLength = clipLength, MinimumLength = minimumLength };
        using OnnxEncoder encoder = OnnxEncoder.Open(OnnxEncoder.Complete(features));
        return encoder.Encode(clip);
    }

    private static void AssertFault(string message, Action action)
    {
        InvalidDataException fault = Assert.Throws<InvalidDataException>(action);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
