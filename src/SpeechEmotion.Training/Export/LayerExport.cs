using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using BatchNorm = SpeechEmotion.Networks.Layers.BatchNorm;

namespace SpeechEmotion.Export;

/// <summary>
/// A network's layers as ONNX operators. The shape of one clip is followed from layer to layer, so that a network that does not fit its features is found
/// when it is exported.
/// </summary>
internal static class LayerExport
{
    /// <summary>Adds a network.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="network">The network; its weights are copied.</param>
    /// <param name="features">A value of shape <c>[B, 1, bands, frames]</c>.</param>
    /// <param name="bands">Rows of the features.</param>
    /// <param name="frames">Columns of the features.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <returns>The logits, <c>[B, labels]</c>.</returns>
    /// <exception cref="ArgumentException">The network does not fit the features or the emotions, or has a layer that is unknown here.</exception>
    public static string Add(OnnxGraph graph, Network network, string features, int bands, int frames, int labels)
    {
        string x = features;
        long[] shape = [1, bands, frames];
        if (network.Flattens)
        {
            shape = [1, (long)bands * frames];
            x = graph.Add("Reshape", [x, graph.Integers([0, .. shape])]); // [B, 1, bands, frames] -> [B, 1, bands * frames]
        }

        foreach (nn.Module layer in network.Layers.children())
        {
            (x, shape) = layer switch
            {
                Convolution convolution => Add(graph, convolution, x, shape),
                MaxPool1d pool => Add(graph, pool, x, shape),
                MaxPool2d pool => Add(graph, pool, x, shape),
                BatchNorm norm => Add(graph, norm, x, shape),
                Linear linear => Add(graph, linear, x, shape),
                Standardisation standardisation => Add(graph, standardisation, x, shape),
                Flatten { start_dim: 1, end_dim: -1 } => (graph.Add("Flatten", [x], OnnxGraph.Attribute("axis", 1L)), [shape.Aggregate((a, b) => a * b)]),
                Flatten { start_dim: 1, end_dim: 2 } => (graph.Add("Reshape", [x, graph.Integers(0, shape[0] * shape[1], -1)]), [shape[0] * shape[1], shape[2]]),
                FrameEncoder encoder => Add(graph, encoder, x, shape),
                Dropout => (x, shape), // Nothing is left out after training.
                ReLU => (graph.Add("Relu", [x]), shape),
                _ => throw Unknown(layer),
            };
        }

        return shape is [long outputs] && outputs == labels
            ? x
            : throw new ArgumentException($"{network.GetName()} gives [{string.Join(", ", shape)}] numbers for a clip; there are {labels} labels.", nameof(network));
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, Convolution layer, string x, long[] shape)
    {
        bool plain = layer.groups == 1 && !layer.transposed && layer.padding_type is null && layer.padding_mode == PaddingModes.Zeros;
        RequireKnown(layer, plain);
        RequireFit(layer, shape[0], layer.in_channels);
        string[] inputs = layer.bias is null ? [x, graph.Tensor(layer.weight!)] : [x, graph.Tensor(layer.weight!), graph.Tensor(layer.bias)];
        string value = graph.Add("Conv", inputs, [.. Window(layer.kernel_size, layer.stride, layer.padding!), OnnxGraph.Attribute("dilations", layer.dilation)]);
        long[] seen = [.. layer.kernel_size.Zip(layer.dilation, (size, step) => 1 + ((size - 1) * step))];
        return (value, Reduce(layer, shape, layer.out_channels, seen, layer.stride, layer.padding!));
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, MaxPool1d layer, string x, long[] shape)
    {
        RequireKnown(layer, layer.dilation is null or 1 && !layer.ceil_mode);
        return AddPool(graph, layer, x, shape, [layer.kernel_size], [layer.stride ?? layer.kernel_size], [layer.padding ?? 0]);
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, MaxPool2d layer, string x, long[] shape)
    {
        RequireKnown(layer, layer.dilation?.All(step => step == 1) != false && !layer.ceil_mode);
        return AddPool(graph, layer, x, shape, layer.kernel_size, layer.stride ?? layer.kernel_size, layer.padding ?? [0, 0]);
    }

    private static (string Value, long[] Shape) AddPool(OnnxGraph graph, nn.Module layer, string x, long[] shape, long[] kernel, long[] stride, long[] padding) =>
        (graph.Add("MaxPool", [x], Window(kernel, stride, padding)), Reduce(layer, shape, shape[0], kernel, stride, padding));

