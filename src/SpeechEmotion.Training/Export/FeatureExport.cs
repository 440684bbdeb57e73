using SpeechEmotion.Features;
using SpeechEmotion.Features.Cepstral;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Export;

/// <summary>
/// The feature front end as ONNX operators: the same numbers as <see cref="FeatureExtractor"/>, batch by batch.
/// <code>
/// // waveform [B, n] ──▶ clip [B, 1, L]      zeros appended, then cut, where the clips have one length
/// //   ├─▶ |difference of signs| ──▶ mean   [B, 1, frames]       zero-crossing rate
/// //   ├─▶ square ──▶ mean                  [B, 1, frames]       energy
/// //   └─▶ power spectrum [B, bins, frames] ──▶ mel matrix [B, mel bands, frames] ──▶ decibels ──▶ 0..1, standardised, or cepstral coefficients
/// //                                        └─▶ centroid, bandwidth, roll-off, flatness [B, 1, frames], chroma [B, 12, frames]
/// </code>
/// </summary>
internal sealed class FeatureExport
{
    private const int BandsTogether = 20; // More: more products with zeros; fewer: more operators.

    private readonly OnnxGraph _graph;
    private readonly FeatureConfig _config;
    private readonly string _clip;

    private FeatureExport(OnnxGraph graph, string waveform, FeatureConfig config)
    {
        _graph = graph;
        _config = config;
        _clip = graph.Once($"clip {ClipKey}", () => AddClip(waveform));
    }

    /// <summary>Adds the features; what is there already, for another network of the same model, is shared.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="waveform">Samples <c>[B, n]</c>.</param>
    /// <param name="config">What to measure.</param>
    /// <returns>Features <c>[B, 1, bands, frames]</c>.</returns>
    public static string Add(OnnxGraph graph, string waveform, FeatureConfig config)
    {
        FeatureExport export = new(graph, waveform, config);
        if (config.Encoder is not null)
        {
            return EncoderExport.Add(graph, export._clip, config, export.ClipKey);
        }

        return graph.Once($"rows {string.Join(' ', config.Kinds)} {export.MelKey}", () =>
        {
            string[] kinds = [.. config.Kinds.Select(export.Add)];
            string rows = kinds.Length == 1 ? kinds[0] : graph.Add("Concat", kinds, OnnxGraph.Attribute("axis", 1L)); // [B, bands, frames]
            return graph.Add("Unsqueeze", [rows, graph.Integers(1)]);                                                  // [B, 1, bands, frames]
        });
    }

    private string ClipKey => $"{_config.ClipLength} {_config.MinimumLength}";

    private string AddClip(string waveform)
    {
        if (_config.ClipLength == 0)
        {
            string whole = _config.MinimumLength > 1 ? AddMinimum(waveform) : waveform;                                      // [B, L]
            return _graph.Add("Unsqueeze", [whole, _graph.Integers(1)]);                                                     // [B, 1, L]
        }

        string padded = _graph.Add("Pad", [waveform, _graph.Integers(0, 0, 0, _config.ClipLength)]);                         // [B, n + L]
        string cut = _graph.Add("Slice", [padded, _graph.Integers(0), _graph.Integers(_config.ClipLength), _graph.Integers(1)]); // [B, L]
        return _graph.Add("Unsqueeze", [cut, _graph.Integers(1)]);                                                           // [B, 1, L]
    }

    private string AddMinimum(string waveform)
    {
        string length = _graph.Add("Gather", [_graph.Add("Shape", [waveform]), _graph.Integers(1)]);                         // [1]
        string missing = _graph.Add("Max", [_graph.Add("Sub", [_graph.Integers(_config.MinimumLength), length]), _graph.Integers(0)]);
        return _graph.Add("Pad", [waveform, _graph.Add("Concat", [_graph.Integers(0, 0, 0), missing], OnnxGraph.Attribute("axis", 0L))]);
    }

