using static TorchSharp.torch.nn;

namespace SpeechEmotion.Networks;

/// <summary>Combines trained networks: their probabilities go in, logits come out of a small fully connected network that learns whom to trust with what.</summary>
public sealed class StackNet : Network
{
    /// <summary>Builds the network with freshly drawn weights.</summary>
    /// <param name="members">Number of networks that are combined; input is <c>[B, 1, members, labels]</c>.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="width">Scale of the hidden layer; 1 is 32 units.</param>
    public StackNet(int members, int labels, double width = 1)
        : this(members, labels, Scale(32, width))
    {
    }

    private StackNet(int members, int labels, int hidden)
        : base(
            "Stack",
            flatten: true,
            Flatten(),                                  // [B, 1, members * labels] -> [B, members * labels]
            Linear(members * labels, hidden), ReLU(),   //                          -> [B, 32]
            Linear(hidden, labels))                     //                          -> [B, labels]
    {
    }
}
