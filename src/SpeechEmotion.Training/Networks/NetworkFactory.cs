using System.Runtime.InteropServices;
using SpeechEmotion.Experiments;

namespace SpeechEmotion.Networks;

/// <summary>Builds the network that an experiment names.</summary>
public static class NetworkFactory
{
    /// <summary>Builds the network for features of a given shape, its weights drawn from the seed.</summary>
    /// <param name="config">Which network, and how large.</param>
    /// <param name="bands">Rows of the features; for a stack, its number of members.</param>
    /// <param name="frames">Columns of the features; for a stack, the number of labels.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <exception cref="ArgumentException">The network does not fit into memory.</exception>
    public static Network Create(this NetworkConfig config, int bands, int frames, int labels, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config is AverageConfig several)
        {
            return new AverageNet([.. several.Members.Select((_, i) => several.Member(i).Create(bands, frames, labels, AverageConfig.MemberSeed(seed, i)))]);
        }

        LibTorch.Seed(seed);
        try
        {
            return config switch
            {
                EmoNetConfig emo => new EmoNet(bands, labels, emo.Width, emo.StemChannels, emo.StemBlocks, emo.Dropout),
                DummyNetConfig dummy => new DummyNet(bands * frames, labels, dummy.Width),
                RezoNetConfig rezo => new RezoNet(bands, frames, labels, rezo.Width),
                ExpoNetConfig expo => new ExpoNet(bands * frames, labels, expo.Width),
                MlpConfig mlp => new MultilayerPerceptron(bands * frames, labels, mlp.Width, mlp.Dropout, mlp.Corpora),
                StackConfig stack => new StackNet(bands, labels, stack.Width),
                _ => throw new InvalidOperationException($"Nothing builds the network {config.Name}."),
            };
        }
        catch (ExternalException e) when (e.Message.Contains("allocate", StringComparison.Ordinal) || e.Message.Contains("memory", StringComparison.Ordinal))
        {
            throw new ArgumentException($"network.width is {config.Width}; with features of {bands} rows × {frames} frames the network does not fit into memory: take a smaller width, or shorter clips", e);
        }
    }
}
