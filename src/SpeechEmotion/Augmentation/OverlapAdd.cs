using System.Numerics;
using System.Runtime.InteropServices;

namespace SpeechEmotion.Augmentation;

/// <summary>
/// Puts overlapping frames together: each sample is <c>Σ w x / Σ w²</c> over the frames that cover it, which undoes a window that was applied before and is
/// applied again, wherever frames begin and end [Griffin1984]. Frame t begins at sample <c>t × hop - length / 2</c>; what is before sample 0 falls away.
/// </summary>
internal sealed class OverlapAdd
{
    private const float LeastWeight = 1.17549435e-38f; // the smallest normal number

    private readonly float[] _window, _squaredWindow, _sum, _weight, _samples;
    private readonly int _hopLength;
    private int _start;

    /// <summary>Starts at the first frame.</summary>
    /// <param name="window">Weights <c>[length]</c>. Frames are expected to be <c>length</c> times too large, as an inverse transform leaves them.</param>
    /// <param name="hopLength">Samples from one frame to the next.</param>
    /// <param name="samples">Filled with the result; stays zero where no frame reaches.</param>
    public OverlapAdd(float[] window, int hopLength, float[] samples)
    {
        _window = [.. window.Select(weight => weight / window.Length)];
        _squaredWindow = [.. window.Select(weight => weight * weight)];
        _sum = new float[window.Length];
        _weight = new float[window.Length];
        _hopLength = hopLength;
        _samples = samples;
        _start = -window.Length / 2;
    }

    /// <summary>Adds the next frame.</summary>
    public void Add(ReadOnlySpan<float> frame)
    {
        ReadOnlySpan<Vector<float>> from = Wide(frame), window = Wide(_window), squared = Wide(_squaredWindow);
        Span<Vector<float>> sum = MemoryMarshal.Cast<float, Vector<float>>(_sum.AsSpan()), weight = MemoryMarshal.Cast<float, Vector<float>>(_weight.AsSpan());
        for (int i = 0; i < from.Length; i++)
        {
            sum[i] += from[i] * window[i];
            weight[i] += squared[i];
        }

        Write(_hopLength);
        _sum.AsSpan(_hopLength).CopyTo(_sum);
        _weight.AsSpan(_hopLength).CopyTo(_weight);
        _sum.AsSpan(_sum.Length - _hopLength).Clear();
        _weight.AsSpan(_sum.Length - _hopLength).Clear();
        _start += _hopLength;
    }

    /// <summary>Writes what the last frames left.</summary>
    /// <returns>The samples given to the constructor.</returns>
    public float[] Finish()
    {
        Write(_sum.Length);
        return _samples;
    }

    private static ReadOnlySpan<Vector<float>> Wide(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    private void Write(int count)
    {
        int i = Math.Max(0, -_start), end = Math.Min(count, _samples.Length - _start), width = Vector<float>.Count;
        for (; i + width <= end; i += width)
        {
            Vector<float> sum = new(_sum, i), weight = new(_weight, i);
            Vector.ConditionalSelect(Vector.GreaterThan(weight, new Vector<float>(LeastWeight)), sum / weight, sum).CopyTo(_samples, _start + i);
        }

        for (; i < end; i++)
        {
            _samples[_start + i] = _weight[i] > LeastWeight ? _sum[i] / _weight[i] : _sum[i];
        }
    }
}
