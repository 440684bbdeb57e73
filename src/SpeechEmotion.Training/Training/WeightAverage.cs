using System.Numerics;
using System.Runtime.InteropServices;
using SpeechEmotion.Networks;
using static TorchSharp.torch;

namespace SpeechEmotion.Training;

/// <summary>
/// A second network whose weights and batch statistics are the moving average of the trained one's [Polyak1992]: <c>a ← d a + (1 - d) w</c> after each step, where d starts
/// low and reaches the configured decay after some steps, so that the first weights are soon forgotten.
/// </summary>
internal static class WeightAverage
{
    /// <summary>Takes up the weights after a step.</summary>
    /// <param name="average">The averaged network.</param>
    /// <param name="network">The trained network, of the same kind.</param>
    /// <param name="decay">Share of the old average.</param>
    /// <param name="steps">Number of steps taken.</param>
    public static void Update(Network average, Network network, double decay, long steps)
    {
        float old = (float)Math.Min(decay, (1.0 + steps) / (10.0 + steps));
        using IDisposable noGradient = no_grad();
        foreach ((Tensor target, Tensor source) in Pairs(average, network))
        {
            Blend(MemoryMarshal.Cast<byte, float>(target.bytes), MemoryMarshal.Cast<byte, float>(source.bytes), old);
        }
    }

    private static IEnumerable<(Tensor Target, Tensor Source)> Pairs(Network average, Network network) =>
        average.parameters().Zip(network.parameters(), (target, source) => ((Tensor)target, (Tensor)source)).Concat(average.buffers().Zip(network.buffers()));

    private static void Blend(Span<float> target, ReadOnlySpan<float> source, float old)
    {
        int width = Vector<float>.Count, i = 0;
        for (; i <= target.Length - width; i += width)
        {
            ((new Vector<float>(target[i..]) * old) + (new Vector<float>(source[i..]) * (1 - old))).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = (target[i] * old) + (source[i] * (1 - old));
        }
    }
}
