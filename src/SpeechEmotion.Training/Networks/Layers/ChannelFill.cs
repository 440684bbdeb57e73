using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks.Layers;

/// <summary>Convolutions whose channels are filled up with zeros to multiples of sixteen, where the processor needs that for right results (<see cref="ConvolutionCheck"/>).</summary>
internal static class ChannelFill
{
    private const int Block = 16;

    /// <summary>What a layer computes from numbers of one kind.</summary>
    /// <param name="layer">The convolution; zeros are its padding.</param>
    /// <param name="input">Its input, of any kind of floats.</param>
    /// <param name="type">What input, weights and offsets are rounded to.</param>
    /// <returns>Its output, of that type.</returns>
    public static Tensor Convolve(Convolution layer, Tensor input, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = input.to(type), weights = layer.weight!.to(type);
        Tensor? bias = layer.bias?.to(type);
        Tensor y = LibTorch.FillsChannels ? Convolve(x, weights, bias, Products) : Products(x, weights, bias);
        return y.MoveToOuterDisposeScope();

        Tensor Products(Tensor x, Tensor weights, Tensor? bias) => layer is Conv2d
            ? nn.functional.conv2d(x, weights, bias, layer.stride, layer.padding, layer.dilation)
            : nn.functional.conv1d(x, weights, bias, layer.stride![0], layer.padding![0], layer.dilation[0]);
    }

    /// <summary>A convolution with its channels filled up; those that were added are taken away from the output.</summary>
    /// <param name="x">Input <c>[B, channels, …]</c>.</param>
    /// <param name="weights">Weights <c>[outputs, channels, …]</c>.</param>
    /// <param name="bias">An offset for each output, if there are any.</param>
    /// <param name="convolve">The convolution of input, weights and offsets.</param>
    /// <returns>Output <c>[B, outputs, …]</c>.</returns>
    public static Tensor Convolve(Tensor x, Tensor weights, Tensor? bias, Func<Tensor, Tensor, Tensor?, Tensor> convolve)
    {
        long inputs = weights.shape[1], outputs = weights.shape[0];
        long moreInputs = inputs == 1 && x.dtype == ScalarType.Float32 ? 0 : Missing(inputs), moreOutputs = Missing(outputs); // A single channel of 32 bits goes another way, and comes out right.
        long[] kernel = new long[2 * (weights.dim() - 2)];
        Tensor y = convolve(Fill(x, [.. kernel, 0, moreInputs]), Fill(weights, [.. kernel, 0, moreInputs, 0, moreOutputs]), bias is null ? null : Fill(bias, [0, moreOutputs]));
        return moreOutputs == 0 ? y : y.narrow(1, 0, outputs);
    }

    private static long Missing(long channels) => (Block - (channels % Block)) % Block;

    private static Tensor Fill(Tensor values, long[] zeros) => Array.TrueForAll(zeros, count => count == 0) ? values : nn.functional.pad(values, zeros);
}
