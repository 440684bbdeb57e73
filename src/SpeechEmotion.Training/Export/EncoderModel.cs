using Google.Protobuf;
using Google.Protobuf.Collections;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Features.Encoders;

namespace SpeechEmotion.Export;

/// <summary>A pre-trained encoder's ONNX file on its way into the graph of a model: all of its names get a prefix, and what the used outputs do not need stays behind.</summary>
internal sealed class EncoderModel
{
    /// <summary>The longest file that protobuf can hold, less room for the head, in bytes.</summary>
    public const long LongestFile = int.MaxValue - (1 << 24);

    private const int OldestOperatorSet = 13; // the axes of sums and dimensions are inputs from here on

    private readonly string _path;
    private readonly ModelProto _model;
    private readonly string _prefix;
    private readonly HashSet<string> _weights;
    private int _copies;

    private EncoderModel(string path, string digest, ModelProto model)
    {
        _path = path;
        Digest = digest;
        _model = model;
        _prefix = $"encoder-{digest[..8]}/";
        _weights = [.. model.Graph.Initializer.Select(tensor => tensor.Name)];
        OperatorSet = (int)(model.OpsetImport.FirstOrDefault(IsDefault)?.Version ?? 0);
    }

    /// <summary>SHA-256 of the file.</summary>
    public string Digest { get; }

    /// <summary>Version of the standard operators.</summary>
    public int OperatorSet { get; }

    /// <summary>Version of ONNX's intermediate representation.</summary>
    public long IrVersion => _model.IrVersion;

    /// <summary>Other sets of operators, with their versions.</summary>
    public IEnumerable<OperatorSetIdProto> Domains => _model.OpsetImport.Where(set => !IsDefault(set));

    /// <summary>Functions that its nodes call.</summary>
    public IEnumerable<ByteString> Functions => _model.Functions;

    /// <summary>Reads encoders, each file once.</summary>
    /// <exception cref="InvalidDataException">A file is missing, another one than the network was trained with, too long, or uses operators that do not go with those of the others.</exception>
    public static EncoderModel[] ReadAll(IReadOnlyList<EncoderConfig> encoders)
    {
        EncoderModel[] models = [.. encoders.DistinctBy(encoder => encoder.Digest).Select(Read)];
        Dictionary<string, (long Version, string Path)> versions = [];
        foreach (EncoderModel model in models)
        {
            foreach (OperatorSetIdProto set in model._model.OpsetImport)
            {
                string domain = IsDefault(set) ? "ONNX" : set.Domain;
                (long version, string path) = versions.TryAdd(domain, (set.Version, model._path)) ? (set.Version, model._path) : versions[domain];
                if (version != set.Version)
                {
                    throw TextFile.Fault($"{model._path}: uses version {set.Version} of the operators of {domain}, but {path} version {version}; export both with the same opset");
                }
            }
        }

        return models;
    }

    /// <summary>Adds the encoder's nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">What the encoder takes in.</param>
    /// <param name="config">Which input and outputs are used.</param>
    /// <returns>The names of the outputs, in their order.</returns>
    public string[] Add(OnnxGraph graph, string input, EncoderConfig config)
    {
        string copy = $"{_prefix}{_copies++}/";
        string Named(string name) => name.Length == 0 ? name : _weights.Contains(name) ? _prefix + name : copy + name;

        HashSet<string> needed = [.. config.Outputs!];
        List<NodeProto> nodes = [];
        foreach (NodeProto node in _model.Graph.Node.Reverse().Where(node => node.Output.Any(needed.Contains)))
        {
            nodes.Add(node);
            needed.UnionWith(ReadBy(node));
        }

        graph.Proto.Node.Add(new NodeProto { Name = Named(config.InputName!), OpType = "Identity", Input = { input }, Output = { Named(config.InputName!) } });
        graph.Proto.Node.Add(Enumerable.Reverse(nodes).Select(node => Rename(node, Named)));
        foreach (TensorProto tensor in _model.Graph.Initializer.Where(tensor => needed.Contains(tensor.Name)))
        {
            TensorProto own = tensor.Clone();
            own.Name = Named(tensor.Name);
            graph.AddWeights(own);
        }

        return [.. config.Outputs!.Select(Named)];
    }

