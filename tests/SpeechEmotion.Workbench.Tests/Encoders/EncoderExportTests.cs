using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Experiments;
using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Metrics;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Encoders;
using SpeechEmotion.Runs;
using SpeechEmotion.Tests.Export;
using SpeechEmotion.Tests.Training;
using TorchSharp;
using Xunit;

namespace SpeechEmotion.Workbench.Tests.Encoders;

public sealed class EncoderExportTests : IDisposable
{
    private const double Tolerance = 1e-4; // of a probability: libtorch and ONNX Runtime add in another order
    private static readonly string[] s_labels = ["anger", "neutral", "sad"];

    private readonly string _folder = Directory.CreateTempSubdirectory("speech-emotion-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string ModelPath => Path.Combine(_folder, "model.onnx");

    [Theory]
    [InlineData("""{ "sampleRate": 8000, "normalise": true, "pooling": "mean-std" }""", false)]
    [InlineData("""{ "sampleRate": 8000, "normalise": true, "pooling": "mean-std" }""", true)]
    public void Export_Run_AnswersAsInEvaluation(string json, bool apart)
    {
        using SyntheticCorpus corpus = new(48);
        using MadeEncoder made = MadeEncoder.OfTones().WithJson(json);
        using TemporaryRun run = new();
        EvaluationReport trained = new ExperimentRunner(corpus.Open()).Run(EncoderRunTests.Config(made), run.Folder)!;
        new ModelExport(run.Folder.Folder) { Licence = "MIT", KeepEncodersApart = apart }.Write(ModelPath);
        File.Copy(made.Path, Path.Combine(_folder, "made.onnx"));

        Predictions expected = PredictionsFile.Read(run.Folder.Predictions, trained.Labels);
        Predictions actual = new Evaluation(ModelPath, corpus.Open()).Measure(cancellation: TestContext.Current.CancellationToken).Predictions;
        Assert.True(expected.Clips.Count > 5);
        Assert.All(expected.Clips, clip => AssertClose(clip.Probabilities, actual.Clips.Single(other => other.Name == clip.Name).Probabilities));

        using EmotionRecognizer recognizer = EmotionRecognizer.Load(ModelPath);
        Assert.Equal(("made.onnx", "MIT", trained.Temperature), (recognizer.Card.Features.Encoder!.Path, recognizer.Card.Licence, recognizer.Card.Temperature));
        Assert.Equal(apart, !ModelProto.Parser.ParseFrom(File.ReadAllBytes(ModelPath)).Graph.Node.Any(node => node.OpType == "Conv"));
    }

    [Fact]
    public async Task Export_Model_AnswersOverTimeAndKnowsSilence()
    {
        using MadeEncoder made = MadeEncoder.OfTones();
        Write(Complete(made));
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(ModelPath);
        float[] tone = Tone(40000, 400);
        EmotionScores scores = recognizer.Recognize(new AudioClip(tone, 8000), TestContext.Current.CancellationToken);
        Assert.Equal((true, 1f), (scores.IsSpeech, scores.SpeechProbability)); // Without a gate, whatever sounds counts as speech.
        Assert.False(recognizer.Recognize(new AudioClip(new float[40000], 8000), TestContext.Current.CancellationToken).IsSpeech);
        WavWriter.Write(Path.Combine(_folder, "tone.wav"), new AudioClip([.. new float[16000], .. tone, .. new float[16000]], 8000));
        List<EmotionSegment> segments = [];
        await foreach (EmotionSegment segment in recognizer.RecognizeAsync(Path.Combine(_folder, "tone.wav"), cancellation: TestContext.Current.CancellationToken))
        {
            segments.Add(segment);
        }

        Assert.Equal(5, segments.Sum(segment => segment.End - segment.Start), 0.2);
        Assert.All(segments, segment => Assert.Equal(1, segment.Probabilities.Sum(), 1e-5));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(21)]
    public void Write_Opsets_GiveTheSameNumbersWithAGate(int opset)
    {
        using MadeEncoder made = MadeEncoder.OfTones(opset: opset);
        FeatureConfig features = Complete(made), mel = new() { Kinds = [FeatureKind.MelStandardised], SampleRate = 8000, FrameLength = 256, HopLength = 80, MelBands = 12, MinimumLength = 4000 };
        using Network gate = new EmoNetConfig { Width = 0.1 }.Create(mel.Rows(), 0, 2, seed: 4);
        gate.eval();
        float[] tone = Tone(8000, 300);
        float[] expected = Write(features, new SpeechGate(gate, mel, []))(tone);
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(ModelPath);
        EmotionScores scores = recognizer.Recognize(new AudioClip(tone, 8000), TestContext.Current.CancellationToken);
        AssertClose(expected, scores.Probabilities);
        using torch.Tensor input = torch.tensor(new FeatureExtractor(mel).Extract(new AudioClip(tone, 8000)).Values, [1, 1, mel.Rows(), mel.Frames(tone.Length)]);
        float speech = torch.nn.functional.softmax(gate.forward(input), 1)[0, 1].item<float>();
        AssertClose([speech / (speech + (1.5f * (1 - speech)))], [scores.SpeechProbability]);
    }

    [Fact]
    public void Write_WhisperMel_IsComputedInTheGraph()
    {
        using MadeEncoder made = MadeEncoder.OfWhisperMel(6);
        FeatureConfig features = OnnxEncoder.Complete(new FeatureConfig { Kinds = [FeatureKind.Encoder], Encoder = new EncoderConfig { Path = made.Path, Pooling = EncoderPooling.MeanAndDeviation, Outputs = [MadeEncoder.FirstLayer] } });
        float[] tone = Tone(24000, 300, 16000);
        float[] expected = Write(features)(tone);
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(ModelPath);
        AssertClose(expected, recognizer.Recognize(new AudioClip(tone, 16000), TestContext.Current.CancellationToken).Probabilities);
    }

    [Fact]
    public void Write_OneHiddenLayer_LeavesTheLayersAfterItBehind()
    {
        using MadeEncoder made = MadeEncoder.OfTones();
        FeatureConfig features = Complete(made, MadeEncoder.FirstLayer);
        float[] tone = Tone(8000, 300), expected = Write(features)(tone);
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(ModelPath);
        AssertClose(expected, recognizer.Recognize(new AudioClip(tone, 8000), TestContext.Current.CancellationToken).Probabilities);
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(ModelPath));
        Assert.DoesNotContain(model.Graph.Node, node => node.OpType == "Abs");
        Assert.Contains(model.Graph.Node, node => node.OpType == "Conv" && node.Name.StartsWith("encoder-", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_InnerGraphsAndWeightsInAnotherFile_AreTakenIn()
    {
        OnnxGraph graph = new();
        string wave = graph.Add("Unsqueeze", [graph.Input("wave", "batch", "samples"), graph.Integers(2)]);
        string scale = graph.Floats([2, 3, 0.5f], 3), scaled = graph.Add("Mul", [wave, scale]);
        GraphProto Branch(string operation, string output) =>
            new() { Name = operation, Node = { new NodeProto { OpType = operation, Input = { scaled }, Output = { output } } }, Output = { new ValueInfoProto { Name = output, Type = new TypeProto { TensorType = new() { ElemType = 1 } } } } };
        NodeProto choice = new() { Name = "If", OpType = "If", Input = { graph.Add("Greater", [graph.Number(1), graph.Number(0)]) }, Output = { "chosen" } };
        choice.Attribute.Add(new AttributeProto { Name = "then_branch", Type = AttributeProto.Types.AttributeType.Graph, G = Branch("Abs", "absolute") });
        choice.Attribute.Add(new AttributeProto { Name = "else_branch", Type = AttributeProto.Types.AttributeType.Graph, G = Branch("Neg", "negative") });
        graph.Proto.Node.Add(choice);
        graph.Output("states", "chosen", "batch", "frames", 3);
        using MadeEncoder made = MadeEncoder.Write(graph, weightsApart: scale).WithJson("""{ "sampleRate": 8000 }""");
        float[] tone = Tone(8000, 300), expected = Write(Complete(made))(tone);
        Assert.True(File.Exists(made.Path + "_data"));
        File.Delete(made.Path + "_data");
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(ModelPath);
        AssertClose(expected, recognizer.Recognize(new AudioClip(tone, 8000), TestContext.Current.CancellationToken).Probabilities);
    }

    [Fact]
    public void Write_FaultyEncoders_AreOneLine()
    {
        using MadeEncoder old = MadeEncoder.Write(OldGraph(), opset: 11), one = MadeEncoder.OfTones(opset: 17), other = MadeEncoder.OfTones(opset: 18);
        AssertFault("made.onnx: uses version 11 of ONNX's operators; at least 13 is needed", () => EncoderModel.ReadAll([Complete(old.WithJson("""{ "sampleRate": 8000 }""")).Encoder!]));
        AssertFault("uses version 18 of the operators of ONNX, but ", () => EncoderModel.ReadAll([Complete(one).Encoder!, Complete(other).Encoder!]));
        FeatureConfig features = Complete(one);
        Assert.StartsWith("the network listens through made.onnx, whose licence goes with it; state the licence of the model", Assert.Throws<MissingLicenceException>(() => ExportUnlicensed(one)).Message, StringComparison.Ordinal);
        Write(features, apart: true);
        AssertFault("model.onnx: the model needs the encoder 'made.onnx' in a file beside it, which is not there", () => EmotionRecognizer.Load(ModelPath).Dispose());
        using (FileStream stream = File.OpenRead(ModelPath))
        {
            AssertFault("in a file beside it; load the model by its path", () => EmotionRecognizer.Load(stream).Dispose());
        }

        File.Copy(other.Path, Path.Combine(_folder, "made.onnx"));
        AssertFault("made.onnx: is not the encoder that the network was trained with", () => EmotionRecognizer.Load(ModelPath).Dispose());
        File.AppendAllText(one.Path + "_data", "more");
        AssertFault("is not the encoder that the network was trained with", () => Write(features));
    }

    private static OnnxGraph OldGraph()
    {
        OnnxGraph graph = new();
        graph.Output("vector", graph.Add("ReduceMean", [graph.Input("wave", "batch", "samples")], OnnxGraph.Attribute("axes", [1L])), "batch", 1);
        return graph;
    }

    private void ExportUnlicensed(MadeEncoder made)
    {
        using SyntheticCorpus corpus = new(24);
        using TemporaryRun run = new();
        ExperimentConfig config = EncoderRunTests.Config(made);
        new ExperimentRunner(corpus.Open()).Run(config with { Training = config.Training with { Epochs = 1 } }, run.Folder);
        new ModelExport(run.Folder.Folder).Write(ModelPath);
    }

    private static FeatureConfig Complete(MadeEncoder made, params string[] outputs) => OnnxEncoder.Complete(new FeatureConfig
    {
        Kinds = [FeatureKind.Encoder],
        SampleRate = 8000,
        Encoder = new EncoderConfig { Path = File.Exists(made.Json) ? made.Path : made.WithJson("""{ "sampleRate": 8000 }""").Path, Outputs = outputs.Length > 0 ? outputs : null },
    });

    /// <summary>Writes a model with a head of random weights.</summary>
    /// <returns>What it must answer to a clip.</returns>
    private Func<float[], float[]> Write(FeatureConfig features, SpeechGate? gate = null, bool apart = false)
    {
        Network head = new MlpConfig { Width = 0.1 }.Create(features.Rows(), 1, s_labels.Length, seed: 3);
        head.eval();
        ModelCard card = new() { Name = "head", Labels = s_labels, Features = features, Network = "MLP", Temperature = 0.7 };
        OnnxExporter.Write(ModelPath, head, card, gate, apart);
        return clip =>
        {
            using OnnxEncoder encoder = OnnxEncoder.Open(features);
            float[] vector = encoder.Encode(clip);
            using torch.Tensor input = torch.tensor(vector, [1, 1, vector.Length, 1]);
            return TemperatureScaling.Apply([.. head.forward(input).data<float>()], card.Temperature);
        };
    }

    /// <summary>Whole periods, so that the mean is 0.</summary>
    private static float[] Tone(int samples, double frequency, int rate = 8000) => [.. Enumerable.Range(0, samples).Select(n => (float)(0.3 * Math.Sin(2 * Math.PI * frequency * n / rate)))];

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private static void AssertFault(string message, Action action)
    {
        InvalidDataException fault = Assert.Throws<InvalidDataException>(action);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }
}
