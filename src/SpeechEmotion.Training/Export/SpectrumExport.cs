using System.Numerics;

namespace SpeechEmotion.Export;

/// <summary>
/// The power spectrum as ONNX operators. A frame of N samples is folded about its centre c, where cosine and sine are even and odd, so that two small matrix products take the place of
/// the Fourier transform:
/// <code>
/// // clip [B, 1, L] ──┬─▶ x[c + m] [B, frames, M] ──┬─▶ sum ────────▶ · window cos(2πkm/N) [M, bins] ──▶ square ──┬─▶ + ──▶ power [B, frames, bins]
/// //                  └─▶ x[c - m] [B, frames, M] ──┴─▶ difference ─▶ · window sin(2πkm/N) [M, bins] ──▶ square ──┘       m = 0..M - 1
/// </code>
/// M is half the window, not half the frame: what the window leaves out is never touched. Where the window fills the frame, the cosines and sines of the even bins, and those of the odd
/// ones, are even or odd about N / 4, too; folded once more, the products are half as large. Clips may have any length, which the graph learns only when it runs.
/// </summary>
internal sealed class SpectrumExport
{
    private readonly OnnxGraph _graph;
    private readonly int _length; // of the frame and of the transform, N
    private readonly int _half;   // samples on one side of the centre that the window lets through, M
    private readonly int _hop;

    private SpectrumExport(OnnxGraph graph, float[] window, int hop)
    {
        _graph = graph;
        _length = window.Length;
        _half = HalfOf(window);
        _hop = hop;
    }

    /// <summary>Adds the power spectrum of frames that are centred on every hop-th sample, with zeros beyond the clip.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="clip">Samples <c>[B, 1, L]</c>.</param>
    /// <param name="window">The weight of each sample of a frame, as many as the Fourier transform has points, an even number N; symmetric about N / 2 and 0 at 0.</param>
    /// <param name="hop">Samples from one frame to the next.</param>
    /// <param name="bins">The bins that are wanted, of 0..N/2.</param>
    /// <returns>Power <c>[B, frames, bins]</c>, the even bins first; frames are <c>1 + L / hop</c>.</returns>
    /// <exception cref="ArgumentException">The window is not symmetric, or odd.</exception>
    public static string Add(OnnxGraph graph, string clip, float[] window, int hop, IReadOnlyList<int> bins)
    {
        SpectrumExport export = new(graph, window, hop);
        string length = graph.Add("Gather", [graph.Add("Shape", [clip]), graph.Integers(2)]);                                 // [1]
        string last = graph.Add("Mul", [graph.Add("Div", [length, graph.Integers(hop)]), graph.Integers(hop)]);               // centre of the last frame
        string after = export.AddHalves(clip, last, before: 0, after: export._half, start: 0);                                // x[c + m]
        string rising = export.AddHalves(clip, last, before: export._half, after: 1, start: 1);                               // x[c - M + 1 .. c]
        string before = graph.Add("Slice", [rising, graph.Integers(-1), graph.Integers(int.MinValue), graph.Integers(2), graph.Integers(-1)]); // x[c - m]
        string sum = graph.Add("Add", [after, before]), difference = graph.Add("Sub", [after, before]);
        if (export._half < export._length / 2 || export._length % 4 != 0)
        {
            return export.AddPower(sum, difference, window.AsSpan(window.Length / 2, export._half), InOrder(bins));
        }

        float[] ones = [.. Enumerable.Repeat(1f, (export._length / 4) + 1)];
        ones[^1] = 0.5f; // What is folded upon itself comes twice.
        string weights = graph.Floats(window.AsSpan(window.Length / 2, export._half).ToArray(), export._half);
        (string risingSum, string fallingSum) = export.AddFold(graph.Add("Mul", [sum, weights]));
        (string risingDifference, string fallingDifference) = export.AddFold(graph.Add("Mul", [difference, weights]));
        int[][] halves = [.. InOrder(bins).GroupBy(bin => bin % 2).Select(half => half.ToArray())];
        string[] powers = [.. halves.Select(half => half[0] % 2 == 0
            ? export.AddPower(graph.Add("Add", [risingSum, fallingSum]), graph.Add("Sub", [risingDifference, fallingDifference]), ones, half)
            : export.AddPower(graph.Add("Sub", [risingSum, fallingSum]), graph.Add("Add", [risingDifference, fallingDifference]), ones, half))];
        return powers.Length == 1 ? powers[0] : graph.Add("Concat", powers, OnnxGraph.Attribute("axis", 2L));
    }

    /// <summary>The bins in the order in which <see cref="Add"/> gives them: even ones, then odd ones.</summary>
    public static int[] InOrder(IReadOnlyList<int> bins) => [.. bins.OrderBy(bin => bin % 2).ThenBy(bin => bin)];