    private string Add(FeatureKind kind) => kind switch
    {
        FeatureKind.ZeroCrossingRate => _graph.Once($"{kind} {ClipKey} {_config.FrameLength} {_config.HopLength}", AddZeroCrossingRate),
        FeatureKind.Energy => _graph.Once($"{kind} {ClipKey} {_config.FrameLength} {_config.HopLength}", AddEnergy),
        FeatureKind.MelPower => _graph.Once($"{kind} {MelKey}", AddMelPower),
        FeatureKind.MelDecibels => _graph.Once($"{kind} {MelKey}", AddDecibels),
        FeatureKind.MelStandardised => _graph.Once($"{kind} {MelKey}", AddStandardised),
        FeatureKind.Rms => _graph.Once($"{kind} {ClipKey} {_config.FrameLength} {_config.HopLength}", () => _graph.Add("Sqrt", [Add(FeatureKind.Energy)])),
        FeatureKind.Mfcc => _graph.Once($"{kind} {CepstralKey}", AddCepstrum),
        FeatureKind.MfccDelta => _graph.Once($"{kind} {CepstralKey}", () => AddDelta(1)),
        FeatureKind.MfccDelta2 => _graph.Once($"{kind} {CepstralKey}", () => AddDelta(2)),
        FeatureKind.SpectralCentroid or FeatureKind.SpectralBandwidth or FeatureKind.SpectralRollOff or FeatureKind.SpectralFlatness or FeatureKind.Chroma =>
            _graph.Once($"{kind} {SpectrumKey}", () => new DescriptorExport(_graph, _config, SpectrumKey, _graph.Once($"spectrum {SpectrumKey}", AddSpectrum)).Add(kind)),
        FeatureKind.MelScaled => _graph.Once($"{kind} {MelKey}", AddScaled),
        _ => throw new ArgumentException($"A model file cannot compute the feature {FeatureKinds.Name(kind)}.", nameof(kind)),
    };

    private string SpectrumKey => $"{ClipKey} {_config.FrameLength} {_config.WindowLength} {_config.HopLength} {_config.SampleRate}";

    private string CepstralKey => $"{_config.MfccCoefficients} {MelKey}";

    private string MelKey => $"{SpectrumKey} {_config.MelBands} {_config.MinFrequency:R} {_config.MaxFrequency:R}";

    private string AddZeroCrossingRate()
    {
        // Beyond the clip its outermost samples go on. A frame of N samples has N - 1 neighbours, and the mean is over N.
        string negative = _graph.Add("Cast", [_graph.Add("Less", [_clip, _graph.Number(-FrameSums.LeastMagnitude)])], OnnxGraph.Attribute("to", (long)TensorProto.Types.DataType.Float));
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

        int[] heard = [.. Enumerable.Range(0, bins).Where(bin => Enumerable.Range(0, _config.MelBands).Any(band => weights[(band * bins) + bin] != 0)).DefaultIfEmpty(0)];
        string power = AddPower(heard);                                                                                                // [B, heard, frames]
        string[] parts = [.. Enumerable.Range(0, _config.MelBands).Chunk(BandsTogether).Select(bands => AddBands(power, bands, heard, band => weights.AsSpan(band * bins, bins)))];
        return parts.Length == 1 ? parts[0] : _graph.Add("Concat", parts, OnnxGraph.Attribute("axis", 1L));                                // [B, mel bands, frames]
    }

    /// <summary>Power of all bins, <c>[B, bins, frames]</c>.</summary>
    private string AddSpectrum() => AddPower([.. Enumerable.Range(0, (_config.FrameLength / 2) + 1)]);

    private string AddPower(int[] bins)
    {
        float[] window = Window.Hann(_config.WindowLength > 0 ? _config.WindowLength : _config.FrameLength, _config.FrameLength);
        (string power, int[] order) = SpectrumExport.Add(_graph, _clip, window, _config.HopLength, bins);
        return _graph.Add("Gather", [power, _graph.Integers([.. bins.Select(bin => (long)Array.IndexOf(order, bin))])], OnnxGraph.Attribute("axis", 1L));
    }

