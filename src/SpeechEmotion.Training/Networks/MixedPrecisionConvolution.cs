using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks;

/// <summary>
/// A convolution over frames, without offsets, whose training may run in <see cref="Precision.BFloat16"/>: the weights stay 32-bit floats, and so do the steps of
/// the optimiser; input and weights are rounded for the products [Micikevicius2018]. Outside training it always computes in 32 bits.
/// </summary>
public sealed class MixedPrecisionConvolution : nn.Module<Tensor, Tensor>
{
    /// <summary>Builds the layer with freshly drawn weights.</summary>
    /// <param name="input">Channels of the input.</param>
    /// <param name="output">Channels of the output.</param>
    /// <param name="kernel">Frames under the kernel, an odd number; zeros at both ends keep the number of frames.</param>
    /// <param name="stride">Frames from one output to the next.</param>
    /// <param name="dilation">Frames from one weight of the kernel to the next.</param>
    public MixedPrecisionConvolution(int input, int output, int kernel, int stride = 1, int dilation = 1)
        : base("MixedPrecisionConvolution")
    {
        Convolution = nn.Conv1d(input, output, kernel, stride, padding: dilation * (kernel / 2), dilation: dilation, bias: false);
        register_module("convolution", Convolution);
    }

    /// <summary>The weights and the window.</summary>
    public Conv1d Convolution { get; }

    /// <summary>Precision of the products while training.</summary>
    public Precision Precision { get; set; }

    /// <summary>Computes the convolution.</summary>
    /// <param name="input">Values <c>[B, input, frames]</c>.</param>
    /// <returns>Values <c>[B, output, frames / stride]</c>; bfloat16 while training in that precision.</returns>
    public override Tensor forward(Tensor input)
    {
        if (!training || Precision == Precision.Float32)
        {
            return Convolution.forward(input);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor x = input.to(ScalarType.BFloat16), weight = Convolution.weight!.to(ScalarType.BFloat16);
        return nn.functional.conv1d(x, weight, null, Convolution.stride![0], Convolution.padding![0], Convolution.dilation[0]).MoveToOuterDisposeScope();
    }
}
