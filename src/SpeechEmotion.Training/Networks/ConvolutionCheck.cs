using System.Runtime.InteropServices;
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
    public static bool IsRight(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        double tolerance = type == ScalarType.BFloat16 ? 0.03 : 1e-4;
        return new[] { (40, 4), (20, 24) }.All(channels => Differences(channels.Item1, channels.Item2, type).All(difference => difference < tolerance)); // Not so for NaN.
    }

    /// <summary>Makes libtorch compute without oneDNN, which is slower.</summary>
    /// <param name="library">libtorch_cpu on Linux; zero where it was found by the system.</param>
    /// <exception cref="PlatformNotSupportedException">That did not mend it.</exception>
    public static void LeaveOutOneDnn(nint library)
    {
        if (library != 0
            && NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out nint context)                   // at::globalContext()
            && NativeLibrary.TryGetExport(library, "_ZN2at7Context20setUserEnabledMkldnnEb", out nint enable))    // at::Context::setUserEnabledMkldnn(bool)
        {
            unsafe
            {
                ((delegate* unmanaged<nint, byte, void>)enable)(((delegate* unmanaged<nint>)context)(), 0);
            }
        }

        if (!IsRight(ScalarType.Float32))
        {
            throw new PlatformNotSupportedException("libtorch computes convolutions wrongly on this processor, so networks can be neither trained nor evaluated with it here; recognition with an exported model does not need it");
        }
    }

    private static double[] Differences(int input, int output, ScalarType type)
    {
        Tensor x = Waves(2, input, 131, 0.37).to(type).to(ScalarType.Float64), weights = Waves(output, input, 7, 0.83).to(type).to(ScalarType.Float64), direction = Waves(2, output, 125, 0.71).to(type);
        Tensor[] actual = Convolve(type), exact = Convolve(ScalarType.Float64);
        return [.. actual.Zip(exact, (a, e) => ((a.to(ScalarType.Float64) - e).norm() / e.norm()).item<double>())];

        Tensor[] Convolve(ScalarType numbers)
        {
            using IDisposable gradients = enable_grad();
            Tensor p = x.to(numbers, copy: true).requires_grad_(), w = weights.to(numbers, copy: true).requires_grad_();
            Tensor y = nn.functional.conv1d(p, w);
            (y * direction.to(numbers)).sum().backward();
            return [y.detach(), p.grad!, w.grad!];
        }
    }

    /// <summary>Numbers between -1 and 1; drawn ones would take from what is drawn afterwards.</summary>
    private static Tensor Waves(int a, int b, int c, double step) => tensor(Enumerable.Range(0, a * b * c).Select(i => Math.Sin(i * step)).ToArray()).reshape(a, b, c);
}
