using SpeechEmotion.Datasets;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Tests.Datasets;

/// <summary>Makes lists of clips that exist in name only.</summary>
internal static class SpeechMaker
{
    /// <summary>All of CREMA-D by count: 91 actors, 1,271 clips of each emotion, 1,087 neutral.</summary>
    public static Utterance[] CremaD()
    {
        var clips = new List<Utterance>();
        foreach (string emotion in EmotionNames.CremaD)
        {
            int count = emotion == EmotionNames.Neutral ? 1087 : 1271;
            clips.AddRange(Enumerable.Range(0, count).Select(i => Clip($"{1001 + (i % 91)}_{i / 91:00}_{emotion}.wav", emotion, $"{1001 + (i % 91)}")));
        }

        return [.. clips];
    }

    /// <summary>A corpus of random size: 3 to 40 speakers with 1 to 30 clips each, 2 to 7 emotions of unequal share.</summary>
    public static Utterance[] Random(ulong seed)
    {
        var random = new SeededRandom(seed);
        int emotions = random.NextInteger(2, 7);
        var clips = new List<Utterance>();
        for (int speaker = random.NextInteger(3, 40); speaker > 0; speaker--)
        {
            for (int clip = random.NextInteger(1, 30); clip > 0; clip--)
            {
                string emotion = EmotionNames.All[(int)(emotions * Math.Pow(random.NextUniform(), 2))];
                clips.Add(Clip($"s{speaker}/{clip}.wav", emotion, $"s{speaker}"));
            }
        }

        return [.. clips];
    }

    public static Utterance Clip(string name, string emotion, string? speaker = null) =>
        new() { Name = name, Path = "/nowhere/" + name, Emotion = emotion, Speaker = speaker };
}
