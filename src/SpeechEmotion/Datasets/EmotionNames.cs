namespace SpeechEmotion.Datasets;

/// <summary>The canonical names of emotions, so that models and corpora speak of the same thing.</summary>
public static class EmotionNames
{
    /// <summary>Sadness.</summary>
    public const string Sad = "sad";

    /// <summary>Anger.</summary>
    public const string Anger = "anger";

    /// <summary>No particular emotion.</summary>
    public const string Neutral = "neutral";

    /// <summary>Happiness, joy.</summary>
    public const string Happy = "happy";

    /// <summary>Fear.</summary>
    public const string Fear = "fear";

    /// <summary>Disgust.</summary>
    public const string Disgust = "disgust";

    /// <summary>Surprise.</summary>
    public const string Surprise = "surprise";

    /// <summary>Calm.</summary>
    public const string Calm = "calm";

    /// <summary>Boredom.</summary>
    public const string Boredom = "boredom";

    /// <summary>The six emotions of CREMA-D, in the order of the published networks' outputs.</summary>
    public static IReadOnlyList<string> CremaD { get; } = [Sad, Anger, Neutral, Happy, Fear, Disgust];

    /// <summary>Every emotion that has a canonical name.</summary>
    public static IReadOnlyList<string> All { get; } = [Sad, Anger, Neutral, Happy, Fear, Disgust, Surprise, Calm, Boredom];

    /// <summary>The canonical name for a word such as "angry", "Sadness" or "joy"; the word itself, in lower case, where none is known.</summary>
    public static string Normalize(string word)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(word);
        string lower = word.Trim().ToLowerInvariant();
        return lower switch
        {
            "sadness" => Sad,
            "angry" => Anger,
            "happiness" or "joy" or "joyful" => Happy,
            "fearful" or "scared" or "anxiety" or "anxious" => Fear,
            "disgusted" => Disgust,
            "surprised" or "ps" or "pleasant_surprise" or "pleasant_surprised" => Surprise,
            "bored" => Boredom,
            _ => lower,
        };
    }
}
