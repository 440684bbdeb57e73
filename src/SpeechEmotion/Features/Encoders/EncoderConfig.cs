namespace SpeechEmotion.Features.Encoders;

/// <summary>
/// A pre-trained speech encoder, whose pooled hidden states are a clip's features. An experiment needs to name the file only; what it leaves out is taken from the JSON file beside the
/// encoder, and then from the encoder itself. What a run and a model file keep is complete.
/// </summary>
public sealed record EncoderConfig
{
    private const int MostOutputs = 64, MostValues = 1 << 20;

    /// <summary>The encoder's ONNX file.</summary>
    public string Path { get; init; } = "";

    /// <summary>What the encoder takes in.</summary>
    public EncoderInput? Input { get; init; }

    /// <summary>Name of the encoder's input.</summary>
    public string? InputName { get; init; }

    /// <summary>Whether a clip's samples are brought to zero mean and unit variance first.</summary>
    public bool? Normalise { get; init; }

    /// <summary>Names of the encoder's outputs that are used, such as a hidden layer each; the pooled ones follow one another.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>How the frames become one vector.</summary>
    public EncoderPooling? Pooling { get; init; }

    /// <summary>SHA-256 of the encoder, 64 hexadecimal digits; found out when a run starts.</summary>
    public string? Digest { get; init; }

    /// <summary>Numbers of a clip; found out when a run starts.</summary>
    public int Values { get; init; }

    /// <summary>Whether everything is known of the encoder that running it takes.</summary>
    internal bool IsComplete => Values > 0 && Digest is not null && Input is not null && InputName is not null && Outputs is not null && Pooling is not null;

    /// <summary>The same encoder without the folder of its file: what identifies it wherever it lies.</summary>
    public EncoderConfig WithoutFolder() => this with { Path = System.IO.Path.GetFileName(Path) };

    /// <summary>Lists every fault of the configuration, each with its path; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "features.encoder")
    {
        if (Path.Length == 0 || !Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{path}.path is '{Path}'; it must be the ONNX file of a speech encoder, such as wavlm-base-plus.onnx";
        }

        if (Outputs is { Count: 0 or > MostOutputs } || Outputs?.Distinct().Count() != Outputs?.Count)
        {
            yield return $"{path}.outputs names {Outputs!.Count} outputs; it must be 1 to {MostOutputs}, each named once";
        }

        if (Values is < 0 or > MostValues)
        {
            yield return $"{path}.values is {Values}; it must be 0 to {MostValues}";
        }
    }
}