    private static (string Value, long[] Shape) Add(OnnxGraph graph, BatchNorm layer, string x, long[] shape)
    {
        RequireFit(layer, shape[0], layer.Mean.shape[0]);
        string[] inputs = [x, graph.Tensor(layer.Weight), graph.Tensor(layer.Bias), graph.Tensor(layer.Mean), graph.Tensor(layer.Variance)];
        return (graph.Add("BatchNormalization", inputs, OnnxGraph.Attribute("epsilon", (float)BatchNorm.Epsilon)), shape);
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, FrameEncoder encoder, string x, long[] shape)
    {
        long rows = shape[0] - 1;
        string active = graph.Add("Slice", [x, graph.Integers(-1), graph.Integers(int.MaxValue), graph.Integers(1)]);        // [B, 1, frames]
        x = graph.Add("Slice", [x, graph.Integers(0), graph.Integers(-1), graph.Integers(1)]);                               // [B, rows - 1, frames]
        (x, shape) = (graph.Add("Mul", [x, active]), [rows, shape[1]]);
        active = graph.Add("MaxPool", [active], Window([1], [FrameEncoder.Stride], [0]));                                    // [B, 1, frames / 2]
        if (encoder.SpectrogramStem is { } stem)
        {
            (x, shape) = Add(graph, stem, x, shape, active);
        }

        (x, shape) = Add(graph, encoder.Stem.Convolution, x, shape);
        (x, shape) = Add(graph, encoder.StemNorm, x, shape);
        x = graph.Add("Mul", [graph.Add("Relu", [x]), active]);
        string count = graph.Add("Add", [graph.Add("ReduceSum", [active, graph.Integers(2)]), graph.Number(ResidualBlock.LeastActive)]); // [B, 1, 1]
        foreach (ResidualBlock block in encoder.Blocks)
        {
            (x, shape) = Add(graph, block, x, shape, active, count);
        }

        return Add(graph, encoder.Pooling, x, shape, active);
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, SpectrogramStem stem, string x, long[] shape, string active)
    {
        RequireFit(stem, shape[0], 2 * stem.Bands);
        active = graph.Add("Unsqueeze", [active, graph.Integers(2)]);                                                        // [B, 1, 1, frames / 2]
        (x, shape) = (graph.Add("Reshape", [x, graph.Integers(0, 2, stem.Bands, -1)]), [2, stem.Bands, shape[1]]);           // [B, 2, bands, frames]
        foreach ((MixedPrecisionConvolution convolution, BatchNorm norm) in new[] { (stem.First, stem.FirstNorm), (stem.Second, stem.SecondNorm) })
        {
            (x, shape) = Add(graph, convolution.Convolution, x, shape);
            (x, shape) = Add(graph, norm, x, shape);
            x = graph.Add("Mul", [graph.Add("Relu", [x]), active]);
        }

        foreach (SpectrogramBlock block in stem.Blocks)
        {
            (x, shape) = Add(graph, block, x, shape, active);
        }

        return (graph.Add("Reshape", [x, graph.Integers(0, stem.Rows, -1)]), [stem.Rows, shape[2]]);                         // [B, rows, frames / 2]
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, SpectrogramBlock block, string x, long[] shape, string active)
    {
        (string y, long[] inner) = Add(graph, block.First.Convolution, x, shape);
        (y, inner) = Add(graph, block.FirstNorm, y, inner);
        y = graph.Add("Mul", [graph.Add("Relu", [y]), active]);
        (y, inner) = Add(graph, block.Second.Convolution, y, inner);
        (y, inner) = Add(graph, block.SecondNorm, y, inner);
        return (graph.Add("Mul", [graph.Add("Relu", [graph.Add("Add", [x, y])]), active]), inner);
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, ResidualBlock block, string x, long[] shape, string active, string count)
    {
        (string y, long[] inner) = Add(graph, block.Convolution.Convolution, x, shape);
        (y, inner) = Add(graph, block.Norm1, y, inner);
        (y, inner) = Add(graph, block.Mix.Convolution, graph.Add("Relu", [y]), inner);
        (y, inner) = Add(graph, block.Norm2, y, inner);
        string sum = graph.Add("ReduceSum", [graph.Add("Mul", [y, active]), graph.Integers(2)]);                             // [B, channels, 1]
        string means = graph.Add("Flatten", [graph.Add("Div", [sum, count])], OnnxGraph.Attribute("axis", 1L));              // [B, channels]
        (string weights, long[] few) = Add(graph, block.Squeeze, means, [inner[0]]);
        (weights, _) = Add(graph, block.Expand, graph.Add("Relu", [weights]), few);
        weights = graph.Add("Unsqueeze", [graph.Add("Sigmoid", [weights]), graph.Integers(2)]);                              // [B, channels, 1]
        return (graph.Add("Mul", [graph.Add("Relu", [graph.Add("Add", [x, graph.Add("Mul", [y, weights])])]), active]), inner);
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, AttentivePooling layer, string x, long[] shape, string active)
    {
        (string score, long[] inner) = Add(graph, layer.Hidden, x, shape);
        (score, _) = Add(graph, layer.Score, graph.Add("Tanh", [score]), inner);
        score = graph.Add("Add", [score, graph.Add("Log", [graph.Add("Add", [active, graph.Number(ResidualBlock.LeastActive)])])]);
        string weighed = graph.Add("Mul", [graph.Add("Softmax", [score], OnnxGraph.Attribute("axis", 2L)), x]);              // [B, channels, frames]
        string Sum(string values) => graph.Add("ReduceSum", [values, graph.Integers(2)], OnnxGraph.Attribute("keepdims", 0L));
        string mean = Sum(weighed);                                                                                          // [B, channels]
        string variance = graph.Add("Relu", [graph.Add("Sub", [Sum(graph.Add("Mul", [weighed, x])), graph.Add("Mul", [mean, mean])])]);
        string deviation = graph.Add("Sqrt", [graph.Add("Add", [variance, graph.Number(AttentivePooling.LeastVariance)])]);
        return (graph.Add("Concat", [mean, deviation], OnnxGraph.Attribute("axis", 1L)), [2 * shape[0]]);
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, Linear layer, string x, long[] shape)
    {
        RequireKnown(layer, shape.Length == 1 && layer.bias is not null);
        RequireFit(layer, shape[0], layer.in_features);
        return (graph.Add("Gemm", [x, graph.Tensor(layer.weight!), graph.Tensor(layer.bias!)], OnnxGraph.Attribute("transB", 1L)), [layer.out_features]);
    }

