using System.Runtime.InteropServices;
using Google.Protobuf;
using SpeechEmotion.Networks.Weights;
using TorchSharp;

namespace SpeechEmotion.Export;

/// <summary>A graph that grows node by node; each method adds something and returns the name by which later nodes refer to it.</summary>
internal sealed class OnnxGraph
{
    /// <summary>The version of the operators if nothing else asks for another: that of ONNX 1.12.</summary>
    public const int DefaultOperatorSet = 17;

    private const int AxesAreInputs = 18; // from this version on, of all reductions

    private readonly Dictionary<string, string> _shared = [];
    private readonly HashSet<string> _weights = [];

    /// <summary>The graph so far.</summary>
    public GraphProto Proto { get; } = new() { Name = "SpeechEmotion" };

    /// <summary>The version of the operators; the nodes of an encoder that the graph takes in are of this one, too.</summary>
    public int OperatorSet { get; init; } = DefaultOperatorSet;

    /// <summary>The encoders that the graph takes in, by their digests.</summary>
    public IReadOnlyDictionary<string, EncoderModel> Encoders { get; init; } = new Dictionary<string, EncoderModel>();

    /// <summary>Whether encoders stay in files of their own: what they give is then an input of the graph.</summary>
    public bool KeepsEncodersApart { get; init; }

    /// <summary>Declares an input of 32-bit floats; text stands for a size that is known at run time only.</summary>
    public string Input(string name, params object[] shape)
    {
        Proto.Input.Add(Declare(name, shape));
        return name;
    }

    /// <summary>Declares a value to be an output under a name of its own.</summary>
    public void Output(string name, string value, params object[] shape)
    {
        Proto.Node.Add(new NodeProto { Name = name, OpType = "Identity", Input = { value }, Output = { name } });
        Proto.Output.Add(Declare(name, shape));
    }

    /// <summary>Adds an operator with one output.</summary>
    public string Add(string operation, string[] inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        string name = $"{operation}{Proto.Node.Count}";
        NodeProto node = new() { Name = name, OpType = operation, Input = { inputs }, Output = { name } };
        foreach (AttributeProto attribute in attributes)
        {
            node.Attribute.Add(attribute);
        }

        Proto.Node.Add(node);
        return name;
    }

    /// <summary>Adds a reduction over axes, which stay as dimensions of size 1.</summary>
    public string Reduce(string operation, string value, params long[] axes) => OperatorSet >= AxesAreInputs
        ? Add(operation, [value, Integers(axes)])
        : Add(operation, [value], Attribute("axes", axes));

    /// <summary>Adds a tensor of an encoder, once.</summary>
    public void AddWeights(TensorProto tensor)
    {
        if (_weights.Add(tensor.Name))
        {
            Proto.Initializer.Add(tensor);
        }
    }

    /// <summary>Adds something once, however often it is asked for: features that several networks listen to.</summary>
    public string Once(string key, Func<string> add)
    {
        if (!_shared.TryGetValue(key, out string? name))
        {
            _shared[key] = name = add();
        }

        return name;
    }

    /// <summary>Adds constant floats.</summary>
    public string Floats(float[] values, params long[] shape) =>
        Constant(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), TensorProto.Types.DataType.Float, shape);

    /// <summary>Adds one constant float, without dimensions.</summary>
    public string Number(double value) => Floats([(float)value]);

    /// <summary>Adds a list of constant integers.</summary>
    public string Integers(params long[] values) =>
        Constant(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), TensorProto.Types.DataType.Int64, values.Length);

    /// <summary>
    /// Adds a tensor as a constant of its own shape; one of many numbers that eight bits and a scale for each row hold exactly, or 16-bit floats, takes a quarter or half of the room, and is
    /// widened when the model is loaded.
    /// </summary>
    public string Tensor(torch.Tensor tensor)
    {
        const int many = 1024;
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor plain = tensor.detach().to(torch.ScalarType.Float32).cpu().contiguous();
        if (plain.numel() >= many && plain.dim() > 1 && EightBitWeights.Round(plain).Equals(plain))
        {
            (sbyte[] codes, float[] scales) = EightBitWeights.Encode(plain.data<float>().ToArray(), (int)plain.shape[0]);
            string whole = Constant(MemoryMarshal.AsBytes(codes.AsSpan()).ToArray(), TensorProto.Types.DataType.Int8, plain.shape);
            string cast = Add("Cast", [whole], Attribute("to", (long)TensorProto.Types.DataType.Float));
            return Add("Mul", [cast, Floats(scales, [scales.Length, .. Enumerable.Repeat(1L, (int)plain.dim() - 1)])]);
        }

        torch.Tensor half = plain.to(torch.ScalarType.Float16);
        if (plain.numel() >= many && half.to(torch.ScalarType.Float32).Equals(plain))
        {
            string stored = Constant(half.bytes.ToArray(), TensorProto.Types.DataType.Float16, plain.shape);
            return Add("Cast", [stored], Attribute("to", (long)TensorProto.Types.DataType.Float));
        }

        return Constant(plain.bytes.ToArray(), TensorProto.Types.DataType.Float, plain.shape);
    }

    /// <summary>An attribute that is an integer.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>An attribute that is a list of integers.</summary>
    public static AttributeProto Attribute(string name, params long[] values) => new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };

    /// <summary>An attribute that is text.</summary>
    public static AttributeProto Attribute(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    /// <summary>An attribute that is a number.</summary>
    public static AttributeProto Attribute(string name, float value) => new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    private string Constant(byte[] bytes, TensorProto.Types.DataType type, params long[] shape)
    {
        string name = $"constant{Proto.Initializer.Count}";
        Proto.Initializer.Add(new TensorProto { Name = name, DataType = (int)type, Dims = { shape }, RawData = UnsafeByteOperations.UnsafeWrap(bytes) });
        return name;
    }

    private static ValueInfoProto Declare(string name, object[] shape)
    {
        TensorShapeProto sizes = new();
        sizes.Dim.AddRange(shape.Select(size => size is string text
            ? new TensorShapeProto.Types.Dimension { DimParam = text }
            : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(size) }));
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)TensorProto.Types.DataType.Float, Shape = sizes };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
