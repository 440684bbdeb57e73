using SpeechEmotion.Datasets;

namespace SpeechEmotion.Runs;

/// <summary>
/// One fixed colour per emotion, the same in every plot and page. The six of CREMA-D, and surprise, are the palette of [Okabe2008], which people with
/// the common colour-vision deficiencies can tell apart; the rest are from [Tol2021].
/// </summary>
public static class EmotionColors
{
    private static readonly string[] Others = ["#332288", "#882255", "#117733", "#AA4499", "#661100", "#6699CC"];

    /// <summary>The emotion's colour as <c>#RRGGBB</c>. An unknown emotion gets a colour that depends only on its name.</summary>
    /// <param name="emotion">The canonical name (see <see cref="EmotionNames"/>).</param>
    public static string Of(string emotion)
    {
        ArgumentNullException.ThrowIfNull(emotion);
        return emotion switch
        {
            EmotionNames.Sad => "#0072B2",
            EmotionNames.Anger => "#D55E00",
            EmotionNames.Neutral => "#7F8C8D",
            EmotionNames.Happy => "#E69F00",
            EmotionNames.Fear => "#CC79A7",
            EmotionNames.Disgust => "#009E73",
            EmotionNames.Surprise => "#56B4E9",
            EmotionNames.Calm => "#44AA99",
            EmotionNames.Boredom => "#999933",
            _ => Others[emotion.Sum(letter => letter) % Others.Length],
        };
    }
}
