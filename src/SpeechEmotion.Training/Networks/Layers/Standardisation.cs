using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>
/// Standardises a network's input by the statistics of the clips it learns from, which are kept with the weights: <c>(x - mean) / deviation</c>. The clips of corpora with statistics of their own
/// are moved to those of all before (<see cref="Align"/>), so that what remains of them is standardised by their own.
/// </summary>
public sealed class Standardisation : nn.Module<Tensor, Tensor>
{
    private const double LeastDeviation = 1e-6; // What varies less is constant; its deviation is taken for 1.

    private readonly string[] _corpora;
    private readonly int _values;
    private readonly Tensor _mean; // [1 + corpora, values]: of all clips, then of each corpus
    private readonly Tensor _deviation;

    /// <summary>Prepares the layer: mean 0, deviation 1.</summary>
    /// <param name="values">Values per clip.</param>
    /// <param name="corpora">Corpora with statistics of their own; empty for none.</param>
    public Standardisation(int values, IReadOnlyList<string> corpora)
        : base("Standardisation")
    {
        _corpora = [.. corpora];
        _values = values;
        _mean = zeros(1 + _corpora.Length, values);
        _deviation = ones(1 + _corpora.Length, values);
        register_buffer("mean", _mean);
        register_buffer("deviation", _deviation);
    }

    /// <summary>Mean of each value over all clips, <c>[values]</c>.</summary>
    public Tensor Mean => _mean[0];

    /// <summary>Standard deviation of each value over all clips, <c>[values]</c>; 1 for a constant.</summary>
    public Tensor Deviation => _deviation[0];

    /// <summary>Standardises values by the statistics of all clips.</summary>
    /// <param name="input">Values <c>[B, values]</c>.</param>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return input.Minus(_mean[0]).div(_deviation[0]).MoveToOuterDisposeScope();
    }

    /// <summary>Takes the statistics of clips, in the order in which they are read. A corpus without clips gets those of all.</summary>
    /// <param name="clips">Features <c>[B, values]</c> and the name of each clip's corpus, batch by batch.</param>
    internal void Fit(IEnumerable<(float[] Features, string[] Corpora)> clips)
    {
        int rows = 1 + _corpora.Length;
        double[] sums = new double[rows * _values], squares = new double[rows * _values];
        long[] counts = new long[rows];
        foreach ((float[] features, string[] corpora) in clips)
        {
            for (int clip = 0; clip < corpora.Length; clip++)
            {
                ReadOnlySpan<float> values = features.AsSpan(clip * _values, _values);
                Add(values, 0);
                if (RowOf(corpora[clip]) is > 0 and int own)
                {
                    Add(values, own);
                }
            }
        }

        Span<float> mean = Numbers(_mean), deviation = Numbers(_deviation);
        for (int i = 0; i < rows * _values; i++)
        {
            int row = counts[i / _values] > 0 ? i / _values : 0, place = (row * _values) + (i % _values);
            double average = sums[place] / counts[row], spread = Math.Sqrt(Math.Max(0, (squares[place] / counts[row]) - (average * average)));
            mean[i] = (float)average;
            deviation[i] = spread > LeastDeviation * Math.Max(1, Math.Abs(average)) ? (float)spread : 1;
        }

        void Add(ReadOnlySpan<float> values, int row)
        {
            counts[row]++;
            for (int i = 0; i < values.Length; i++)
            {
                sums[(row * _values) + i] += values[i];
                squares[(row * _values) + i] += (double)values[i] * values[i];
            }
        }
    }

    /// <summary>Takes the statistics of another layer.</summary>
    internal void CopyFrom(Standardisation other)
    {
        Numbers(other._mean).CopyTo(Numbers(_mean));
        Numbers(other._deviation).CopyTo(Numbers(_deviation));
    }

    /// <summary>Moves the clips of corpora with statistics of their own to the mean and deviation of all clips.</summary>
    /// <param name="features">Values <c>[B, values]</c>, which change.</param>
    /// <param name="corpora">Name of each clip's corpus, <c>[B]</c>.</param>
    internal void Align(float[] features, string[] corpora)
    {
        if (_corpora.Length == 0)
        {
            return;
        }

        Span<float> mean = Numbers(_mean), deviation = Numbers(_deviation);
        for (int clip = 0; clip < corpora.Length; clip++)
        {
            int row = RowOf(corpora[clip]) * _values;
            Span<float> values = features.AsSpan(clip * _values, _values);
            for (int i = 0; row > 0 && i < _values; i++)
            {
                values[i] = ((values[i] - mean[row + i]) / deviation[row + i] * deviation[i]) + mean[i];
            }
        }
    }

    private int RowOf(string corpus) => 1 + Array.IndexOf(_corpora, corpus);

    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
