using SpeechEmotion.Datasets;
using SpeechEmotion.Runs;
using Xunit;

namespace SpeechEmotion.Tests.Runs;

public class EmotionColorsTests
{
    [Fact]
    public void Of_KnownEmotions_AreAllDifferent()
    {
        string[] emotions = [.. EmotionNames.CremaD, EmotionNames.Surprise, EmotionNames.Calm, EmotionNames.Boredom];

        Assert.Equal(emotions.Length, emotions.Select(EmotionColors.Of).Distinct().Count());
    }

    [Fact]
    public void Of_UnknownEmotion_IsAColorAndAlwaysTheSame()
    {
        Assert.Matches("^#[0-9A-F]{6}$", EmotionColors.Of("contempt"));
        Assert.Equal(EmotionColors.Of("contempt"), EmotionColors.Of("contempt"));
    }
}
