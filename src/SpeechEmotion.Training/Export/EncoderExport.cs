using SpeechEmotion.Features;
using SpeechEmotion.Features.Encoders;

namespace SpeechEmotion.Export;

/// <summary>
/// A pre-trained encoder as part of a model's graph: the same numbers as when the network was trained.
/// <code>
/// // clip [B, 1, L] ──▶ normalised [B, L] (──▶ Whisper's mel spectrogram [B, bands, 3000]) ──▶ encoder ──▶ hidden states [B, frames, units] ──▶ pooled [B, 1, values, 1]
/// </code>
/// </summary>
internal static class EncoderExport
{
    /// <summary>Name of the input that takes the vectors of an encoder in a file of its own, <c>[batch, values]</c>.</summary>
    public const string Embedding = "embedding";

    /// <summary>Adds the encoder, or the input that takes its vector.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="clip">Samples <c>[B, 1, L]</c>.</param>
    /// <param name="config">The features, with their encoder.</param>
    /// <param name="clipKey">Tells this clip from others of the graph.</param>
    /// <returns>Features <c>[B, 1, values, 1]</c>.</returns>
    public static string Add(OnnxGraph graph, string clip, FeatureConfig config, string clipKey)
    {
        EncoderConfig encoder = config.Encoder!;
        string key = $"encoder {encoder.Digest} {clipKey} {encoder.Normalise} {string.Join('\n', encoder.Outputs!)}";
        return graph.Once($"{encoder.Pooling} {key}", () =>
        {
            if (graph.KeepsEncodersApart)
            {
                return graph.Add("Unsqueeze", [graph.Input(Embedding, "batch", encoder.Values), graph.Integers(1, 3)]);
            }

            EncoderModel model = graph.Encoders[encoder.Digest!];
            string samples = graph.Once($"encoder's clip {clipKey} {encoder.Normalise}", () => AddClip(graph, clip, encoder.Normalise == true));
            string[] states = graph.Once(key, () => string.Join('\n', model.Add(graph, AddInput(graph, samples, encoder, model), encoder))).Split('\n');
            string[] pooled = [.. states.SelectMany(state => AddPooled(graph, state, samples, encoder))];
            string vector = pooled.Length == 1 ? pooled[0] : graph.Add("Concat", pooled, OnnxGraph.Attribute("axis", 1L));        // [B, values]
            return graph.Add("Unsqueeze", [vector, graph.Integers(1, 3)]);                                                        // [B, 1, values, 1]
        });
    }

    private static string AddClip(OnnxGraph graph, string clip, bool normalise)
    {
        string samples = graph.Add("Squeeze", [clip, graph.Integers(1)]);                                                         // [B, L]
        if (!normalise)
        {
            return samples;
        }

        string centred = graph.Add("Sub", [samples, graph.Reduce("ReduceMean", samples, 1)]);
        string variance = graph.Reduce("ReduceMean", graph.Add("Mul", [centred, centred]), 1);                                    // [B, 1]
        return graph.Add("Div", [centred, graph.Add("Sqrt", [graph.Add("Add", [variance, graph.Number(EncoderClip.LeastVariance)])])]);
    }

    private static string AddInput(OnnxGraph graph, string samples, EncoderConfig encoder, EncoderModel model) =>
        encoder.Input == EncoderInput.WhisperMel ? AddWhisperMel(graph, samples, (int)(model.InputSize(encoder, 1) ?? WhisperMel.DefaultBands)) : samples;

    private static string AddWhisperMel(OnnxGraph graph, string samples, int bands)
    {
        string padded = graph.Add("Pad", [samples, graph.Integers(0, 0, 0, WhisperMel.ClipLength)]);
        string clip = graph.Add("Slice", [padded, graph.Integers(0), graph.Integers(WhisperMel.ClipLength), graph.Integers(1)]);  // [B, 30 s]
        string mirrored = graph.Add("Pad", [clip, graph.Integers(0, WhisperMel.Mirrored, 0, WhisperMel.Mirrored)], OnnxGraph.Attribute("mode", "reflect"));
        string whole = graph.Add("Pad", [mirrored, graph.Integers(0, WhisperMel.ZerosBefore, 0, 0)]);
        string power = graph.Add("Squeeze", [FeatureExport.Add(graph, whole, WhisperMel.Power(bands)), graph.Integers(1)]);       // [B, bands, 3004]
        power = graph.Add("Slice", [power, graph.Integers(WhisperMel.FramesBefore), graph.Integers(WhisperMel.FramesBefore + WhisperMel.Frames), graph.Integers(2)]);
        string logarithm = graph.Add("Mul", [graph.Add("Log", [graph.Add("Max", [power, graph.Number(WhisperMel.LeastPower)])]), graph.Number(1 / Math.Log(10))]);
        string floor = graph.Add("Sub", [graph.Reduce("ReduceMax", logarithm, 1, 2), graph.Number(WhisperMel.Range)]);            // [B, 1, 1]
        return graph.Add("Div", [graph.Add("Add", [graph.Add("Max", [logarithm, floor]), graph.Number(4)]), graph.Number(4)]);
    }

    private static string[] AddPooled(OnnxGraph graph, string states, string samples, EncoderConfig encoder)
    {
        if (encoder.Pooling == EncoderPooling.None)
        {
            return [states];
        }

        states = encoder.Input == EncoderInput.WhisperMel ? AddFramesOfClip(graph, states, samples) : states;                     // [B, frames, units]
        string mean = graph.Reduce("ReduceMean", states, 1);                                                                      // [B, 1, units]
        string means = graph.Add("Squeeze", [mean, graph.Integers(1)]);
        if (encoder.Pooling == EncoderPooling.Mean)
        {
            return [means];
        }

        string distance = graph.Add("Sub", [states, mean]);
        string variance = graph.Reduce("ReduceMean", graph.Add("Mul", [distance, distance]), 1);
        return [means, graph.Add("Sqrt", [graph.Add("Squeeze", [variance, graph.Integers(1)])])];
    }

    /// <summary>Of the frames that stand for 30 s, those of the clip: what follows is padding.</summary>
    private static string AddFramesOfClip(OnnxGraph graph, string states, string samples)
    {
        string Length(string value) => graph.Add("Gather", [graph.Add("Shape", [value]), graph.Integers(1)]);
        string all = Length(states);
        string share = graph.Add("Add", [graph.Add("Mul", [Length(samples), all]), graph.Integers(WhisperMel.ClipLength - 1)]);
        string frames = graph.Add("Min", [graph.Add("Max", [graph.Add("Div", [share, graph.Integers(WhisperMel.ClipLength)]), graph.Integers(1)]), all]);
        return graph.Add("Slice", [states, graph.Integers(0), frames, graph.Integers(1)]);
    }
}
