using SpeechEmotion.Features;
using SpeechEmotion.Features.Spectral;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Export;

/// <summary>What <see cref="SpectralShape"/> measures of spectra as ONNX operators.</summary>
/// <param name="graph">The graph.</param>
/// <param name="config">How the spectra are computed.</param>
/// <param name="key">Under what the graph shares what comes from these spectra.</param>
/// <param name="power">Power of all bins, <c>[B, bins, frames]</c>.</param>
internal sealed class DescriptorExport(OnnxGraph graph, FeatureConfig config, string key, string power)
{
    private readonly int _bins = (config.FrameLength / 2) + 1;
    private readonly double _binWidth = (double)config.SampleRate / config.FrameLength;

    /// <summary>Adds a kind, <c>[B, rows, frames]</c>.</summary>
    public string Add(FeatureKind kind) => kind switch
    {
        FeatureKind.SpectralCentroid => InHertz(Centroid),
        FeatureKind.SpectralBandwidth => InHertz(graph.Add("Sqrt", [AddVariance()])),
        FeatureKind.SpectralRollOff => InHertz(AddRollOffBin()),
        FeatureKind.SpectralFlatness => AddFlatness(),
        FeatureKind.Chroma => AddChroma(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind is not measured of spectra."),
    };

    private string Magnitude => graph.Once($"magnitude {key}", () => graph.Add("Sqrt", [power]));                                  // [B, bins, frames]

    private string Total => graph.Once($"total {key}", () => Sum(Magnitude));                                                      // [B, 1, frames]

    private string Norm => graph.Once($"norm {key}", () => graph.Add("Max", [Total, graph.Number(SpectralShape.Tiny)]));

    /// <summary>In bins.</summary>
    private string Centroid => graph.Once($"centre {key}", () => graph.Add("Div", [graph.Add("MatMul", [Bins(1, _bins), Magnitude]), Norm]));

    private string AddVariance()
    {
        string distance = graph.Add("Sub", [Bins(_bins, 1), Centroid]);                                                            // [B, bins, frames]
        return graph.Add("Div", [Sum(graph.Add("Mul", [graph.Add("Mul", [distance, distance]), Magnitude])), Norm]);
    }

    private string AddRollOffBin()
    {
        string threshold = graph.Add("Mul", [Total, graph.Number(SpectralShape.RollOffFraction)]);
        string before = graph.Add("Less", [graph.Add("CumSum", [Magnitude, graph.Integers(1)]), threshold]);
        return Sum(graph.Add("Cast", [before], OnnxGraph.Attribute("to", (long)TensorProto.Types.DataType.Float)));
    }

    private string AddFlatness()
    {
        // Relative to the least power, so that silence is exactly flat.
        string heard = graph.Add("Max", [graph.Add("Div", [power, graph.Number(Decibels.LeastPower)]), graph.Number(1)]);
        string geometric = graph.Add("Exp", [graph.Reduce("ReduceMean", graph.Add("Log", [heard]), 1)]);
        return graph.Add("Div", [geometric, graph.Reduce("ReduceMean", heard, 1)]);
    }

    private string AddChroma()
    {
        float[] matrix = new ChromaFilterBank(config.SampleRate, config.FrameLength).ToMatrix();
        string classes = graph.Add("MatMul", [graph.Floats(matrix, ChromaFilterBank.Classes, _bins), power]);                      // [B, 12, frames]
        string largest = graph.Reduce("ReduceMax", classes, 1);
        return graph.Add("Div", [classes, graph.Add("Max", [largest, graph.Number(SpectralShape.Tiny)])]);
    }

    private string InHertz(string bins) => graph.Add("Mul", [bins, graph.Number(_binWidth)]);

    private string Bins(params long[] shape) => graph.Floats([.. Enumerable.Range(0, _bins).Select(bin => (float)bin)], shape);

    private string Sum(string x) => graph.Add("ReduceSum", [x, graph.Integers(1)]);
}
