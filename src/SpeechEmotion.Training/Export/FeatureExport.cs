using SpeechEmotion.Features;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Export;

/// <summary>
/// The feature front end as ONNX operators: the same numbers as <see cref="FeatureExtractor"/>, batch by batch.
/// <code>
/// // waveform [B, n] ──▶ clip [B, 1, L]      zeros appended, then cut
/// //   ├─▶ |difference of signs| ──▶ mean   [B, 1, frames]       zero-crossing rate
/// //   ├─▶ square ──▶ mean                  [B, 1, frames]       energy
/// //   └─▶ cosine and sine parts [B, 2 bins, frames] ──▶ square ──▶ mel matrix [B, mel bands, frames] ──▶ decibels ──▶ 0..1
/// </code>
/// </summary>
internal sealed class FeatureExport
{
    private const float LeastMagnitude = 1e-10f; // as in FrameSums: nearer to zero there is no sign

    private readonly OnnxGraph _graph;
    private readonly FeatureConfig _config;
    private readonly string _clip;

    private FeatureExport(OnnxGraph graph, string waveform, FeatureConfig config)
    {
        _graph = graph;
        _config = config;
        _clip = graph.Once($"clip {config.ClipLength}", () => AddClip(waveform));
    }

    /// <summary>Adds the features; what is there already, for another network of an ensemble, is shared.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="waveform">Samples <c>[B, n]</c>.</param>
    /// <param name="config">What to measure; with a clip length, because a network sees a fixed number of frames.</param>
    /// <returns>Features <c>[B, 1, bands, frames]</c>.</returns>
    public static string Add(OnnxGraph graph, string waveform, FeatureConfig config)
    {
        FeatureExport export = new(graph, waveform, config);
        string[] kinds = [.. config.Kinds.Select(export.Add)];
        string rows = kinds.Length == 1 ? kinds[0] : graph.Add("Concat", kinds, OnnxGraph.Attribute("axis", 1L)); // [B, bands, frames]
        return graph.Add("Unsqueeze", [rows, graph.Integers(1)]);                                                  // [B, 1, bands, frames]
    }

    private string AddClip(string waveform)
    {
        string padded = _graph.Add("Pad", [waveform, _graph.Integers(0, 0, 0, _config.ClipLength)]);                         // [B, n + L]
        string cut = _graph.Add("Slice", [padded, _graph.Integers(0), _graph.Integers(_config.ClipLength), _graph.Integers(1)]); // [B, L]
        return _graph.Add("Unsqueeze", [cut, _graph.Integers(1)]);                                                           // [B, 1, L]
    }

    private string Add(FeatureKind kind) => kind switch
    {
        FeatureKind.ZeroCrossingRate => _graph.Once($"{kind} {_config.ClipLength} {_config.FrameLength} {_config.HopLength}", AddZeroCrossingRate),
        FeatureKind.Energy => _graph.Once($"{kind} {_config.ClipLength} {_config.FrameLength} {_config.HopLength}", AddEnergy),
        FeatureKind.MelPower => _graph.Once($"{kind} {MelKey}", AddMelPower),
        FeatureKind.MelDecibels => _graph.Once($"{kind} {MelKey}", AddDecibels),
        _ => _graph.Once($"{kind} {MelKey}", AddScaled),
    };

    private string MelKey => $"{_config.ClipLength} {_config.FrameLength} {_config.HopLength} {_config.SampleRate} {_config.MelBands} {_config.MinFrequency:R} {_config.MaxFrequency:R}";

    private string AddZeroCrossingRate()
    {
        // Beyond the clip its outermost samples go on. A frame of N samples has N - 1 neighbours, and the mean is over N.
        string negative = _graph.Add("Cast", [_graph.Add("Less", [_clip, _graph.Number(-LeastMagnitude)])], OnnxGraph.Attribute("to", (long)TensorProto.Types.DataType.Float));
        long half = _config.FrameLength / 2;
        string padded = _graph.Add("Pad", [negative, _graph.Integers(0, 0, half, 0, 0, half)], OnnxGraph.Attribute("mode", "edge"));   // [B, 1, L + N]
        string before = _graph.Add("Slice", [padded, _graph.Integers(0), _graph.Integers(-1), _graph.Integers(2)]);
        string after = _graph.Add("Slice", [padded, _graph.Integers(1), _graph.Integers(int.MaxValue), _graph.Integers(2)]);
        string crossings = _graph.Add("Abs", [_graph.Add("Sub", [after, before])]);                                                    // [B, 1, L + N - 1]
        string mean = AddMean(crossings, _config.FrameLength - 1, padding: 0);                                                         // [B, 1, frames]
        return _graph.Add("Mul", [mean, _graph.Number((_config.FrameLength - 1.0) / _config.FrameLength)]);
    }

