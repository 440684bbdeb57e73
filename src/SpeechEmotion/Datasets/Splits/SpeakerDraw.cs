using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Datasets.Splits;

/// <summary>Draws whole speakers. Clips come in ordinal order, so that the draw depends on the seed alone.</summary>
internal static class SpeakerDraw
{
    /// <summary>The speakers in ordinal order; every clip must have one.</summary>
    public static string[] Speakers(Utterance[] clips)
    {
        Utterance? nameless = clips.FirstOrDefault(u => string.IsNullOrWhiteSpace(u.Speaker));
        return nameless is null
            ? [.. clips.Select(u => u.SpeakerId!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : throw new ArgumentException(
                $"Clip '{nameless.Id}' has no speaker ({clips.Count(u => string.IsNullOrWhiteSpace(u.Speaker))} of {Counted.Of(clips.Length, "clip")} have none); "
                + "name the speakers in a table path,emotion,speaker, or take the protocol random.");
    }

    /// <summary>A share of the speakers, rounded, at least 1 and at most all but <paramref name="keep"/>.</summary>
    public static string[] Share(string[] speakers, double share, int keep, SeededRandom random)
    {
        int count = Math.Clamp((int)Math.Round(share * speakers.Length, MidpointRounding.AwayFromZero), 1, speakers.Length - keep);
        string[] shuffled = [.. speakers];
        random.Shuffle<string>(shuffled);
        return shuffled[..count];
    }

    /// <summary>A group for each speaker: shuffled, then the one with the most clips first, each goes to the group with the fewest clips so far.</summary>
    public static Dictionary<string, int> Deal(Utterance[] clips, int groups, SeededRandom random)
    {
        string[] speakers = Speakers(clips);
        if (speakers.Length < groups)
        {
            throw new ArgumentException($"{Counted.Of(speakers.Length, "speaker")} cannot fill {groups} groups, as no speaker may be in two; take fewer groups.");
        }

        random.Shuffle<string>(speakers);
        Dictionary<string, int> clipsOf = clips.CountBy(u => u.SpeakerId!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var groupOf = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] size = new int[groups];
        foreach (string speaker in speakers.OrderByDescending(s => clipsOf[s]))
        {
            int smallest = Array.IndexOf(size, size.Min());
            groupOf[speaker] = smallest;
            size[smallest] += clipsOf[speaker];
        }

        return groupOf;
    }
}
