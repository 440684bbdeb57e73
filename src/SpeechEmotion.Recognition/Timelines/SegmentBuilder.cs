namespace SpeechEmotion.Recognition.Timelines;

/// <summary>
/// Makes segments from the windows of one sound after the other. The probabilities of each window are smoothed with those before and after it, weights
/// 1, 2, 1, as far as these belong to the same sound; then neighbours with the same first emotion become one, and so do those that are no speech, with the mean of their
/// probabilities over time.
/// </summary>
internal sealed class SegmentBuilder
{
    private const int NoSpeech = -1;

    private TimedProbabilities? _before, _at;

    // The segment that goes on, and its probabilities times samples.
    private long _start, _end;
    private int _emotion; // NoSpeech for anything else than speech
    private double[] _sums = []; // of all values

    /// <summary>Takes the next window of a sound.</summary>
    /// <param name="window">Begins where the one before it has ended.</param>
    /// <param name="finished">Receives what is final.</param>
    public void Add(TimedProbabilities window, ICollection<TimedProbabilities> finished)
    {
        if (_at is not null)
        {
            Merge(_at, Smooth(_before, _at, window), finished);
        }

        (_before, _at) = (_at, window);
    }

    /// <summary>Ends a sound.</summary>
    /// <param name="finished">Receives what is final, which is everything.</param>
    public void EndSound(ICollection<TimedProbabilities> finished)
    {
        if (_at is not null)
        {
            Merge(_at, Smooth(_before, _at, null), finished);
            EndSegment(finished);
        }

        _before = _at = null;
    }

    private static double[] Smooth(TimedProbabilities? before, TimedProbabilities at, TimedProbabilities? after)
    {
        double total = 2 + (before is null ? 0 : 1) + (after is null ? 0 : 1);
        return [.. at.Values.Select((value, i) => ((before?.Values[i] ?? 0.0) + (2.0 * value) + (after?.Values[i] ?? 0.0)) / total)];
    }

    private void Merge(TimedProbabilities window, double[] values, ICollection<TimedProbabilities> finished)
    {
        int emotion = values[^2] < EmotionScores.SpeechThreshold ? NoSpeech : Array.IndexOf(values, values[..^2].Max());
        if (_sums.Length == 0 || emotion != _emotion)
        {
            EndSegment(finished);
            (_start, _emotion, _sums) = (window.Start, emotion, new double[values.Length]);
        }

        _end = window.End;
        for (int i = 0; i < values.Length; i++)
        {
            _sums[i] += values[i] * (window.End - window.Start);
        }
    }

    private void EndSegment(ICollection<TimedProbabilities> finished)
    {
        if (_sums.Length > 0)
        {
            float[] means = [.. _sums.Select(sum => (float)(sum / (_end - _start)))];
            finished.Add(new TimedProbabilities(_start, _end, means[..^2], means[^2], Math.Max(1, means[^1])));
            _sums = [];
        }
    }
}
