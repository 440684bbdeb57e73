namespace SpeechEmotion.Metrics;

/// <summary>What a <see cref="RunningAdaptation"/> has heard of a voice: all that is kept of it.</summary>
/// <param name="Sum">Σ seconds · (z - expected) over the clips, <c>[emotions]</c>.</param>
/// <param name="Weight">Seconds that count: of each clip at most <see cref="RunningAdaptation.MaximumClipSeconds"/>.</param>
/// <param name="Seconds">Seconds of speech heard, at least <paramref name="Weight"/>.</param>
/// <param name="Clips">Clips heard.</param>
public sealed record VoiceStatistics(IReadOnlyList<double> Sum, double Weight, double Seconds, long Clips)
{
    /// <summary>Lists every fault, each with its path; empty if there is none.</summary>
    /// <param name="emotions">Number of emotions that the model knows.</param>
    /// <param name="path">What the messages call the statistics.</param>
    public IEnumerable<string> Validate(int emotions, string path = "voice")
    {
        if (Sum.Count != emotions || !Sum.All(double.IsFinite))
        {
            yield return $"{path}.sum is [{string.Join(", ", Sum)}]; it must be a finite number for each of the {emotions} labels";
        }

        if (Clips < 0)
        {
            yield return $"{path}.clips is {Clips}; it must be 0 or more";
        }

        if (!(Weight >= 0) || Weight > Math.Max(0, Clips) * RunningAdaptation.MaximumClipSeconds * (1 + 1e-9))
        {
            yield return $"{path}.weight is {Weight}; it must be 0 to {RunningAdaptation.MaximumClipSeconds} for each of the clips";
        }

        if (!(Seconds >= Weight) || !double.IsFinite(Seconds))
        {
            yield return $"{path}.seconds is {Seconds}; it must be a finite number, at least the weight";
        }
    }
}
