using System.Runtime.InteropServices;
using SpeechEmotion.Experiments;

namespace SpeechEmotion.Networks;

/// <summary>Builds the network that an experiment names.</summary>
public static class NetworkFactory
{
    /// <summary>Builds the network for features of a given shape, its weights drawn from the seed.</summary>
    /// <param name="config">Which network, and how large.</param>
    /// <param name="bands">Rows of the features; for the ensemble, its number of members.</param>
    /// <param name="frames">Columns of the features; for the ensemble, the number of labels.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <exception cref="ArgumentException">The network does not fit into memory.</exception>
    public static Network Create(this NetworkConfig config, int bands, int frames, int labels, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Members.Count > 0)
        {
            return new CommitteeNet([.. config.Members.Select((_, i) => config.Member(i).Create(bands, frames, labels, NetworkConfig.MemberSeed(seed, i)))]);
        }

        LibTorch.Seed(seed);
        try
        {
            return config.Name switch
            {
                "EmoNet" => new EmoNet(bands, labels, config.Width, config.StemChannels, config.StemBlocks, config.Dropout),
                "DummyNet" => new DummyNet(bands * frames, labels, config.Width),
                "RezoNet" => new RezoNet(bands, frames, labels, config.Width),
                "ExpoNet" => new ExpoNet(bands * frames, labels, config.Width),
                "MLP" => new MultilayerPerceptron(bands * frames, labels, config.Width, config.Dropout, config.Corpora),
                "Ensemble" => new EnsembleNet(bands, labels, config.Width),
                _ => throw new InvalidOperationException($"There is no network '{config.Name}'."),
            };
        }
        catch (ExternalException e) when (e.Message.Contains("allocate", StringComparison.Ordinal) || e.Message.Contains("memory", StringComparison.Ordinal))
        {
            throw new ArgumentException($"network.width is {config.Width}; with features of {bands} rows × {frames} frames the network does not fit into memory: take a smaller width, or shorter clips", e);
        }
    }
}
