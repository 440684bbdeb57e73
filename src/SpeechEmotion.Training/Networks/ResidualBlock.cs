using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Networks;

/// <summary>
/// Two 3×3 convolutions whose result is weighed channel by channel [Hu2018] and added to the block's input [He2016]:
/// <c>relu(shortcut(x) + s · norm(conv(relu(norm(conv(x))))))</c> with <c>s = sigmoid(expand(relu(squeeze(mean over bands and frames))))</c>.
/// </summary>
public sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private const int Reduction = 4; // Channels for each one in the middle of the channel weights.

    /// <summary>Builds the block with freshly drawn weights.</summary>
    /// <param name="input">Channels of the input.</param>
    /// <param name="output">Channels of the output.</param>
    public ResidualBlock(long input, long output)
        : base("ResidualBlock")
    {
        Convolution1 = nn.Conv2d(input, output, 3, padding: 1, bias: false);
        Norm1 = new BatchNorm((int)output);
        Convolution2 = nn.Conv2d(output, output, 3, padding: 1, bias: false);
        Norm2 = new BatchNorm((int)output);
        Squeeze = nn.Linear(output, Math.Max(8, output / Reduction));
        Expand = nn.Linear(Math.Max(8, output / Reduction), output);
        Shortcut = nn.Conv2d(input, output, 1, bias: false);
        ShortcutNorm = new BatchNorm((int)output);
        RegisterComponents();
    }

    /// <summary>First convolution.</summary>
    public Conv2d Convolution1 { get; }

    /// <summary>Normalisation after the first convolution.</summary>
    public BatchNorm Norm1 { get; }

    /// <summary>Second convolution.</summary>
    public Conv2d Convolution2 { get; }

    /// <summary>Normalisation after the second convolution.</summary>
    public BatchNorm Norm2 { get; }

    /// <summary>Channel means to a few numbers.</summary>
    public Linear Squeeze { get; }

    /// <summary>The few numbers to a weight for each channel.</summary>
    public Linear Expand { get; }

    /// <summary>Brings the input to the output's channels.</summary>
    public Conv2d Shortcut { get; }

    /// <summary>Normalisation of the shortcut.</summary>
    public BatchNorm ShortcutNorm { get; }

    /// <summary>Computes the block.</summary>
    /// <param name="input">Values <c>[B, input, bands, frames]</c>.</param>
    /// <returns>Values <c>[B, output, bands, frames]</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = nn.functional.relu(Norm1.forward(Convolution1.forward(input)));
        x = Norm2.forward(Convolution2.forward(x));                                                     // [B, output, bands, frames]
        Tensor weights = Expand.forward(nn.functional.relu(Squeeze.forward(x.mean([2, 3]))));           // [B, output]
        x = x * weights.sigmoid().unsqueeze(2).unsqueeze(3);
        return nn.functional.relu(x + ShortcutNorm.forward(Shortcut.forward(input))).MoveToOuterDisposeScope();
    }
}
