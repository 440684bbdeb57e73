using SpeechEmotion.Experiments;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>
/// A convolution over frames, or over bands and frames, without offsets, whose training may run in <see cref="Precision.Bfloat16"/>: the weights stay 32-bit floats, and so do the steps of
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

    /// <summary>Builds the layer with freshly drawn weights, over bands and frames; kernels are odd numbers, and zeros all around keep the size but for the strides.</summary>
    /// <param name="input">Channels of the input.</param>
    /// <param name="output">Channels of the output.</param>
    /// <param name="bandKernel">Bands under the kernel.</param>
    /// <param name="frameKernel">Frames under the kernel.</param>
    /// <param name="bandStride">Bands from one output to the next.</param>
    /// <param name="frameStride">Frames from one output to the next.</param>
    public MixedPrecisionConvolution(int input, int output, int bandKernel, int frameKernel, int bandStride, int frameStride)
        : base("MixedPrecisionConvolution")
    {
        Convolution = nn.Conv2d(input, output, (bandKernel, frameKernel), (bandStride, frameStride), (bandKernel / 2, frameKernel / 2), bias: false);
        register_module("convolution", Convolution);
    }

    /// <summary>The weights and the window.</summary>
    public Convolution Convolution { get; }

    /// <summary>Precision of the products while training.</summary>
    public Precision Precision { get; set; }

    /// <summary>Computes the convolution.</summary>
    /// <param name="input">Values <c>[B, input, frames]</c> or <c>[B, input, bands, frames]</c>.</param>
    /// <returns>Values <c>[B, output, frames / stride]</c> or <c>[B, output, bands / stride, frames / stride]</c>; bfloat16 while training in that precision.</returns>
    public override Tensor forward(Tensor input) =>
        ChannelFill.Convolve(Convolution, input, training && Precision == Precision.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
}
