using System.Numerics;

namespace SpeechEmotion.Export;

/// <summary>
/// The power spectrum as ONNX operators. A frame of N samples is folded about its centre c, where cosine and sine are even and odd, so that two small matrix products take the place of
/// the Fourier transform:
/// <code>
/// // clip [B, 1, L] ──┬─▶ x[c + m] [B, frames, M] ──┬─▶ sum ────────▶ · window cos(2πkm/N) [M, bins] ──▶ square ──┬─▶ + ──▶ power [B, frames, bins]
/// //                  └─▶ x[c - m] [B, frames, M] ──┴─▶ difference ─▶ · window sin(2πkm/N) [M, bins] ──▶ square ──┘       m = 0..M - 1
/// </code>
/// M is half the window, not half the frame: what the window leaves out is never touched.
/// </summary>
internal sealed class SpectrumExport
{
    private readonly OnnxGraph _graph;
    private readonly int _length; // of the frame and of the transform, N
    private readonly int _half;   // samples on one side of the centre that the window lets through, M
    private readonly int _hop;
    private readonly int _last;   // centre of the last frame

    private SpectrumExport(OnnxGraph graph, int clipLength, float[] window, int hop)
    {
        _graph = graph;
        _length = window.Length;
        _half = HalfOf(window);
        _hop = hop;
        _last = clipLength / hop * hop;
    }

    /// <summary>Adds the power spectrum of frames that are centred on every hop-th sample, with zeros beyond the clip.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="clip">Samples <c>[B, 1, L]</c>.</param>
    /// <param name="clipLength">L.</param>
    /// <param name="window">The weight of each sample of a frame, as many as the Fourier transform has points, an even number N; symmetric about N / 2 and 0 at 0.</param>
    /// <param name="hop">Samples from one frame to the next.</param>
    /// <param name="bins">The bins that are wanted, of 0..N/2.</param>
    /// <returns>Power <c>[B, frames, bins]</c>; frames are <c>1 + L / hop</c>.</returns>
    /// <exception cref="ArgumentException">The window is not symmetric, or odd.</exception>
    public static string Add(OnnxGraph graph, string clip, int clipLength, float[] window, int hop, IReadOnlyList<int> bins)
    {
        SpectrumExport export = new(graph, clipLength, window, hop);
        string ahead = export.AddFit(clip, clipLength);                                                                       // [B, 1, last centre + M]
        string reversed = graph.Add("Slice", [ahead, graph.Integers(export._last), graph.Integers(int.MinValue), graph.Integers(2), graph.Integers(-1)]);
        string after = export.AddHalves(ahead, backwards: false);                                                            // x[c + m]
        string before = export.AddHalves(export.AddFit(reversed, export._last + 1), backwards: true);                        // x[c - m]
        string cosines = graph.Add("MatMul", [graph.Add("Add", [after, before]), export.AddParts(window, bins, sine: false)]);
        string sines = graph.Add("MatMul", [graph.Add("Sub", [after, before]), export.AddParts(window, bins, sine: true)]);
        return graph.Add("Add", [graph.Add("Mul", [cosines, cosines]), graph.Add("Mul", [sines, sines])]);
    }

    /// <summary>Pads with zeros, or cuts, to the last frame's end, half a window after its centre.</summary>
    private string AddFit(string samples, int count) => _graph.Add("Pad", [samples, _graph.Integers(0, 0, 0, 0, 0, _last + _half - count)]);

    /// <summary>Copies out the frames' halves, <c>[B, frames, M]</c>, in the longest blocks of which both a hop and a half are made.</summary>
    private string AddHalves(string samples, bool backwards)
    {
        int block = (int)BigInteger.GreatestCommonDivisor(_hop, _half), frames = (_last / _hop) + 1, each = _half / block;
        long[] blocks = [.. Enumerable.Range(0, frames).SelectMany(frame => Enumerable.Range((backwards ? frames - 1 - frame : frame) * (_hop / block), each).Select(i => (long)i))];
        string cut = _graph.Add("Reshape", [samples, _graph.Integers(0, -1, block)]);
        string gathered = _graph.Add("Gather", [cut, _graph.Integers(blocks)], OnnxGraph.Attribute("axis", 1L)); // [B, frames * each, block]
        return _graph.Add("Reshape", [gathered, _graph.Integers(0, frames, _half)]);
    }

    /// <summary>The windowed cosines or sines, <c>[M, bins]</c>. The centre comes twice in the sum, so it counts half; in the difference it is 0.</summary>
    private string AddParts(float[] window, IReadOnlyList<int> bins, bool sine)
    {
        var parts = new float[_half * bins.Count];
        for (int m = 0; m < _half; m++)
        {
            double weight = window[(_length / 2) + m] * (m == 0 ? 0.5 : 1);
            for (int i = 0; i < bins.Count; i++)
            {
                double angle = 2 * Math.PI * ((long)bins[i] * m % _length) / _length;
                parts[(m * bins.Count) + i] = (float)(weight * (sine ? Math.Sin(angle) : Math.Cos(angle)));
            }
        }

        return _graph.Floats(parts, _half, bins.Count);
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
