namespace SpeechEmotion.Recognition;

/// <summary>How a recording is cut into segments of one emotion each.</summary>
public sealed record TimelineConfig
{
    /// <summary>Seconds that the model hears at a time, 0.5 to 60. Longer: surer of each window, slower to notice a change. What a model can hear
    /// (<c>Card.Features.ClipLength</c>) is the upper limit.</summary>
    public double WindowSeconds { get; init; } = 3;

    /// <summary>Seconds from one window to the next, 0.05 to <see cref="WindowSeconds"/>. Shorter: finer in time, and more work.</summary>
    public double StepSeconds { get; init; } = 0.5;

    /// <summary>How much louder than the background a sound must be, 1 to 60 dB. Larger: more counts as silence.</summary>
    public double MarginDecibels { get; init; } = 10;

    /// <summary>Lists every fault of the configuration, each with its path below <paramref name="path"/>; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "timeline")
    {
        if (WindowSeconds is not (>= 0.5 and <= 60))
        {
            yield return $"{path}.windowSeconds is {WindowSeconds}; it must be 0.5 to 60 s";
        }

        if (!(StepSeconds >= 0.05 && StepSeconds <= WindowSeconds))
        {
            yield return $"{path}.stepSeconds is {StepSeconds}; it must be 0.05 s to windowSeconds ({WindowSeconds} s)";
        }

        if (MarginDecibels is not (>= 1 and <= 60))
        {
            yield return $"{path}.marginDecibels is {MarginDecibels}; it must be 1 to 60 dB";
        }
    }
}
