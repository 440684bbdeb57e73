using System.Globalization;
using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Runs.Listeners;

/// <summary>A model measured against what listeners heard, beside how listeners do themselves.</summary>
public sealed record ListenerReport
{
    /// <summary>Number of clips with votes.</summary>
    public required int Clips { get; init; }

    /// <summary>Number of votes.</summary>
    public required int Votes { get; init; }

    /// <summary>Number of clips for which one emotion has more votes than any other.</summary>
    public required int MajorityClips { get; init; }

    /// <summary>Of those, how many the model answers as the majority did, 0..1.</summary>
    public required double MajorityAccuracy { get; init; }

    /// <summary>The same as the mean over the emotions that a majority chose: UAR against what was heard.</summary>
    public required double MajorityUar { get; init; }

    /// <summary>Mean Jensen–Shannon divergence of the model's probabilities from the fractions of the votes, in bits, 0..1; lower is better.</summary>
    public required double JensenShannon { get; init; }

    /// <summary>The same for one answer to all clips: the fractions of all votes. A model that heard nothing could reach it.</summary>
    public required double JensenShannonOfPrior { get; init; }

    /// <summary>For each emotion, the correlation of its probability with its fraction of the votes over the clips; NaN becomes 0.</summary>
    public required IReadOnlyDictionary<string, double> Correlation { get; init; }

    /// <summary>Expected calibration error against the votes: a clip counts as right in part, as the fraction of listeners who chose the model's answer.</summary>
    public required double Ece { get; init; }

    /// <summary>All clips, then groups of them.</summary>
    public required IReadOnlyList<ListenerGroup> Groups { get; init; }

    /// <summary>Measures predictions.</summary>
    /// <param name="predictions">What a model said.</param>
    /// <param name="clips">What is known of the clips; those that were not predicted do not count.</param>
    /// <param name="votes">What listeners heard.</param>
    /// <exception cref="InvalidDataException">There are votes for none of the clips.</exception>
    public static ListenerReport From(Predictions predictions, IReadOnlyList<Utterance> clips, ListenerVotes votes)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(votes);
        votes.RequireOneClipEach(clips);
        Dictionary<(string, string), Utterance> known = clips.ToDictionary(clip => (clip.Corpus, clip.Name));
        List<HeardClip> heard = [];
        foreach (Prediction prediction in predictions.Clips)
        {
            if (known.TryGetValue((prediction.Corpus, prediction.Name), out Utterance? clip) && votes.Of(clip) is { } chosen
                && HeardClip.Create(clip, prediction, predictions.Labels, chosen) is { } one)
            {
                heard.Add(one);
            }
        }

        if (heard.Count == 0)
        {
            throw new InvalidDataException($"the table has votes for {Counted.Of(votes.Clips, "clip")}, but for none of the {predictions.Clips.Count} that were measured; its column 'clip' must hold their file names");
        }

        int labels = predictions.Labels.Count;
        HeardClip[] clear = [.. heard.Where(clip => clip.Leaders.Length == 1)];
        ConfusionMatrix majority = clear.Length == 0 ? ConfusionMatrix.Empty(labels)
            : ConfusionMatrix.Count([.. clear.Select(clip => clip.Leaders[0])], [.. clear.Select(clip => clip.Answer)], labels);
        double all = heard.Sum(clip => clip.Total);
        double[] prior = [.. Enumerable.Range(0, labels).Select(emotion => heard.Sum(clip => clip.Votes[emotion]) / all)];
        return new ListenerReport
        {
            Clips = heard.Count,
            Votes = (int)all,
            MajorityClips = clear.Length,
            MajorityAccuracy = majority.Accuracy,
            MajorityUar = majority.Uar,
            JensenShannon = heard.Average(clip => Distributions.JensenShannon(clip.Probabilities, clip.Fractions)),
            JensenShannonOfPrior = heard.Average(clip => Distributions.JensenShannon(prior, clip.Fractions)),
            Correlation = Enumerable.Range(0, labels).ToDictionary(emotion => predictions.Labels[emotion], emotion =>
                Distributions.Correlation([.. heard.Select(clip => clip.Probabilities[emotion])], [.. heard.Select(clip => clip.Fractions[emotion])]) is var r && double.IsNaN(r) ? 0 : r),
            Ece = HeardClip.CalibrationError(heard),
            Groups =
            [
                HeardClip.Measure("all", "all clips", heard),
                .. GroupsBy("intensity", clip => clip.Intensity),
                .. GroupsBy("sex", clip => clip.Sex),
                .. GroupsBy("age", clip => clip.Age is { } age ? $"{age / 10 * 10}–{(age / 10 * 10) + 9}" : null),
                .. GroupsBy("sentence", clip => clip.Sentence),
            ],
        };

        IEnumerable<ListenerGroup> GroupsBy(string kind, Func<Utterance, string?> name) => heard
            .GroupBy(clip => name(clip.Utterance)).Where(group => group.Key is not null).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => HeardClip.Measure(kind, group.Key!, [.. group]));
    }

    /// <summary>The report for people.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"listeners: {Counted.Of(Votes, "vote", "N0")} for {Counted.Of(Clips, "clip", "N0")}\n");
        text.Append(CultureInfo.InvariantCulture, $"against what most of them heard ({Counted.Of(MajorityClips, "clip", "N0")}): accuracy {MajorityAccuracy:F4}  UAR {MajorityUar:F4}\n");
        text.Append(CultureInfo.InvariantCulture, $"against their votes: Jensen–Shannon divergence {JensenShannon:F4} bits (one answer for all clips: {JensenShannonOfPrior:F4})  calibration error {Ece:F4}\n");
        text.Append("correlation with their votes: ").AppendJoin("  ", Correlation.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value:F3}"))).Append("\n\n");
        text.Append("                                 UAR, intended emotion        agrees with a listener\n");
        text.Append(CultureInfo.InvariantCulture, $"{"",-24}{"clips",7}  {"model",7}{"listener",10}{"majority",10}  {"model",9}{"listener",10}\n");
        foreach (ListenerGroup group in Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Label(group),-24}{group.Clips,7:N0}  {group.ModelUar,7:F3}{group.ListenerUar,10:F3}{group.MajorityUar,10:F3}  {group.ModelAgreement,9:F3}{group.ListenerAgreement,10:F3}\n");
        }

        return text.ToString();
    }

    private static string Label(ListenerGroup group) => group.Kind == "all" ? group.Name : $"{group.Kind} {group.Name}";
}
