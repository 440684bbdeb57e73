using SpeechEmotion.Experiments;
using SpeechEmotion.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks;

/// <summary>A network that turns the features of a batch of clips into logits, one per emotion.</summary>
/// <remarks>What it computes is its list of layers and nothing else, so that the same list can be trained here and written to an ONNX graph; an <see cref="AverageNet"/> has networks instead.</remarks>
public abstract class Network : nn.Module<Tensor, Tensor>
{
    private readonly bool _flatten;
    private Precision _precision;

    // Runs before any layer is built: a derived constructor needs the channel counts from here first.
    static Network() => LibTorch.EnsureLoaded();

    /// <summary>Registers the layers.</summary>
    /// <param name="name">The network's name.</param>
    /// <param name="flatten">Whether the layers see each clip's features as one row, <c>[B, 1, bands × frames]</c>, instead of <c>[B, 1, bands, frames]</c>.</param>
    /// <param name="layers">The layers, in order; the last one gives the logits.</param>
    protected Network(string name, bool flatten, params nn.Module<Tensor, Tensor>[] layers)
        : base(name)
    {
        _flatten = flatten;
        Layers = nn.Sequential(layers);
        register_module("layers", Layers);
        if (LibTorch.FillsChannels && Array.Exists(layers, HasForeignConvolutions))
        {
            LibTorch.LeaveOutOneDnn();
        }
    }

    /// <summary>The layers, in order.</summary>
    public Sequential Layers { get; }

    /// <summary>Whether the layers see each clip's features as one row, <c>[B, 1, bands × frames]</c>.</summary>
    public bool Flattens => _flatten;

    /// <summary>Number of trainable parameters.</summary>
    public long ParameterCount => parameters().Sum(parameter => parameter.numel());

    /// <summary>Sets the precision of the convolutions while training; everything else stays at 32 bits, but for what lies between two convolutions and rounds nothing.</summary>
    /// <param name="precision">The precision; <see cref="Precision.Bfloat16"/> is taken only where the processor has instructions for it.</param>
    public void TrainIn(Precision precision) => TrainInExactly(LibTorch.HasBFloat16 ? precision : Precision.Float32);

    /// <summary>Sets the precision on any processor.</summary>
    internal void TrainInExactly(Precision precision)
    {
        _precision = precision;
        foreach (MixedPrecisionConvolution layer in modules().OfType<MixedPrecisionConvolution>())
        {
            layer.Precision = precision;
        }
    }

    /// <summary>Computes the logits.</summary>
    /// <param name="input">Features <c>[B, 1, bands, frames]</c>.</param>
    /// <returns>Logits <c>[B, labels]</c>; a softmax over them gives the probabilities.</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = _flatten ? input.flatten(2) : input;      // [B, 1, bands, frames] -> [B, 1, bands * frames]
        ScalarType products = training && _precision == Precision.Bfloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        nn.Module<Tensor, Tensor>[] layers = [.. Layers.children().Cast<nn.Module<Tensor, Tensor>>()];
        for (int i = 0; i < layers.Length; i++)
        {
            // The greatest value, cut off at zero, is the greatest of the values cut off at zero, and has their gradient: the pooling goes first and leaves fewer to cut off.
            x = layers[i] switch
            {
                Convolution convolution => ChannelFill.Convolve(convolution, x, products),
                ReLU relu when layers.ElementAtOrDefault(i + 1) is MaxPool1d or MaxPool2d => relu.forward(layers[++i].forward(x)),
                ReLU or MaxPool1d or MaxPool2d => layers[i].forward(x),
                _ => layers[i].forward(x.to(ScalarType.Float32)),
            };
        }

        return x.MoveToOuterDisposeScope();                  // -> [B, labels]
    }

    /// <summary>Whether a layer may compute convolutions whose channels nobody fills up: neither one itself nor a layer of this library.</summary>
    private static bool HasForeignConvolutions(nn.Module layer) => layer is not Convolution && layer.modules().Any(inner =>
        (inner is Convolution && layer.GetType().Assembly != typeof(Network).Assembly)
        || (inner.GetType().Assembly != typeof(Network).Assembly && inner.GetType().Assembly != typeof(nn.Module).Assembly));

    /// <summary>Registers nothing: the constructors have done it, under readable names.</summary>
    protected override void RegisterComponents()
    {
    }

    /// <summary>A channel count scaled by the width, at least 1.</summary>
    protected static int Scale(int channels, double width) => Math.Max(1, (int)Math.Round(channels * width, MidpointRounding.AwayFromZero));

    /// <summary>Length after a convolution or a pooling: <c>1 + (n + 2 padding - kernel) / stride</c>.</summary>
    protected static int Reduce(int length, int kernel, int stride = 1, int padding = 0)
    {
        int padded = length + (2 * padding);
        return padded < kernel
            ? throw new ArgumentException($"The features are too short for this network: {length} values reach a layer that needs {kernel}. Use longer clips or a shorter hop.", nameof(length))
            : 1 + ((padded - kernel) / stride);
    }
}