    /// <summary>The size of a dimension of the input; null if any size will do.</summary>
    public long? InputSize(EncoderConfig config, int dimension) =>
        _model.Graph.Input.Single(input => input.Name == config.InputName).Type?.TensorType?.Shape?.Dim is { } dimensions && dimension < dimensions.Count && dimensions[dimension].DimValue > 0
            ? dimensions[dimension].DimValue
            : null;

    private static EncoderModel Read(EncoderConfig encoder)
    {
        string digest = EncoderDigest.Check(encoder), path = encoder.Path;
        RequireShort(path, new FileInfo(path).Length);
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw TextFile.Fault($"{path}: is no ONNX file: {e.Message}", e);
        }

        EncoderModel read = new(path, digest, model);
        if (read.OperatorSet < OldestOperatorSet)
        {
            throw TextFile.Fault($"{path}: uses version {read.OperatorSet} of ONNX's operators; at least {OldestOperatorSet} is needed to join it with a network: export it with a newer opset");
        }

        if (model.Graph.SparseInitializer.Count > 0)
        {
            throw TextFile.Fault($"{path}: has sparse weights, which cannot be joined with a network; leave it in a file of its own: --encoder-apart");
        }

        long length = 0;
        foreach (TensorProto tensor in model.Graph.Initializer.Where(tensor => tensor.DataLocation == 1))
        {
            length += ReadNumbers(tensor, path);
            RequireShort(path, length);
        }

        return read;
    }

    /// <summary>Reads the numbers of a tensor that are in another file.</summary>
    private static long ReadNumbers(TensorProto tensor, string path)
    {
        string Entry(string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value ?? "";
        string location = Entry("location"), file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, location);
        if (location.Length == 0 || Path.GetFileName(location) != location || !File.Exists(file))
        {
            throw TextFile.Fault($"{path}: the weights '{tensor.Name}' are in '{location}', which is no file beside it");
        }

        using FileStream stream = File.OpenRead(file);
        long offset = NumberText.TryParse(Entry("offset"), out long start) ? start : 0, length = NumberText.TryParse(Entry("length"), out long count) ? count : stream.Length - offset;
        if (offset < 0 || length < 0 || offset + length > stream.Length)
        {
            throw TextFile.Fault($"{path}: the weights '{tensor.Name}' take {length} bytes from byte {offset} of {location}, which has {stream.Length}");
        }

        RequireShort(path, length);
        byte[] bytes = new byte[length];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
        tensor.ExternalData.Clear();
        tensor.DataLocation = 0;
        return length;
    }

    private static void RequireShort(string path, long length)
    {
        if (length > LongestFile)
        {
            throw TextFile.Fault($"{path}: takes {length:N0} bytes, and one ONNX file holds 2 GB; leave it in a file of its own: --encoder-apart");
        }
    }

    /// <summary>What a node reads, also within the graphs that it runs.</summary>
    private static IEnumerable<string> ReadBy(NodeProto node) =>
        node.Input.Concat(Graphs(node).SelectMany(graph => graph.Node.SelectMany(ReadBy).Concat(graph.Output.Select(output => output.Name))));

    private static IEnumerable<GraphProto> Graphs(NodeProto node) => node.Attribute.SelectMany(attribute => attribute.G is { } graph ? attribute.Graphs.Append(graph) : attribute.Graphs);

    private static NodeProto Rename(NodeProto node, Func<string, string> named)
    {
        NodeProto renamed = node.Clone();
        renamed.Name = named(node.Name);
        Rename(renamed.Input, named);
        Rename(renamed.Output, named);
        foreach (GraphProto graph in Graphs(renamed))
        {
            NodeProto[] inner = [.. graph.Node.Select(one => Rename(one, named))];
            graph.Node.Clear();
            graph.Node.Add(inner);
            foreach (ValueInfoProto value in graph.Input.Concat(graph.Output))
            {
                value.Name = named(value.Name);
            }

            foreach (TensorProto tensor in graph.Initializer)
            {
                tensor.Name = named(tensor.Name);
            }
        }

        return renamed;
    }

    private static void Rename(RepeatedField<string> names, Func<string, string> named)
    {
        for (int i = 0; i < names.Count; i++)
        {
            names[i] = named(names[i]);
        }
    }

    private static bool IsDefault(OperatorSetIdProto set) => set.Domain is "" or "ai.onnx";
}
