using Microsoft.ML.OnnxRuntime;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Models;
using SpeechEmotion.Recognition.Encoders;

namespace SpeechEmotion.Recognition.Inference;

/// <summary>A model file on its way in: whole, unaltered, with the inputs, outputs and card that export writes. Whatever else it is, it ends in one clear line.</summary>
internal static class ModelFile
{
    /// <summary>Name of the input, <c>[batch, samples]</c>.</summary>
    public const string Input = "waveform";

    /// <summary>Name of the input <c>[batch, values]</c> for the vector of an encoder that the model keeps in a file of its own.</summary>
    public const string EmbeddingInput = "embedding";

    /// <summary>Name of the output, <c>[batch, labels]</c>.</summary>
    public const string Output = "probabilities";

    /// <summary>Name of the output <c>[batch]</c> with the probability that it is speech, in models with a speech gate.</summary>
    public const string SpeechOutput = "speech";

    /// <summary>The output that says what the logits are divided by because of how the sound differs from what the model learned from, <c>[batch]</c>; a model that does not know has none.</summary>
    public const string UnfamiliarityOutput = "unfamiliarity";

    /// <summary>Reads the bytes and checks their digest.</summary>
    public static byte[] Read(Stream stream, string name)
    {
        long known = stream.CanSeek ? stream.Length - stream.Position : 0;
        RequireLength(known, name);
        using MemoryStream bytes = new((int)known);
        byte[] buffer = new byte[1 << 16];
        for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            RequireLength(bytes.Length + count, name);
            bytes.Write(buffer, 0, count);
        }

        byte[] model = bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();
        try
        {
            ModelDigest.Check(model);
        }
        catch (InvalidDataException e)
        {
            throw TextFile.Fault($"{name}: the file {e.Message}", e);
        }

        return model;
    }

    /// <summary>Opens a model, and the encoder that it keeps in a file of its own.</summary>
    /// <param name="model">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="config">How it is loaded.</param>
    /// <param name="folder">Where the encoder is; null if nothing is beside the model.</param>
    public static (ModelSession Session, ModelCard Card) Open(byte[] model, string name, RecognizerConfig config, string? folder)
    {
        InferenceSession session = Start(model, name, config);
        try
        {
            ModelCard card = ReadCard(session, name);
            return (new ModelSession(session, name, session.InputMetadata.ContainsKey(EmbeddingInput) ? OpenEncoder(card, name, config, folder) : null), card);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static OnnxEncoder OpenEncoder(ModelCard card, string name, RecognizerConfig config, string? folder)
    {
        EncoderConfig encoder = card.Features.Encoder is { IsComplete: true } complete ? complete
            : throw TextFile.Fault($"{name}: the model keeps an encoder in a file of its own, but its card does not say which; export it again.");
        string path = folder is null ? encoder.Path : Path.Combine(folder, encoder.Path);
        return folder is null || Path.GetFileName(encoder.Path) != encoder.Path || !File.Exists(path)
            ? throw TextFile.Fault($"{name}: the model needs the encoder '{encoder.Path}' in a file beside it{(folder is null ? "; load the model by its path" : ", which is not there")}")
            : OnnxEncoder.Open(card.Features with { Encoder = encoder with { Path = path } }, config);
    }

    /// <summary>Starts ONNX Runtime on a model.</summary>
    private static InferenceSession Start(byte[] model, string name, RecognizerConfig config)
    {
        using SessionOptions options = CreateOptions(config.Threads);
        try
        {
            config.Session?.Invoke(options);
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw TextFile.Fault($"{name}: ONNX Runtime cannot load the model: {FirstLine(e)}", e);
        }
    }

    /// <summary>How ONNX Runtime runs here, its telemetry off.</summary>
    public static SessionOptions CreateOptions(int threads)
    {
        OnnxRuntimeTelemetry.Disable();
        return new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            EnableMemoryPattern = false, // a plan for each length of clip would be kept, so that memory grew with every new one
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, // errors are thrown, not printed
        };
    }

    /// <summary>Checks the model's inputs, outputs and metadata.</summary>
    private static ModelCard ReadCard(InferenceSession session, string name)
    {
        if (!session.ModelMetadata.CustomMetadataMap.TryGetValue("card", out string? json))
        {
            throw TextFile.Fault($"{name}: the model has no metadata 'card', so its labels and sample rate are unknown; export it again.");
        }

        ModelCard card;
        try
        {
            card = ModelCard.Parse(json);
        }
        catch (InvalidDataException e)
        {
            throw TextFile.Fault($"{name}: {e.Message}", e);
        }

        Require(session.InputMetadata, Input, "input", [-1, -1], name);
        Require(session.OutputMetadata, Output, "output", [-1, card.Labels.Count], name);
        if (session.OutputMetadata.ContainsKey(SpeechOutput))
        {
            Require(session.OutputMetadata, SpeechOutput, "output", [-1], name);
        }

        bool keepsEncoderApart = card.Features.Encoder is not null && session.InputMetadata.ContainsKey(EmbeddingInput);
        if (keepsEncoderApart)
        {
            Require(session.InputMetadata, EmbeddingInput, "input", [-1, card.Features.Encoder!.Values], name);
        }

        return session.InputMetadata.Count == (keepsEncoderApart ? 2 : 1)
            ? card
            : throw TextFile.Fault($"{name}: the model has {session.InputMetadata.Count} inputs ({string.Join(", ", session.InputMetadata.Keys)}); only '{Input}' can be given.");
    }

    /// <summary>The first line of an error, without the rest that names places in the runtime's source.</summary>
    public static string FirstLine(OnnxRuntimeException e) => e.Message.Split('\n')[0].Trim();

    private static void RequireLength(long length, string name)
    {
        if (length > Array.MaxLength)
        {
            throw TextFile.Fault($"{name}: the file is longer than 2 GB, which no ONNX model is.");
        }
    }

    private static void Require(IReadOnlyDictionary<string, NodeMetadata> values, string value, string what, int[] shape, string name)
    {
        if (!values.TryGetValue(value, out NodeMetadata? metadata))
        {
            throw TextFile.Fault($"{name}: the model has no {what} '{value}'; it has {string.Join(", ", values.Keys)}.");
        }

        if (!metadata.IsTensor || metadata.ElementType != typeof(float) || !metadata.Dimensions.SequenceEqual(shape))
        {
            string actual = metadata.IsTensor ? $"{metadata.ElementType.Name} [{string.Join(", ", metadata.Dimensions)}]" : $"{metadata.OnnxValueType}";
            throw TextFile.Fault($"{name}: the model's {what} '{value}' is {actual}; it must be Single [{string.Join(", ", shape)}] (-1: any size).");
        }
    }
}
