namespace SpeechEmotion.Export;

/// <summary>
/// The power spectrum as ONNX operators. A frame of N samples is folded about its centre c, where cosine and sine are even and odd, so that two small matrix products take the place of
/// the Fourier transform:
/// <code>
/// // clip [B, 1, L] ──┬─▶ x[c + m] [B, M, frames] ──┬─▶ sum ────────▶ window cos(2πkm/N) [bins, M] · ──▶ square ──┬─▶ + ──▶ power [B, bins, frames]
/// //                  └─▶ x[c - m] [B, M, frames] ──┴─▶ difference ─▶ window sin(2πkm/N) [bins, M] · ──▶ square ──┘       m = 0..M - 1
/// </code>
/// M is half the window, not half the frame: what the window leaves out is never touched. Where the window fills the frame, the cosines and sines of the even bins, and those of the odd
/// ones, are even or odd about N / 4, too, and those of every other even bin about N / 8: folded once more about each, the products are less than half as large. Bins as far from 0 as from
/// N / 2 share products: their cosines differ in the sign of every other sample. Frames stand side by side, so that what is folded or turned round is whole rows. Clips may have any length,
/// which the graph learns only when it runs.
/// </summary>
internal sealed class SpectrumExport
{
    private const int MostFolds = 2; // A third takes as long as it saves.

    private readonly OnnxGraph _graph;
    private readonly string _padded; // [B, 1, half + L + room]
    private readonly string _last;   // centre of the last frame, [1]
    private readonly int _hop;
    private readonly int _half;      // samples on one side of the centre that the window lets through, M
    private readonly int _further;   // columns beyond the frames
    private readonly Dictionary<int, string> _columns = [];

    private SpectrumExport(OnnxGraph graph, string clip, int hop, int half)
    {
        _graph = graph;
        _hop = hop;
        _half = half;
        _further = 2 * half / hop;
        _padded = graph.Add("Pad", [clip, graph.Integers(0, 0, half, 0, 0, (_further + 2) * hop)]);
        string length = graph.Add("Gather", [graph.Add("Shape", [clip]), graph.Integers(2)]);
        _last = graph.Add("Mul", [graph.Add("Div", [length, graph.Integers(hop)]), graph.Integers(hop)]);
    }

    /// <summary>Adds the power spectrum of frames that are centred on every hop-th sample, with zeros beyond the clip.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="clip">Samples <c>[B, 1, L]</c>.</param>
    /// <param name="window">The weight of each sample of a frame, as many as the Fourier transform has points, an even number N; symmetric about N / 2 and 0 at 0.</param>
    /// <param name="hop">Samples from one frame to the next.</param>
    /// <param name="bins">The bins that are wanted, of 0..N/2.</param>
    /// <returns>Power <c>[B, bins, frames]</c> and the bins in its order; frames are <c>1 + L / hop</c>.</returns>
    /// <exception cref="ArgumentException">The window is not symmetric, or odd.</exception>
    public static (string Power, int[] Bins) Add(OnnxGraph graph, string clip, float[] window, int hop, IReadOnlyList<int> bins)
    {
        int length = window.Length, half = HalfOf(window);
        SpectrumExport export = new(graph, clip, hop, half);
        bool full = half == length / 2;
        int rows = full ? half + 1 : half;                                                                   // The last one weighs nothing; a fold needs it.
        string after = export.AddRows(half, rows, backwards: false);                                         // x[c + m], [B, rows, frames]
        string before = export.AddRows(half - rows + 1, rows, backwards: true);                              // x[c - m]
        float[] weights = [.. window.AsSpan(length / 2, half), .. full ? [0f] : Array.Empty<float>()];
        weights[0] /= 2;                                                                                     // The centre comes twice in the sum; in the difference it is 0.
        (string Power, int[] Bins)[] parts = [.. export.AddPowers(
            (graph.Add("Add", [after, before]), weights), (graph.Add("Sub", [after, before]), weights), length, [.. bins], full ? MostFolds : 0)];
        string power = parts.Length == 1 ? parts[0].Power : graph.Add("Concat", [.. parts.Select(part => part.Power)], OnnxGraph.Attribute("axis", 1L));
        return (power, [.. parts.SelectMany(part => part.Bins)]);
    }

    /// <summary>
    /// Squares of the sums with cosines and with sines, of <c>2πkm / length</c>. About the middle row the cosines of even bins are even and those of odd bins odd, and the sines the
    /// other way round: half the rows do for either kind. The middle row itself, folded upon itself, comes twice.
    /// </summary>
    private IEnumerable<(string Power, int[] Bins)> AddPowers((string Rows, float[] Weights) even, (string Rows, float[] Weights) odd, int length, int[] bins, int folds)
    {
        if (folds == 0 || length % 4 != 0)
        {
            int[] lower = [.. bins.Where(bin => 4 * bin < length)];
            return bins.Length == 0 ? []
                : lower.Length > 0 && bins.Order().SequenceEqual(lower.Concat(lower.Select(bin => (length / 2) - bin)).Order()) ? AddPairs(even, odd, length, lower)
                : [(AddPower(AddProducts(even, length, bins, sine: false), AddProducts(odd, length, bins, sine: true)), bins)];
        }

        int half = length / 4;
        float[] all = [.. Enumerable.Repeat(1f, half + 1)], once = [.. all];
        once[half] = 0.5f;
        (string evenSum, string evenDifference) = AddFold(even, half);
        (string oddSum, string oddDifference) = AddFold(odd, half);
        int[] evenBins = [.. bins.Where(bin => bin % 2 == 0).Select(bin => bin / 2)], oddBins = [.. bins.Where(bin => bin % 2 == 1)];
        return AddPowers((evenSum, once), (oddDifference, all), length / 2, evenBins, folds - 1).Select(part => (part.Power, Array.ConvertAll(part.Bins, bin => 2 * bin)))
            .Concat(AddPowers((evenDifference, all), (oddSum, once), length, oddBins, folds: 0));
    }

