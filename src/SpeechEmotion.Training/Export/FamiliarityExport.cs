using SpeechEmotion.Features;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Export;

/// <summary>
/// <see cref="Familiarity"/> as ONNX operators:
/// <code>
/// // features [B, 1, 2 bands + 1, frames] ──┬─▶ levels [B, bands, frames] ──▶ mean, deviation of the active frames [B, bands, 1] ──▶ profile [B, 31, 1]
/// //                                        └─▶ active [B, 1, frames] ─────┘     ──▶ |whitening · (profile - mean)| of each corpus, the least ──▶ max with 1 ──▶ [B, 1]
/// </code>
/// </summary>
internal static class FamiliarityExport
{
    /// <summary>Adds the divisor of the logits, <c>[B, 1]</c>.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="features">Mel-standardised features, <c>[B, 1, 2 bands + 1, frames]</c>.</param>
    /// <param name="bands">Number of mel bands.</param>
    /// <param name="familiarity">How what the network learned from sounds.</param>
    public static string AddTemperature(OnnxGraph graph, string features, int bands, Familiarity familiarity)
    {
        string rows = graph.Add("Squeeze", [features, graph.Integers(1)]);                                                       // [B, 2 bands + 1, frames]
        string levels = graph.Add("Slice", [rows, graph.Integers(bands), graph.Integers(2 * bands), graph.Integers(1)]);          // [B, bands, frames]
        string active = graph.Add("Slice", [rows, graph.Integers(2 * bands), graph.Integers((2 * bands) + 1), graph.Integers(1)]); // [B, 1, frames]
        string Mean(string x) => graph.Add("Div", [Sum(graph, graph.Add("Mul", [x, active]), 2), Sum(graph, active, 2)]);
        string mean = Mean(levels);                                                                                              // [B, bands, 1]
        string centred = graph.Add("Sub", [levels, mean]);
        string deviation = graph.Add("Sqrt", [Mean(graph.Add("Mul", [centred, centred]))]);
        float[] matrix = SoundProfile.Matrix(bands);
        int means = SoundProfile.Length / 2;
        string profile = graph.Add(
            "Concat",
            [
                graph.Add("MatMul", [graph.Floats(matrix[..(means * bands)], means, bands), mean]),
                graph.Add("MatMul", [graph.Floats(matrix[(means * bands)..], SoundProfile.Length - means, bands), deviation]),
            ],
            OnnxGraph.Attribute("axis", 1L));                                                                                    // [B, 31, 1]
        string[] squares = [.. Enumerable.Range(0, familiarity.Corpora).Select(index =>
        {
            (float[] centre, float[] whitening) = familiarity.Corpus(index);
            string distance = graph.Add("MatMul", [graph.Floats(whitening, centre.Length, centre.Length), graph.Add("Sub", [profile, graph.Floats(centre, centre.Length, 1)])]);
            return Sum(graph, graph.Add("Mul", [distance, distance]), 1);                                                         // [B, 1, 1]
        })];
        string least = squares.Length == 1 ? squares[0] : graph.Add("Min", squares);
        return graph.Add("Squeeze", [graph.Add("Max", [graph.Add("Sqrt", [least]), graph.Number(1)]), graph.Integers(2)]);       // [B, 1]
    }

    private static string Sum(OnnxGraph graph, string x, int axis) => graph.Add("ReduceSum", [x, graph.Integers(axis)]);
}