    private static (string Value, long[] Shape) Add(OnnxGraph graph, Standardisation layer, string x, long[] shape)
    {
        RequireFit(layer, shape[0], layer.Mean.shape[0]);
        return (graph.Add("Div", [graph.Add("Sub", [x, graph.Tensor(layer.Mean)]), graph.Tensor(layer.Deviation)]), shape);
    }

    /// <summary>The attributes that convolution and pooling share.</summary>
    private static AttributeProto[] Window(long[] kernel, long[] stride, long[] padding) =>
    [
        OnnxGraph.Attribute("kernel_shape", kernel),
        OnnxGraph.Attribute("strides", stride),
        OnnxGraph.Attribute("pads", [.. padding, .. padding]), // all beginnings, then all ends
    ];

    private static long[] Reduce(nn.Module layer, long[] shape, long channels, long[] kernel, long[] stride, long[] padding)
    {
        if (shape.Length != kernel.Length + 1)
        {
            throw new ArgumentException($"{layer.GetName()} slides along {kernel.Length} dimensions and is given {shape.Length - 1}.", nameof(shape));
        }

        long[] reduced = [channels, .. shape.Skip(1)];
        for (int i = 0; i < kernel.Length; i++)
        {
            long room = shape[i + 1] + (2 * padding[i]) - kernel[i];
            RequireFit(layer, Math.Min(room, 0), 0);
            reduced[i + 1] = 1 + (room / stride[i]);
        }

        return reduced;
    }

    private static void RequireFit(nn.Module layer, long actual, long expected)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"The network does not fit the features: {layer.GetName()} takes {expected} values or channels and would get {actual}.", nameof(actual));
        }
    }

    private static void RequireKnown(nn.Module layer, bool known)
    {
        if (!known)
        {
            throw Unknown(layer);
        }
    }

    private static ArgumentException Unknown(nn.Module layer) => new($"The network has a layer {layer.GetName()} of a kind or with settings that cannot be exported.", nameof(layer));
}
