using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>
/// Sums and differences for training steps. TorchSharp's operators make a native scalar, the factor 1, that the garbage collector may free while native code reads it, which
/// ends the training; here it lives as long as the program.
/// </summary>
internal static class TensorSum
{
    private static readonly Scalar s_one = 1f.ToScalar(), s_minusOne = (-1f).ToScalar();

    /// <summary>a + b, with broadcasting.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, s_one);

    /// <summary>a - b, with broadcasting.</summary>
    public static Tensor Minus(this Tensor a, Tensor b) => a.add(b, s_minusOne);
}
