using SpeechEmotion.Metrics;

namespace SpeechEmotion.Recognition;

/// <summary>What a model hears in a clip: how probably it is speech, and a probability for each emotion. <see cref="Answer"/> sums it up.</summary>
public sealed class EmotionScores
{
    /// <summary>The answer for what is not speech: silence, less sound than can be judged, and what a model with the output <c>speech</c> tells from speech.</summary>
    public const string NoSpeech = "noSpeech";

    /// <summary>The answer for speech whose emotion the model cannot tell.</summary>
    public const string Unsure = "unsure";

    /// <summary>Below this <see cref="SpeechProbability"/> the answer is <see cref="NoSpeech"/>.</summary>
    public const float SpeechThreshold = 0.5f;

    /// <summary>Below this margin a result counts as unsure: the second emotion is then nearly as likely as the first.</summary>
    public const float UnsureMargin = 0.1f;

    /// <summary>Below this probability of the first emotion a result counts as unsure: that it is another one is then more likely.</summary>
    public const float UnsureProbability = 0.5f;

    /// <summary>Wraps labels and probabilities that are handed over, not copied.</summary>
    /// <param name="labels">The emotions, 1 or more.</param>
    /// <param name="probabilities">The probability of each, 0..1; together 1.</param>
    /// <param name="speechProbability">The probability that the clip is speech, 0..1.</param>
    /// <param name="soundSeconds">Seconds that sound, 0 or more; 0 if that is not known.</param>
    /// <exception cref="ArgumentException">There is nothing, or not a probability for each label; the probabilities are not 0..1 or not 1 together; or a number is out of its range.</exception>
    public EmotionScores(IReadOnlyList<string> labels, float[] probabilities, float speechProbability = 1, double soundSeconds = 0)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (labels.Count == 0 || labels.Count != probabilities.Length)
        {
            throw new ArgumentException($"{probabilities.Length} probabilities do not fit {labels.Count} labels; there must be one for each, and one at least.", nameof(probabilities));
        }