    /// <summary>The power of bins and of those as far from <c>length / 2</c>, whose cosines and sines are the same but for a sign that the parity of the row tells.</summary>
    private IEnumerable<(string Power, int[] Bins)> AddPairs((string Rows, float[] Weights) even, (string Rows, float[] Weights) odd, int length, int[] lower)
    {
        string Products((string Rows, float[] Weights) x, bool sine, int parity)
        {
            string rows = _graph.Add("Slice", [x.Rows, _graph.Integers(parity), _graph.Integers(int.MaxValue), _graph.Integers(1), _graph.Integers(2)]);
            return AddProducts((rows, [.. x.Weights.Where((_, m) => m % 2 == parity)]), length, lower, sine, parity, step: 2);
        }

        string[] cosines = [Products(even, sine: false, 0), Products(even, sine: false, 1)], sines = [Products(odd, sine: true, 0), Products(odd, sine: true, 1)];
        string Join(string operation) => AddPower(_graph.Add(operation, cosines), _graph.Add(operation, sines));
        return [(Join("Add"), lower), (Join("Sub"), Array.ConvertAll(lower, bin => (length / 2) - bin))];
    }

    /// <summary><c>x[m] + x[2 half - m]</c> and <c>x[m] - x[2 half - m]</c>, weighed, for m = 0..half.</summary>
    private (string Sum, string Difference) AddFold((string Rows, float[] Weights) x, int half)
    {
        string weighed = x.Weights.All(weight => weight == 1) ? x.Rows : _graph.Add("Mul", [x.Rows, _graph.Floats(x.Weights, x.Weights.Length, 1)]);
        string lower = _graph.Add("Slice", [weighed, _graph.Integers(0), _graph.Integers(half + 1), _graph.Integers(1)]);
        string upper = _graph.Add("Slice", [weighed, _graph.Integers(-1), _graph.Integers(half - 1), _graph.Integers(1), _graph.Integers(-1)]);
        return (_graph.Add("Add", [lower, upper]), _graph.Add("Sub", [lower, upper]));
    }

    private string AddPower(string cosines, string sines) => _graph.Add("Add", [_graph.Add("Mul", [cosines, cosines]), _graph.Add("Mul", [sines, sines])]);

    /// <summary>
    /// The sums of rows <c>first, first + step, …</c> with the weighed cosines or sines, <c>[B, bins, frames]</c>. Those are written as the formula, which the runtime computes once when it loads the model: as numbers they would be larger
    /// than the network.
    /// </summary>
    private string AddProducts((string Rows, float[] Weights) x, int length, int[] bins, bool sine, int first = 0, int step = 1)
    {
        string rows = _graph.Add("Unsqueeze", [_graph.Integers([.. bins.Select(bin => (long)bin)]), _graph.Integers(1)]);                                     // [bins, 1]
        string places = _graph.Integers([.. x.Weights.Select((_, m) => first + ((long)m * step))]);
        string turns = _graph.Add("Mod", [_graph.Add("Mul", [rows, places]), _graph.Integers(length)]);
        string angles = _graph.Add("Mul", [_graph.Add("Cast", [turns], OnnxGraph.Attribute("to", (long)TensorProto.Types.DataType.Float)), _graph.Number(2 * Math.PI / length)]);
        string table = _graph.Add("Mul", [_graph.Add(sine ? "Sin" : "Cos", [angles]), _graph.Floats(x.Weights, x.Weights.Length)]);                           // [bins, weights]
        return _graph.Add("MatMul", [table, x.Rows]);
    }

    /// <summary>Samples <c>first..first + count - 1</c> of each frame, <c>[B, count, frames]</c>, counted from where the window begins; or backwards.</summary>
    private string AddRows(int first, int count, bool backwards)
    {
        List<string> parts = [];
        for (int row = 0; row < count; row += _hop)
        {
            int column = (first + row) / _hop, rows = Math.Min(_hop, count - row);
            int end = column == _further ? int.MaxValue : column - _further;
            parts.Add(_graph.Add("Slice", [
                AddColumns(first % _hop),
                _graph.Integers(backwards ? rows - 1 : 0, column),
                _graph.Integers(backwards ? int.MinValue : rows, end),
                _graph.Integers(1, 2),
                _graph.Integers(backwards ? -1 : 1, 1)]));
        }

        if (backwards)
        {
            parts.Reverse();
        }

        return parts.Count == 1 ? parts[0] : _graph.Add("Concat", [.. parts], OnnxGraph.Attribute("axis", 1L));
    }

    /// <summary>The samples from one on, a hop below another in each column: <c>[B, hop, frames + further]</c>.</summary>
    private string AddColumns(int first)
    {
        if (!_columns.TryGetValue(first, out string? columns))
        {
            string end = _graph.Add("Add", [_last, _graph.Integers(((_further + 1) * _hop) + first)]);
            string samples = _graph.Add("Slice", [_padded, _graph.Integers(first), end, _graph.Integers(2)]);
            string blocks = _graph.Add("Reshape", [samples, _graph.Integers(0, -1, _hop)]);                     // [B, frames + further, hop]
            _columns[first] = columns = _graph.Add("Transpose", [blocks], OnnxGraph.Attribute("perm", 0L, 2L, 1L));
        }

        return columns;
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