    /// <summary><c>x[m]</c> and <c>x[N / 2 - m]</c> for m = 0..N/4, both <c>[B, frames, N / 4 + 1]</c>; <c>x[N / 2]</c> is 0, as the window is there.</summary>
    private (string Rising, string Falling) AddFold(string x)
    {
        string padded = _graph.Add("Pad", [x, _graph.Integers(0, 0, 0, 0, 0, 1)]);
        string rising = _graph.Add("Slice", [x, _graph.Integers(0), _graph.Integers((_length / 4) + 1), _graph.Integers(2)]);
        return (rising, _graph.Add("Slice", [padded, _graph.Integers(-1), _graph.Integers((_length / 4) - 1), _graph.Integers(2), _graph.Integers(-1)]));
    }

    /// <summary>Squares of the sums with cosines and with sines.</summary>
    private string AddPower(string even, string odd, ReadOnlySpan<float> weights, IReadOnlyList<int> bins)
    {
        string cosines = _graph.Add("MatMul", [even, AddParts(weights, bins, sine: false)]);
        string sines = _graph.Add("MatMul", [odd, AddParts(weights, bins, sine: true)]);
        return _graph.Add("Add", [_graph.Add("Mul", [cosines, cosines]), _graph.Add("Mul", [sines, sines])]);
    }

    /// <summary>
    /// Pads a clip with zeros and copies out M samples for every hop, <c>[B, frames, M]</c>. Both a hop and a half are made of blocks, the longest that fit, so that a
    /// handful of slices holds all frames, however many there are.
    /// </summary>
    private string AddHalves(string clip, string last, int before, int after, int start)
    {
        string padded = _graph.Add("Pad", [clip, _graph.Integers(0, 0, before, 0, 0, after)]);
        string end = _graph.Add("Add", [last, _graph.Integers(start + _half)]);
        string fit = _graph.Add("Slice", [padded, _graph.Integers(start), end, _graph.Integers(2)]);                          // [B, 1, last + M]
        int block = (int)BigInteger.GreatestCommonDivisor(_hop, _half);
        string blocks = _graph.Add("Reshape", [fit, _graph.Integers(0, -1, block)]);                                          // [B, (last + M) / block, block]
        string lastBlock = _graph.Add("Div", [last, _graph.Integers(block)]);
        string[] parts = [.. Enumerable.Range(0, _half / block).Select(i =>
            _graph.Add("Slice", [blocks, _graph.Integers(i), _graph.Add("Add", [lastBlock, _graph.Integers(i + 1)]), _graph.Integers(1), _graph.Integers(_hop / block)]))];
        return parts.Length == 1 ? parts[0] : _graph.Add("Concat", parts, OnnxGraph.Attribute("axis", 2L));                   // [B, frames, M]
    }

    /// <summary>
    /// The weighed cosines or sines, <c>[weights, bins]</c>. The centre comes twice in the sum, so it counts half; in the difference it is 0. They are written as the formula, which
    /// the runtime computes once when it loads the model: as numbers they would be larger than the network.
    /// </summary>
    private string AddParts(ReadOnlySpan<float> weights, IReadOnlyList<int> bins, bool sine)
    {
        float[] halved = weights.ToArray();
        halved[0] /= 2;
        string places = _graph.Add("Unsqueeze", [_graph.Integers([.. Enumerable.Range(0, halved.Length).Select(m => (long)m)]), _graph.Integers(1)]);  // [M, 1]
        string turns = _graph.Add("Mod", [_graph.Add("Mul", [places, _graph.Integers([.. bins.Select(bin => (long)bin)])]), _graph.Integers(_length)]); // [M, bins]
        string angles = _graph.Add("Mul", [_graph.Add("Cast", [turns], OnnxGraph.Attribute("to", (long)TensorProto.Types.DataType.Float)), _graph.Number(2 * Math.PI / _length)]);
        return _graph.Add("Mul", [_graph.Add(sine ? "Sin" : "Cos", [angles]), _graph.Floats(halved, halved.Length, 1)]);
    }

    private static int HalfOf(float[] window)
    {
        int centre = window.Length / 2, half = 1;
        bool periodic = window.Length > 0 && window.Length % 2 == 0 && window[0] == 0;
        for (int m = 1; m < centre && periodic; m++)
        {
            periodic = Math.Abs(window[centre + m] - window[centre - m]) <= 1e-6f;
            half = window[centre + m] == 0 ? half : m + 1;
        }

        return periodic ? half : throw new ArgumentException("The window must be periodic: an even number of weights, the first 0, the others symmetric about the middle one.", nameof(window));
    }
}
