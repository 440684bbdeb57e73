using Microsoft.ML.OnnxRuntime;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Features;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Recognition.Inference;

namespace SpeechEmotion.Recognition.Encoders;

/// <summary>An encoder's ONNX file and the JSON file beside it.</summary>
internal static class EncoderFile
{
    /// <summary>The JSON file beside an encoder: the same name with another ending.</summary>
    public static string Description(string encoder) => Path.ChangeExtension(encoder, ".json");

    /// <summary>Reads the JSON file beside an encoder, or the defaults if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no description of an encoder; the message names the field.</exception>
    public static EncoderDescription ReadDescription(string encoder)
    {
        string path = Description(encoder);
        EncoderDescription defaults = new();
        return File.Exists(path) ? JsonCheck.Read(TextFile.Read(path, TextFile.LongestDocument), EncoderJson.Default.EncoderDescription, defaults, path) : defaults;
    }

    /// <summary>Starts ONNX Runtime on an encoder.</summary>
    /// <param name="encoder">The encoder's file.</param>
    /// <param name="config">How it is loaded.</param>
    /// <exception cref="InvalidDataException">It is no model that ONNX Runtime can load.</exception>
    public static InferenceSession Open(string encoder, RecognizerConfig config)
    {
        using SessionOptions options = ModelFile.CreateOptions(config.Threads);
        try
        {
            config.Session?.Invoke(options);
            return new InferenceSession(encoder, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw TextFile.Fault($"{encoder}: ONNX Runtime cannot load the encoder: {ModelFile.FirstLine(e)}", e);
        }
    }

    /// <summary>Completes what an experiment says of its encoder.</summary>
    /// <param name="features">The features, with their encoder.</param>
    /// <param name="session">The encoder.</param>
    /// <returns>The encoder's configuration, but for its digest and number of values.</returns>
    /// <exception cref="InvalidDataException">The encoder does not fit; the message names the field.</exception>
    public static EncoderConfig Complete(FeatureConfig features, InferenceSession session)
    {
        EncoderConfig config = features.Encoder!;
        EncoderDescription description = ReadDescription(config.Path);
        if (description.SampleRate != features.SampleRate)
        {
            throw TextFile.Fault($"{config.Path}: sampleRate is {description.SampleRate} Hz ({(File.Exists(Description(config.Path)) ? Description(config.Path) : "the default, without a JSON file beside it")}), "
                + $"but features.sampleRate is {features.SampleRate}; they must be equal");
        }

        string name = config.InputName ?? description.InputName ?? session.InputNames[0];
        bool isSpectrogram = session.InputMetadata.TryGetValue(name, out NodeMetadata? node) && node.IsTensor && node.Dimensions.Length == 3;
        IReadOnlyList<string> outputs = config.Outputs ?? description.Outputs ?? [session.OutputNames.Contains("last_hidden_state") ? "last_hidden_state" : session.OutputNames[0]];
        bool isVector = outputs.Count > 0 && session.OutputMetadata.TryGetValue(outputs[0], out NodeMetadata? first) && first.IsTensor && first.Dimensions.Length == 2;
        EncoderConfig complete = config with
        {
            Input = config.Input ?? description.Input ?? (isSpectrogram ? EncoderInput.WhisperMel : EncoderInput.Waveform),
            InputName = name,
            Normalise = config.Normalise ?? description.Normalise ?? false,
            Outputs = outputs,
            Pooling = config.Pooling ?? description.Pooling ?? (isVector ? EncoderPooling.None : EncoderPooling.Mean),
        };
        Check(features with { Encoder = complete }, session);
        return complete;
    }

    /// <summary>Checks that an encoder has the input and outputs of its configuration.</summary>
    /// <param name="features">The features, with a complete encoder.</param>
    /// <param name="session">The encoder.</param>
    /// <exception cref="InvalidDataException">It does not fit; the message names the field.</exception>
    public static void Check(FeatureConfig features, InferenceSession session)
    {
        EncoderConfig config = features.Encoder!;
        string[] faults = [.. config.Validate()];
        if (faults.Length > 0)
        {
            throw TextFile.Fault($"{config.Path}: {string.Join("; ", faults)}");
        }

        NodeMetadata input = session.InputMetadata.GetValueOrDefault(config.InputName!)
            ?? throw TextFile.Fault($"{config.Path}: inputName is '{config.InputName}'; the encoder's inputs are {string.Join(", ", session.InputNames)}");
        if (session.InputNames.Count > 1)
        {
            throw TextFile.Fault($"{config.Path}: the encoder has {session.InputNames.Count} inputs ({string.Join(", ", session.InputNames)}); export it with one, without masks");
        }

        CheckInput(features, config.Input!.Value, config.InputName!, input);
        foreach (string output in config.Outputs!)
        {
            NodeMetadata found = session.OutputMetadata.GetValueOrDefault(output)
                ?? throw TextFile.Fault($"{config.Path}: outputs names '{output}'; the encoder's outputs are {string.Join(", ", session.OutputNames)}");
            if (!found.IsTensor || found.ElementType != typeof(float))
            {
                throw TextFile.Fault($"{config.Path}: the encoder's output '{output}' holds no 32-bit floats; export it in 32 bits");
            }
        }
    }

    private static void CheckInput(FeatureConfig features, EncoderInput input, string name, NodeMetadata node)
    {
        string path = features.Encoder!.Path;
        int[] shape = node.IsTensor ? node.Dimensions : [];
        string found = $"{path}: the encoder's input '{name}' is {(node.IsTensor ? $"{node.ElementType.Name} [{string.Join(", ", shape)}]" : $"{node.OnnxValueType}")}";
        if (!node.IsTensor || node.ElementType != typeof(float))
        {
            throw TextFile.Fault($"{found}; it must hold 32-bit floats");
        }

        if (input == EncoderInput.Waveform ? shape is not [<= 1, _] : shape is not [<= 1, _, <= 0 or WhisperMel.Frames])
        {
            throw TextFile.Fault($"{found}; input {(input == EncoderInput.Waveform ? "waveform takes [batch, samples]" : $"whisper-mel takes [batch, bands, {WhisperMel.Frames}]")}");
        }

        if (input == EncoderInput.Waveform && shape[1] > 0 && shape[1] != features.ClipLength)
        {
            throw TextFile.Fault($"{found}: it takes clips of {shape[1]} samples only; set features.clipLength={shape[1]}, or export it for any length");
        }

        if (input == EncoderInput.WhisperMel && features.SampleRate != WhisperMel.SampleRate)
        {
            throw TextFile.Fault($"{path}: input whisper-mel needs features.sampleRate {WhisperMel.SampleRate}, not {features.SampleRate}");
        }
    }
}