    /// <summary>Neighbouring mel bands, which hear neighbouring bins only.</summary>
    private string AddBands(string power, int[] bands, int[] heard, Func<int, ReadOnlySpan<float>> weights)
    {
        int first = Array.FindIndex(heard, bin => bands.Any(band => weights(band)[bin] != 0)), last = Array.FindLastIndex(heard, bin => bands.Any(band => weights(band)[bin] != 0));
        (first, last) = first < 0 ? (0, 0) : (first, last); // Bands so narrow that they fall between the bins.
        string some = _graph.Add("Slice", [power, _graph.Integers(first), _graph.Integers(last + 1), _graph.Integers(1)]);
        float[] matrix = [.. bands.SelectMany(band => heard[first..(last + 1)].Select(bin => weights(band)[bin]))];
        return _graph.Add("MatMul", [_graph.Floats(matrix, bands.Length, last + 1 - first), some]);
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

    private string AddCepstrum()
    {
        float[] matrix = new CosineTransform(_config.MelBands, _config.MfccCoefficients).ToMatrix();
        return _graph.Add("MatMul", [_graph.Floats(matrix, _config.MfccCoefficients, _config.MelBands), Add(FeatureKind.MelDecibels)]); // [B, coefficients, frames]
    }

    private string AddDelta(int order)
    {
        float[] weights = [.. Enumerable.Repeat(Delta.Weights(order), _config.MfccCoefficients).SelectMany(row => row)];
        string fitted = _graph.Add(
            "Conv", [Add(FeatureKind.Mfcc), _graph.Floats(weights, _config.MfccCoefficients, 1, Delta.Width)], OnnxGraph.Attribute("group", _config.MfccCoefficients)); // [B, coefficients, frames - 8]
        return _graph.Add("Pad", [fitted, _graph.Integers(0, 0, Delta.Width / 2, 0, 0, Delta.Width / 2)], OnnxGraph.Attribute("mode", "edge"));
    }

    private string AddScaled()
    {
        string decibels = Add(FeatureKind.MelDecibels), least = AddExtreme("ReduceMin", decibels), greatest = AddExtreme("ReduceMax", decibels);
        string range = _graph.Add("Add", [_graph.Add("Sub", [greatest, least]), _graph.Number(1e-6)]);
        return _graph.Add("Div", [_graph.Add("Sub", [decibels, least]), range]);
    }

    private string AddStandardised()
    {
        string power = Add(FeatureKind.MelPower), decibels = Add(FeatureKind.MelDecibels);
        string energy = _graph.Add("ReduceSum", [power, _graph.Integers(1)]);                                                // [B, 1, frames]
        string loudest = _graph.Reduce("ReduceMax", energy, 2);                                                        // [B, 1, 1]
        string least = _graph.Add("Mul", [loudest, _graph.Number(MelStandardisation.ActiveRange)]);
        string active = _graph.Add("Cast", [_graph.Add("GreaterOrEqual", [energy, least])], OnnxGraph.Attribute("to", (long)TensorProto.Types.DataType.Float));
        string count = AddSum(active);                                                                                       // [B, 1, 1]
        string means = _graph.Add("Div", [AddSum(_graph.Add("Mul", [decibels, active])), count]);                            // [B, mel bands, 1]
        string centred = _graph.Add("Sub", [decibels, means]);
        string squares = _graph.Add("Mul", [_graph.Add("Mul", [centred, centred]), active]);
        string deviation = _graph.Add("Sqrt", [_graph.Add("Div", [AddSum(squares), count])]);                                // [B, mel bands, 1]
        string standardised = _graph.Add("Div", [centred, _graph.Add("Add", [deviation, _graph.Number(MelStandardisation.LeastDeviation)])]);
        standardised = _graph.Add("Max", [standardised, _graph.Number(MelStandardisation.Least)]);                           // [B, mel bands, frames]
        string mean = _graph.Reduce("ReduceMean", means, 1);                                                           // [B, 1, 1]
        string levels = _graph.Add("Div", [_graph.Add("Sub", [decibels, mean]), _graph.Number(MelStandardisation.LevelScale)]);
        levels = _graph.Add("Clip", [levels, _graph.Number(-MelStandardisation.LevelRange), _graph.Number(MelStandardisation.LevelRange)]);
        return _graph.Add("Concat", [standardised, levels, active], OnnxGraph.Attribute("axis", 1L));                        // [B, 2 mel bands + 1, frames]
    }

    private string AddSum(string x) => _graph.Add("ReduceSum", [x, _graph.Integers(2)]);

    private string AddExtreme(string operation, string x) => _graph.Reduce(operation, x, 1, 2);
}
