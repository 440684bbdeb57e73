using SpeechEmotion.Metrics;

namespace SpeechEmotion.Recognition;

/// <summary>What a model hears in a clip: a probability for each emotion.</summary>
public sealed class EmotionScores
{
    /// <summary>Below this margin a result counts as unsure: the second emotion is then nearly as likely as the first.</summary>
    public const float UnsureMargin = 0.1f;

    /// <summary>Wraps labels and probabilities that are handed over, not copied.</summary>
    /// <param name="labels">The emotions, 1 or more.</param>
    /// <param name="probabilities">The probability of each, 0..1; together 1.</param>
    /// <exception cref="ArgumentException">There is nothing, or not a probability for each label.</exception>
    public EmotionScores(IReadOnlyList<string> labels, float[] probabilities)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (labels.Count == 0 || labels.Count != probabilities.Length)
        {
            throw new ArgumentException($"{probabilities.Length} probabilities do not fit {labels.Count} labels; there must be one for each, and one at least.", nameof(probabilities));
        }

        Labels = labels;
        Probabilities = probabilities;
        int top = Array.IndexOf(probabilities, probabilities.Max());
        Emotion = labels[top];
        Probability = probabilities[top];
        Margin = Probability - probabilities.Where((_, i) => i != top).DefaultIfEmpty(0).Max();
    }

    /// <summary>What the probabilities were adapted to, and the plain scores; null if they are plain.</summary>
    public Adaptation? Adaptation { get; private init; }

    /// <summary>The emotions, in the order of the model's outputs.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The probability of each emotion, 0..1; together 1.</summary>
    public float[] Probabilities { get; }

    /// <summary>The most probable emotion; of equals, the first.</summary>
    public string Emotion { get; }

    /// <summary>Its probability, 0..1.</summary>
    public float Probability { get; }

    /// <summary>How much less probable the second emotion is, 0..1.</summary>
    public float Margin { get; }

    /// <summary>Whether the first emotion is hardly ahead: <see cref="Margin"/> is below <see cref="UnsureMargin"/>.</summary>
    public bool IsUnsure => Margin < UnsureMargin;

    /// <summary>These scores adapted to a voice, instead of whatever they were adapted to before.</summary>
    internal EmotionScores AdaptedTo(RunningAdaptation voice)
    {
        EmotionScores plain = Adaptation?.Plain ?? this;
        return new EmotionScores(Labels, voice.Adapt(plain.Probabilities)) { Adaptation = new Adaptation(voice.Seconds, voice.Clips, plain) };
    }
}
