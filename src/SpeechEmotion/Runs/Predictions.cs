using SpeechEmotion.Metrics;

namespace SpeechEmotion.Runs;

/// <summary>What a network said of all clips of a part: all that an evaluation needs.</summary>
/// <param name="Labels">Emotions in the order of the probabilities.</param>
/// <param name="Clips">A prediction per clip.</param>
public sealed record Predictions(IReadOnlyList<string> Labels, IReadOnlyList<Prediction> Clips)
{
    /// <summary>Index of the intended emotion, one per clip.</summary>
    public int[] Truth() => [.. Clips.Select(clip => clip.Truth)];

    /// <summary>Index of the most probable emotion, one per clip; the first one where several are equal.</summary>
    public int[] Predicted() => [.. Clips.Select(clip => Calibration.MostLikely(clip.Probabilities))];
}
