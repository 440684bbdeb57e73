using SpeechEmotion.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks;

/// <summary>
/// Whether convolutions come out right on this processor. oneDNN, with which libtorch computes them, takes channels sixteen at a time and fills the last ones up with zeros; on some
/// processors, in virtual machines at least, it does not, and outputs and gradients are wrong without a word.
/// </summary>
internal static class ConvolutionCheck
{
    /// <summary>Whether a convolution of a number of channels that oneDNN must fill up, and its gradients, agree with those in 64 bits, which it does not compute.</summary>
    /// <param name="type">The numbers to multiply.</param>
    /// <param name="filled">Whether the channels are filled up for oneDNN.</param>
    public static bool IsRight(ScalarType type, bool filled)
    {
        using DisposeScope scope = NewDisposeScope();
        double tolerance = type == ScalarType.BFloat16 ? 0.03 : 1e-4;
        return new[] { (40, 4), (20, 24), (1, 10) }.All(channels => Differences(channels.Item1, channels.Item2, type, filled).All(difference => difference < tolerance)); // Not so for NaN.
    }

    private static double[] Differences(int input, int output, ScalarType type, bool filled)
    {
        Tensor x = Waves(2, input, 131, 0.37).to(type).to(ScalarType.Float64), weights = Waves(output, input, 7, 0.83).to(type).to(ScalarType.Float64), direction = Waves(2, output, 125, 0.71).to(type);
        Tensor[] actual = Convolve(type), exact = Convolve(ScalarType.Float64);
        return [.. actual.Zip(exact, (a, e) => ((a.to(ScalarType.Float64) - e).norm() / e.norm()).item<double>())];

        Tensor[] Convolve(ScalarType numbers)
        {
            using IDisposable gradients = enable_grad();
            Tensor p = x.to(numbers, copy: true).requires_grad_(), w = weights.to(numbers, copy: true).requires_grad_();
            Tensor y = filled && numbers == type ? ChannelFill.Convolve(p, w, null, (q, v, _) => nn.functional.conv1d(q, v)) : nn.functional.conv1d(p, w);
            (y * direction.to(numbers)).sum().backward();
            return [y.detach(), p.grad!, w.grad!];
        }
    }

    /// <summary>Numbers between -1 and 1; drawn ones would take from what is drawn afterwards.</summary>
    private static Tensor Waves(int a, int b, int c, double step) => tensor(Enumerable.Range(0, a * b * c).Select(i => Math.Sin(i * step)).ToArray()).reshape(a, b, c);
}
