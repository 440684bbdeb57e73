using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks;

/// <summary>Removes the bands: each channel's mean and maximum over them, below one another.</summary>
public sealed class BandPooling() : nn.Module<Tensor, Tensor>("BandPooling")
{
    /// <summary>Computes the pooling.</summary>
    /// <param name="input">Values <c>[B, channels, bands, frames]</c>.</param>
    /// <returns>Values <c>[B, 2 channels, frames]</c>: the means, then the maxima.</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([input.mean([2]), input.amax([2])], 1).MoveToOuterDisposeScope();
    }
}
