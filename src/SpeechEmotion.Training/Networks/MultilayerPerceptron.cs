using SpeechEmotion.Networks.Layers;
using static TorchSharp.torch.nn;

namespace SpeechEmotion.Networks;

/// <summary>A head for the vectors of a pre-trained encoder: they are standardised and go through one hidden layer.</summary>
public sealed class MultilayerPerceptron : Network
{
    /// <summary>Builds the network with freshly drawn weights, and statistics that leave its input as it is.</summary>
    /// <param name="length">Values per clip: bands × frames.</param>
    /// <param name="labels">Number of emotions.</param>
    /// <param name="width">Scale of the hidden layer; 1 is 256 units.</param>
    /// <param name="dropout">Fraction of the hidden values that a training step leaves out.</param>
    /// <param name="corpora">Corpora with statistics of their own; null for none.</param>
    public MultilayerPerceptron(int length, int labels, double width = 1, double dropout = 0.2, IReadOnlyList<string>? corpora = null)
        : base(
            "MLP",
            flatten: true,
            Flatten(),                                                                  // [B, 1, n] -> [B, n]
            new Standardisation(length, corpora ?? []),
            Linear(length, Scale(256, width)), ReLU(), Dropout(dropout),                //           -> [B, 256]
            Linear(Scale(256, width), labels))                                          //           -> [B, labels]
    {
    }
}