    private string AddEnergy() => AddMean(_graph.Add("Mul", [_clip, _clip]), _config.FrameLength, _config.FrameLength / 2);

    private string AddMean(string x, int length, int padding) => _graph.Add(
        "AveragePool",
        [x],
        OnnxGraph.Attribute("kernel_shape", [(long)length]),
        OnnxGraph.Attribute("strides", [(long)_config.HopLength]),
        OnnxGraph.Attribute("pads", [padding, padding]),
        OnnxGraph.Attribute("count_include_pad", 1L));

    private string AddMelPower()
    {
        int length = _config.FrameLength, bins = (length / 2) + 1;
        float[] weights = new MelFilterBank(_config.SampleRate, length, _config.MelBands, _config.MinFrequency, _config.MaxFrequency).ToMatrix();
        float[] window = Window.Hann(length);

        // Only the parts that some band listens to; the sine parts of the first and the last bin are 0.
        (int Bin, bool Sine)[] parts = [.. Enumerable.Range(0, bins)
            .Where(bin => Enumerable.Range(0, _config.MelBands).Any(band => weights[(band * bins) + bin] != 0))
            .SelectMany(bin => bin == 0 || bin == length / 2 ? [(bin, false)] : new[] { (bin, false), (bin, true) })
            .DefaultIfEmpty((0, false))];
        var kernels = new float[parts.Length * length];
        var matrix = new float[_config.MelBands * parts.Length];
        for (int p = 0; p < parts.Length; p++)
        {
            (int bin, bool sine) = parts[p];
            for (int i = 0; i < length; i++)
            {
                double angle = 2 * Math.PI * ((long)bin * i % length) / length;
                kernels[(p * length) + i] = (float)(window[i] * (sine ? Math.Sin(angle) : Math.Cos(angle)));
            }

            for (int band = 0; band < _config.MelBands; band++)
            {
                matrix[(band * parts.Length) + p] = weights[(band * bins) + bin];
            }
        }

        string spectrum = _graph.Add(                                                                               // [B, parts, frames]
            "Conv",
            [_clip, _graph.Floats(kernels, parts.Length, 1, length)],
            OnnxGraph.Attribute("kernel_shape", [(long)length]),
            OnnxGraph.Attribute("strides", [(long)_config.HopLength]),
            OnnxGraph.Attribute("pads", [length / 2, length / 2]));
        return _graph.Add("MatMul", [_graph.Floats(matrix, _config.MelBands, parts.Length), _graph.Add("Mul", [spectrum, spectrum])]); // [B, mel bands, frames]
    }

    private string AddDecibels()
    {
        // Relative to the least power, so that its logarithm is exactly 0 and silence exactly constant; rounding would otherwise be stretched to 0..1.
        string power = _graph.Add("Max", [_graph.Add("Div", [Add(FeatureKind.MelPower), _graph.Number(Decibels.LeastPower)]), _graph.Number(1)]);
        string above = _graph.Add("Mul", [_graph.Add("Log", [power]), _graph.Number(10 / Math.Log(10))]);
        string decibels = _graph.Add("Add", [above, _graph.Number(10 * Math.Log10(Decibels.LeastPower))]);
        string floor = _graph.Add("Sub", [AddExtreme("ReduceMax", decibels), _graph.Number(Decibels.Range)]);      // [B, 1, 1]
        return _graph.Add("Max", [decibels, floor]);
    }

    private string AddScaled()
    {
        string decibels = Add(FeatureKind.MelDecibels), least = AddExtreme("ReduceMin", decibels), greatest = AddExtreme("ReduceMax", decibels);
        string range = _graph.Add("Add", [_graph.Add("Sub", [greatest, least]), _graph.Number(1e-6)]);
        return _graph.Add("Div", [_graph.Add("Sub", [decibels, least]), range]);
    }

    private string AddExtreme(string operation, string x) =>
        _graph.Add(operation, [x], OnnxGraph.Attribute("axes", [1L, 2L]), OnnxGraph.Attribute("keepdims", 1L));
}
