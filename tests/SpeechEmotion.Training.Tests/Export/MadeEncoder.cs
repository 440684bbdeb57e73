using Google.Protobuf;
using SpeechEmotion.Export;

namespace SpeechEmotion.Tests.Export;

/// <summary>Small encoders with the inputs and outputs of the real ones, written to a folder that goes with the test: kernels that slide along the clip, and the size of what they find.</summary>
internal sealed class MadeEncoder : IDisposable
{
    public const string LastLayer = "last_hidden_state", FirstLayer = "hidden_states.0";

    private readonly string _folder = Directory.CreateTempSubdirectory("speech-emotion-encoder-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "made.onnx");

    public string Json => System.IO.Path.Combine(_folder, "made.json");

    /// <summary>An encoder of waveforms like WavLM: <c>hidden_states.0</c> is what the kernels find, <c>last_hidden_state</c> its size, both <c>[batch, frames, kernels]</c>.</summary>
    public static MadeEncoder OfWaveforms(float[][] kernels, int stride, int opset = 17, string input = "input_values")
    {
        OnnxGraph graph = new() { OperatorSet = opset };
        string wave = graph.Add("Unsqueeze", [graph.Input(input, "batch", "sequence"), graph.Integers(1)]);
        return Write(graph, wave, kernels, 1, stride, "frames", opset);
    }

    /// <summary>An encoder of Whisper's spectrograms: 1500 frames of 30 s.</summary>
    public static MadeEncoder OfWhisperMel(int units, int bands = 80)
    {
        OnnxGraph graph = new();
        float[][] kernels = [.. Enumerable.Range(0, units).Select(unit => Enumerable.Range(0, bands * 2).Select(i => i / 2 % units == unit ? 0.1f : 0).ToArray())];
        return Write(graph, graph.Input("input_features", "batch", bands, 3000), kernels, bands, 2, 1500, 17);
    }

    /// <summary>An encoder that finds the frequencies of the synthetic corpus, 200, 400 and 800 Hz at 8 kHz, and others.</summary>
    public static MadeEncoder OfTones(double louder = 1, int opset = 17)
    {
        int[] frequencies = [100, 200, 400, 800, 1600];
        return OfWaveforms([.. frequencies.Select(f => Enumerable.Range(0, 160).Select(n => (float)(louder * Math.Cos(2 * Math.PI * f * n / 8000) / 80)).ToArray())], 50, opset);
    }

    public MadeEncoder WithJson(string json)
    {
        File.WriteAllText(Json, json);
        return this;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Writes a graph as it is, or with the numbers of one tensor in another file.</summary>
    public static MadeEncoder Write(OnnxGraph graph, int opset = 17, string? weightsApart = null)
    {
        MadeEncoder made = new();
        if (graph.Proto.Initializer.FirstOrDefault(tensor => tensor.Name == weightsApart) is { } apart)
        {
            File.WriteAllBytes(made.Path + "_data", [0, 0, 0, 0, .. apart.RawData]);
            (apart.RawData, apart.DataLocation) = (ByteString.Empty, 1);
            apart.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = System.IO.Path.GetFileName(made.Path) + "_data" });
            apart.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = "4" });
            apart.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = "12" });
        }

        ModelProto model = new() { IrVersion = 8, Graph = graph.Proto, OpsetImport = { new OperatorSetIdProto { Version = opset } } };
        using FileStream file = File.Create(made.Path);
        model.WriteTo(file);
        return made;
    }

    private static MadeEncoder Write(OnnxGraph graph, string input, float[][] kernels, int channels, int stride, object frames, int opset)
    {
        int length = kernels[0].Length / channels;
        string found = graph.Add(
            "Conv", [input, graph.Floats([.. kernels.SelectMany(kernel => kernel)], kernels.Length, channels, length)], OnnxGraph.Attribute("kernel_shape", [(long)length]), OnnxGraph.Attribute("strides", [(long)stride]));
        string first = graph.Add("Transpose", [found], OnnxGraph.Attribute("perm", 0L, 2L, 1L));
        graph.Output(FirstLayer, first, "batch", frames, kernels.Length);
        graph.Output(LastLayer, graph.Add("Abs", [first]), "batch", frames, kernels.Length);
        return Write(graph, opset);
    }
}
