using SpeechEmotion.Datasets;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Runs.Listeners;

/// <summary>A clip that listeners voted on and a model answered.</summary>
/// <param name="Utterance">The clip.</param>
/// <param name="Truth">Index of the intended emotion.</param>
/// <param name="Answer">Index of the model's most probable emotion.</param>
/// <param name="Probabilities">What the model says, <c>[emotions]</c>.</param>
/// <param name="Votes">Votes of the listeners, <c>[emotions]</c>.</param>
internal sealed record HeardClip(Utterance Utterance, int Truth, int Answer, double[] Probabilities, int[] Votes)
{
    private const int Bins = 15;

    /// <summary>Number of votes, 1 or more.</summary>
    public int Total { get; } = Votes.Sum();

    /// <summary>Fractions of the votes, <c>[emotions]</c>.</summary>
    public double[] Fractions { get; } = Array.ConvertAll(Votes, votes => (double)votes / Votes.Sum());

    /// <summary>The emotions with the most votes; one, or several with as many.</summary>
    public int[] Leaders { get; } = [.. Enumerable.Range(0, Votes.Length).Where(emotion => Votes[emotion] == Votes.Max())];

    /// <summary>A clip; null if nobody voted for an emotion that the model knows.</summary>
    public static HeardClip? Create(Utterance clip, Prediction prediction, IReadOnlyList<string> labels, IReadOnlyDictionary<string, int> votes)
    {
        int[] counts = [.. labels.Select(label => votes.GetValueOrDefault(label))];
        return counts.Sum() == 0 ? null
            : new HeardClip(clip, prediction.Truth, Calibration.MostLikely(prediction.Probabilities), Array.ConvertAll(prediction.Probabilities, p => (double)p), counts);
    }

    /// <summary>Listeners and the model on some clips.</summary>
    public static ListenerGroup Measure(string kind, string name, IReadOnlyList<HeardClip> clips)
    {
        HeardClip[] pairs = [.. clips.Where(clip => clip.Total > 1)];
        return new ListenerGroup(
            kind,
            name,
            clips.Count,
            Uar(clip => clip.Answer == clip.Truth ? 1 : 0),
            Uar(clip => clip.Fractions[clip.Truth]),
            Uar(clip => clip.Leaders.Contains(clip.Truth) ? 1.0 / clip.Leaders.Length : 0),
            clips.Average(clip => clip.Fractions[clip.Answer]),
            pairs.Length == 0 ? 0 : pairs.Average(clip => clip.Votes.Sum(votes => (double)votes * (votes - 1)) / ((double)clip.Total * (clip.Total - 1))));

        double Uar(Func<HeardClip, double> right) => clips.GroupBy(clip => clip.Truth).Average(emotion => emotion.Average(right));
    }

    /// <summary>Expected calibration error, a clip being right by the fraction of listeners who chose the model's answer.</summary>
    public static double CalibrationError(IReadOnlyList<HeardClip> clips)
    {
        double[] gaps = new double[Bins];
        foreach (HeardClip clip in clips)
        {
            double top = clip.Probabilities[clip.Answer];
            gaps[Math.Clamp((int)Math.Ceiling(top * Bins) - 1, 0, Bins - 1)] += clip.Fractions[clip.Answer] - top;
        }

        return gaps.Sum(Math.Abs) / clips.Count;
    }
}
