using Microsoft.ML.OnnxRuntime;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Features;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Recognition.Inference;

namespace SpeechEmotion.Recognition.Encoders;

/// <summary>
/// A pre-trained speech encoder in ONNX Runtime.
/// <code>
/// // samples [n] ──▶ padded, cut, normalised [L] (──▶ Whisper's mel spectrogram [bands, 3000]) ──▶ encoder ──▶ hidden states [frames, units] ──▶ pooled [values]
/// </code>
/// </summary>
public sealed class OnnxEncoder : IEncoder
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly FeatureConfig _features;
    private readonly EncoderConfig _config;
    private readonly string[] _outputs;
    private readonly int _bands; // of Whisper's spectrogram

    private OnnxEncoder(InferenceSession session, FeatureConfig features)
    {
        _session = session;
        _features = features;
        _config = features.Encoder!;
        _outputs = [.. _config.Outputs!];
        _bands = session.InputMetadata[_config.InputName!].Dimensions is [_, > 0 and int bands, _] ? bands : WhisperMel.DefaultBands;
    }

    /// <summary>Completes what an experiment says of its encoder, from the JSON file beside the encoder and from the encoder itself, and finds out its digest and its number of values.</summary>
    /// <param name="features">The features. Without an encoder they are returned as they are; if they are complete already, the encoder must still be the same file.</param>
    /// <exception cref="InvalidDataException">There is no such file, it is no encoder, or it does not fit; one line that names file and field.</exception>
    public static FeatureConfig Complete(FeatureConfig features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Encoder is not { } encoder)
        {
            return features;
        }

        string path = Path.GetFullPath(encoder.Path), digest = EncoderDigest.Check(encoder with { Path = path });
        features = features with { Encoder = encoder with { Path = path } };
        InferenceSession session = EncoderFile.Open(path, new RecognizerConfig());
        try
        {
            features = features with { Encoder = EncoderFile.Complete(features, session) with { Digest = digest } };
            using OnnxEncoder opened = new(session, features);
            float[] second = [.. Enumerable.Range(0, features.SampleRate).Select(i => MathF.Sin(i / 8f) / 4)];
            return features with { Encoder = features.Encoder with { Values = opened.Run(second, opened._runOptions).Length } };
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens the encoder of features.</summary>
    /// <param name="features">Features that <see cref="Complete"/> has completed.</param>
    /// <exception cref="InvalidDataException">There is no such file, or it is another one than when the features were completed.</exception>
    public static OnnxEncoder Open(FeatureConfig features) => Open(features, new RecognizerConfig()); // One thread for each clip: clips are encoded side by side.

    /// <summary>Opens the encoder of features.</summary>
    internal static OnnxEncoder Open(FeatureConfig features, RecognizerConfig config)
    {
        ArgumentNullException.ThrowIfNull(features);
        EncoderConfig encoder = features.Encoder is { IsComplete: true } complete ? complete
            : throw new ArgumentException("The features have no encoder, or one that is not complete.", nameof(features));
        EncoderDigest.Check(encoder);
        InferenceSession session = EncoderFile.Open(encoder.Path, config);
        try
        {
            EncoderFile.Check(features, session);
            return new OnnxEncoder(session, features);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public float[] Encode(ReadOnlySpan<float> samples) => Encode(samples, _runOptions);

    /// <summary>Encodes a clip in a way that can be ended.</summary>
    internal float[] Encode(ReadOnlySpan<float> samples, RunOptions options)
    {
        float[] values = Run(samples, options);
        return values.Length == _config.Values ? values
            : throw TextFile.Fault($"{_config.Path}: the encoder gives {Counted.Of(values.Length, "value")} for a clip of {Counted.Of(samples.Length, "sample")}, and {_config.Values} for others");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private float[] Run(ReadOnlySpan<float> samples, RunOptions options)
    {
        float[] clip = EncoderClip.Of(samples, _features);
        float[] input = clip;
        long[] shape = [1, clip.Length];
        if (_config.Input == EncoderInput.WhisperMel)
        {
            (input, shape) = (WhisperMel.Of(clip, _bands).Values, [1, _bands, WhisperMel.Frames]);
        }

        try
        {
            using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, shape);
            using IDisposableReadOnlyCollection<OrtValue> states = _session.Run(options, [_config.InputName!], [value], _outputs);
            float[] values = [.. states.SelectMany((state, i) => Pool(state, _outputs[i], clip.Length))];
            return Array.TrueForAll(values, float.IsFinite) ? values
                : throw TextFile.Fault($"{_config.Path}: the encoder gives values that are no finite numbers for a clip of {Counted.Of(samples.Length, "sample")}");
        }
        catch (OnnxRuntimeException e)
        {
            throw TextFile.Fault($"{_config.Path}: the encoder fails on a clip of {Counted.Of(samples.Length, "sample")}: {ModelFile.FirstLine(e)}", e);
        }
    }

    private float[] Pool(OrtValue state, string output, int samples)
    {
        long[] shape = state.GetTensorTypeAndShape().Shape;
        ReadOnlySpan<float> values = state.GetTensorDataAsSpan<float>();
        if (_config.Pooling == EncoderPooling.None)
        {
            return shape is [1, _] ? values.ToArray() : throw Unfit(output, shape, "none takes [batch, units]");
        }

        if (shape is not [1, >= 1, >= 1])
        {
            throw Unfit(output, shape, "mean and mean-std take [batch, frames, units]");
        }

        (int frames, int units) = ((int)shape[1], (int)shape[2]);
        frames = _config.Input == EncoderInput.WhisperMel ? FramesOfClip(samples, frames) : frames;
        double[] means = new double[units], squares = new double[units];
        for (int t = 0; t < frames; t++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                means[unit] += values[(t * units) + unit] / (double)frames;
            }
        }

        float[] mean = Array.ConvertAll(means, value => (float)value);
        if (_config.Pooling == EncoderPooling.Mean)
        {
            return mean;
        }

        for (int t = 0; t < frames; t++)
        {
            for (int unit = 0; unit < units; unit++)
            {
                double distance = values[(t * units) + unit] - means[unit];
                squares[unit] += distance * distance / frames;
            }
        }

        return [.. mean, .. squares.Select(square => (float)Math.Sqrt(square))];
    }

    /// <summary>Of the frames that stand for 30 s, those of the clip: what follows is padding.</summary>
    private static int FramesOfClip(long samples, int frames) => (int)Math.Clamp(((samples * frames) + WhisperMel.ClipLength - 1) / WhisperMel.ClipLength, 1, frames);

    private InvalidDataException Unfit(string output, long[] shape, string rule) =>
        TextFile.Fault($"{_config.Path}: the encoder's output '{output}' is [{string.Join(", ", shape)}]; pooling {rule}");
}