        if (speechProbability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(speechProbability), speechProbability, "The probability of speech must be 0 to 1.");
        }

        if (!AreProbabilities(probabilities))
        {
            throw new ArgumentException($"The probabilities are {string.Join(", ", probabilities.Select(p => FormattableString.Invariant($"{p}")))}; each must be 0 to 1, and together they must be 1.", nameof(probabilities));
        }

        if (soundSeconds is not (>= 0 and <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(soundSeconds), soundSeconds, "The seconds that sound must be 0 or more.");
        }

        Labels = labels;
        SpeechProbability = speechProbability;
        SoundSeconds = soundSeconds;
        Probabilities = probabilities;
        int top = Array.IndexOf(probabilities, probabilities.Max());
        Emotion = labels[top];
        Probability = probabilities[top];
        Margin = Probability - probabilities.Where((_, i) => i != top).DefaultIfEmpty(0).Max();
    }

    /// <summary>What the probabilities were adapted to, and the plain scores; null if they are plain.</summary>
    public Adaptation? Adaptation { get; private init; }

    /// <summary>What the logits were divided by because of how the clip sounds; 1 if it sounds like what the model learned from.</summary>
    public float Unfamiliarity { get; internal init; } = 1;

    /// <summary>The plain probabilities as if the clip sounded familiar, which is what tells of a voice.</summary>
    internal float[] Undivided
    {
        get
        {
            EmotionScores plain = Adaptation?.Plain ?? this;
            return plain.Unfamiliarity == 1 ? plain.Probabilities : TemperatureScaling.Change(plain.Probabilities, plain.Unfamiliarity, 1);
        }
    }

    /// <summary>Digest of the model that gave the scores; null if they come from elsewhere.</summary>
    internal string? Model { get; init; }

    /// <summary>What a long recording's scores are means of; null for a clip.</summary>
    public RecordingParts? Parts { get; internal init; }

    /// <summary>The emotions, in the order of the model's outputs.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The probability of each emotion, 0..1; together 1.</summary>
    public float[] Probabilities { get; }

    /// <summary>The probability that the clip is speech, 0..1. It is 0 for silence and for less than a quarter of a second of sound; a model without a speech gate gives 1 for all else.</summary>
    public float SpeechProbability { get; }

    /// <summary>Seconds of the clip that sound, pauses and silence not counted: what it counts for in an <see cref="EmotionSession"/>. Of a long recording, the seconds of speech; of a segment, its
    /// length.</summary>
    public double SoundSeconds { get; }

    /// <summary>Whether the clip counts as speech; if not, the probabilities of the emotions mean nothing.</summary>
    public bool IsSpeech => SpeechProbability >= SpeechThreshold;

    /// <summary>The answer to give: <see cref="NoSpeech"/>, <see cref="Unsure"/>, or the most probable emotion.</summary>
    public string Answer => !IsSpeech ? NoSpeech : IsUnsure ? Unsure : Emotion;

    /// <summary>The most probable emotion, whether or not it is the answer; of equals, the first.</summary>
    public string Emotion { get; }

    /// <summary>Its probability, 0..1.</summary>
    public float Probability { get; }

    /// <summary>How much less probable the second emotion is, 0..1.</summary>
    public float Margin { get; }

    /// <summary>The probability of an emotion by its name, 0..1.</summary>
    /// <param name="emotion">One of the <see cref="Labels"/>.</param>
    /// <exception cref="ArgumentException">The model does not know the emotion; the message lists those that it knows.</exception>
    public float this[string emotion]
    {
        get
        {
            for (int i = 0; i < Labels.Count; i++)
            {
                if (string.Equals(Labels[i], emotion, StringComparison.Ordinal))
                {
                    return Probabilities[i];
                }
            }

            throw new ArgumentException($"The model does not know '{emotion}'; it knows {string.Join(", ", Labels)}.", nameof(emotion));
        }
    }

    /// <summary>Whether the first emotion is probably wrong or hardly ahead: <see cref="Probability"/> is below <see cref="UnsureProbability"/>, or <see cref="Margin"/> below
    /// <see cref="UnsureMargin"/>.</summary>
    public bool IsUnsure => Probability < UnsureProbability || Margin < UnsureMargin;

    /// <summary>The answer and its probability in percent, such as <c>anger 83 %</c>, <c>unsure: anger 34 %</c> or <c>noSpeech 97 %</c>.</summary>
    public override string ToString() => !IsSpeech ? $"{NoSpeech} {100 * (1 - SpeechProbability):0} %"
        : IsUnsure ? $"{Unsure}: {Emotion} {100 * Probability:0} %"
        : $"{Emotion} {100 * Probability:0} %";

    /// <summary>These scores adapted to a voice, instead of whatever they were adapted to before; what is not speech stays as it is.</summary>
    internal EmotionScores AdaptedTo(RunningAdaptation voice)
    {
        EmotionScores plain = Adaptation?.Plain ?? this;
        if (!plain.IsSpeech)
        {
            return plain;
        }

        float[] adapted = voice.Adapt(Undivided);
        return new EmotionScores(Labels, Unfamiliarity == 1 ? adapted : TemperatureScaling.Change(adapted, 1, Unfamiliarity), SpeechProbability, SoundSeconds)
        {
            Adaptation = new Adaptation(voice.Seconds, voice.Clips, plain),
            Parts = Parts,
            Model = Model,
            Unfamiliarity = Unfamiliarity,
        };
    }

    /// <summary>Whether numbers are 0 to 1 and together 1, as far as single precision tells.</summary>
    internal static bool AreProbabilities(float[] values) => values.All(value => value is >= 0 and <= 1.001f) && Math.Abs(values.Sum(value => (double)value) - 1) < 1e-3;
}
