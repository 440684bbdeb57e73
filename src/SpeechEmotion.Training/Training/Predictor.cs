using SpeechEmotion.Features;
using SpeechEmotion.Metrics;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Training;

/// <summary>Runs a trained network over clips as they are.</summary>
public static class Predictor
{
    /// <summary>Clips that go through the network together; it does not change what comes out.</summary>
    public const int BatchSize = 16;

    /// <summary>Clips that fit into one batch: a single one where clips keep their own lengths.</summary>
    internal static int BatchSizeFor(FeatureConfig features) => features.HasOneShape ? BatchSize : 1;

    /// <summary>How a network standardises its input; of networks that answer together, all do alike. Null if it does not.</summary>
    internal static Standardisation? StandardisationOf(Network? network) => network?.modules().OfType<Standardisation>().FirstOrDefault();

    /// <summary>Computes the logits of all clips, in their order.</summary>
    /// <param name="network">The network; it is put into evaluation mode.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="cancellation">Ends the run between two batches.</param>
    /// <returns>Logits <c>[clips][labels]</c> and the index of each clip's intended emotion.</returns>
    public static LabelledLogits Logits(Network network, BatchReader clips, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(clips);
        network.eval();
        using IDisposable noGradient = no_grad();
        Standardisation? standardisation = StandardisationOf(network);
        List<float[]> logits = [];
        List<int> truth = [];
        foreach (Batch batch in clips.ReadAll(cancellation))
        {
            using DisposeScope scope = NewDisposeScope();
            standardisation?.Align(batch.Features, batch.Corpora);
            Tensor features = tensor(batch.Features, [batch.Labels.Length, 1, batch.Bands, batch.Frames]);  // [B, 1, bands, frames]
            float[] values = [.. network.forward(features).data<float>()];                                   // [B, labels]
            logits.AddRange(values.Chunk(values.Length / batch.Labels.Length));
            truth.AddRange(batch.Labels.Select(label => (int)label));
        }

        return new LabelledLogits(logits, [.. truth]);
    }
}
