
namespace SpeechEmotion.Experiments;

/// <summary>How gradients move the weights.</summary>
public enum Optimizer
{
    /// <summary>Adam [Kingma2015], its weight decay added to the gradients.</summary>
    Adam,

    /// <summary>AdamW [Loshchilov2019]: the weight decay shrinks the matrices directly and leaves offsets and scales alone.</summary>
    AdamW,
}
