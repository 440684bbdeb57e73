using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks;

/// <summary>Networks of the same features that answer together [Hansen1990]: the mean of their logits. Trained apart, they err on other clips. They have nothing to learn together.</summary>
public sealed class AverageNet : Network
{
    /// <summary>Takes the members over.</summary>
    /// <param name="members">Networks of the same input and output shapes, at least one.</param>
    public AverageNet(IReadOnlyList<Network> members)
        : base("Average", flatten: false)
    {
        Members = nn.ModuleList([.. members]);
        register_module("members", Members);
    }

    /// <summary>The members, in order.</summary>
    public ModuleList<Network> Members { get; }

    /// <summary>Asks every member.</summary>
    /// <param name="input">Features <c>[B, 1, bands, frames]</c>.</param>
    /// <returns>The mean of their logits, <c>[B, labels]</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return stack([.. Members.Select(member => member.forward(input))]).mean([0]).MoveToOuterDisposeScope();
    }
}
