using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;
using SpeechEmotion.Metrics;
using SpeechEmotion.Runs.Listeners;

namespace SpeechEmotion.Runs;

/// <summary>How well a network recognises the clips of a test part: the contents of <c>report.json</c>.</summary>
public sealed record EvaluationReport
{
    private const int FewClips = 30, FewSpeakers = 5;

    private static readonly EvaluationReport s_defaults = new()
    {
        Protocol = "",
        Clips = 0,
        Speakers = 0,
        Accuracy = 0,
        Uar = 0,
        MacroF1 = 0,
        Interval = new EvaluationInterval([], []),
        Ece = 0,
        Labels = [],
        Confusion = [[0]],
        PerEmotion = [],
        MacroAverage = new EmotionMetrics("", 0, 0, 0, 0),
        WeightedAverage = new EmotionMetrics("", 0, 0, 0, 0),
        Seconds = 0,
        Parameters = 0,
    };

    /// <summary>How training and test part were divided: speaker, random, folds or corpora; any other word where the clips are no part of a split.</summary>
    public required string Protocol { get; init; }

    /// <summary>Number of test clips.</summary>
    public required int Clips { get; init; }

    /// <summary>Number of their speakers; 0 if the corpus does not tell.</summary>
    public required int Speakers { get; init; }

    /// <summary>Share of the clips that are recognised, 0..1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Unweighted average recall, 0..1.</summary>
    public required double Uar { get; init; }

    /// <summary>Unweighted mean of the emotions' F1, 0..1.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>95 % intervals of UAR and accuracy.</summary>
    public required EvaluationInterval Interval { get; init; }

    /// <summary>Expected calibration error over 15 bins, 0..1; lower is better.</summary>
    public required double Ece { get; init; }

    /// <summary>Emotions in the order of the confusion matrix.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Clips by intended (row) and recognised emotion (column).</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>Precision, recall, F1 and support of each emotion.</summary>
    public required IReadOnlyList<EmotionMetrics> PerEmotion { get; init; }

    /// <summary>Their unweighted means.</summary>
    public required EmotionMetrics MacroAverage { get; init; }

    /// <summary>Their means weighted by support.</summary>
    public required EmotionMetrics WeightedAverage { get; init; }

    /// <summary>Wall-clock time that training took, in seconds; 0 if that is not known.</summary>
    public required double Seconds { get; init; }

    /// <summary>Number of trained parameters of the network; 0 if that is not known.</summary>
    public required long Parameters { get; init; }

    /// <summary>The corpus that was trained and tested on, several with plus signs between them; empty if that is not known.</summary>
    public string Corpus { get; init; } = "";

    /// <summary>Divisor of the logits that was fitted on the validation part [Guo2017]; probabilities and calibration error are those after it. For folds, the one that suits the answers of all of them together.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The metrics of each corpus that was tested on, in ordinal order of the names; empty if the clips do not tell their corpus.</summary>
    public IReadOnlyList<CorpusMetrics> PerCorpus { get; init; } = [];

    /// <summary>The model beside listeners, if their votes are known; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ListenerReport? Listeners { get; init; }

    /// <summary>What keeps the figures from meaning much, in words: few clips, one speaker, one emotion; empty if nothing does.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            List<string> warnings = [];
            if (Clips < FewClips)
            {
                warnings.Add($"only {Counted.Of(Clips, "clip")} {(Clips == 1 ? "was" : "were")} tested; with fewer than {FewClips} the figures and their intervals say little");
            }

            if (Speakers == 1)
            {
                warnings.Add("only 1 speaker was tested; the intervals are over clips and say nothing about other speakers");
            }
            else if (Speakers is > 1 and < FewSpeakers)
            {
                warnings.Add($"only {Speakers} speakers were tested; intervals over so few are too narrow");
            }

            int emotions = Confusion.Support().Count(clips => clips > 0);
            if (emotions < Labels.Count)
            {
                warnings.Add($"clips of {(emotions == 1 ? "only 1 emotion" : $"{emotions} of {Labels.Count} emotions")} were tested; UAR and macro F1 are not those of all emotions");
            }

            return warnings;
        }
    }

    /// <summary>Computes the report of a network's predictions.</summary>
    /// <param name="predictions">The predictions; at least one clip.</param>
    /// <param name="protocol">How training and test part were divided.</param>
    /// <param name="seconds">Wall-clock time that training took, in seconds.</param>
    /// <param name="parameters">Number of trained parameters.</param>
    /// <param name="seed">Seed of the intervals' resampling.</param>
    /// <exception cref="ArgumentException">There is no clip, or a prediction does not fit the labels.</exception>
    public static EvaluationReport From(Predictions predictions, string protocol, double seconds = 0, long parameters = 0, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentException.ThrowIfNullOrEmpty(protocol);
        int classes = predictions.Labels.Count;
        Prediction? odd = predictions.Clips.FirstOrDefault(clip => clip.Probabilities.Length != classes);
        if (odd is not null)
        {
            throw new ArgumentException($"Clip '{odd.Name}' has {odd.Probabilities.Length} probabilities for {classes} labels.", nameof(predictions));
        }

        int[] truth = predictions.Truth(), predicted = predictions.Predicted();
        string?[] speakers = [.. predictions.Clips.Select(clip => clip.SpeakerId)];
        Interval uar = Bootstrap.Interval(truth, predicted, classes, matrix => matrix.Uar, speakers, seed);
        Interval accuracy = Bootstrap.Interval(truth, predicted, classes, matrix => matrix.Accuracy, speakers, seed);
        ConfusionMatrix confusion = ConfusionMatrix.Count(truth, predicted, classes);
        ClassificationReport classification = ClassificationReport.From(confusion, predictions.Labels);
        return new EvaluationReport
        {
            Protocol = protocol,
            Clips = truth.Length,
            Speakers = speakers.OfType<string>().Distinct().Count(),
            Accuracy = classification.Accuracy,
            Uar = confusion.Uar,
            MacroF1 = classification.Macro.F1,
            Interval = new EvaluationInterval([uar.Lower, uar.Upper], [accuracy.Lower, accuracy.Upper]),
            Ece = Calibration.ExpectedError([.. predictions.Clips.Select(clip => clip.Probabilities)], truth),
            Labels = predictions.Labels,
            Confusion = confusion,
            PerEmotion = classification.PerEmotion,
            MacroAverage = classification.Macro,
            WeightedAverage = classification.Weighted,
            PerCorpus = [.. predictions.Clips.Where(clip => clip.Corpus.Length > 0).GroupBy(clip => clip.Corpus).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => CorpusMetrics.From(group.Key, predictions with { Clips = [.. group] }, seed))],
            Seconds = seconds,
            Parameters = parameters,
        };
    }

    /// <summary>The report as one JSON document, properties in camelCase.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationReportJson.Default.EvaluationReport);

    /// <summary>Writes <see cref="ToJson"/> to a temporary file and renames it.</summary>
    /// <param name="path">The file, such as <c>report.json</c>; it is replaced.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, ToJson() + "\n");
    }

    /// <summary>Reads a report that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no report.</exception>
    public static EvaluationReport Load(string path)
    {
        EvaluationReport report = JsonCheck.Read(TextFile.Read(path, TextFile.LongestDocument), EvaluationReportJson.Default.EvaluationReport, s_defaults, $"{path} is no evaluation report");
        string[] faults = [.. report.Validate()];
        return faults.Length == 0 ? report : throw TextFile.Fault($"{path} is no evaluation report: {string.Join("; ", faults)}.");
    }

    /// <summary>Lists every fault of the figures, each with its name; empty if there is none.</summary>
    public IEnumerable<string> Validate()
    {
        foreach ((string name, double value) in new (string, double)[] { ("accuracy", Accuracy), ("uar", Uar), ("macroF1", MacroF1), ("ece", Ece) })
        {
            if (value is not (>= 0 and <= 1))
            {
                yield return $"{name} is {value}; it must be 0 to 1";
            }
        }

        foreach ((string name, double[] ends) in new (string, double[])[] { ("interval.uar", Interval.Uar), ("interval.accuracy", Interval.Accuracy) })
        {
            if (ends is not [>= 0 and <= 1, >= 0 and <= 1] || ends[0] > ends[1])
            {
                yield return $"{name} is [{string.Join(", ", ends)}]; it must be two numbers in 0 to 1, the lower one first";
            }
        }

        if (Clips < 1 || Speakers < 0 || Parameters < 0 || Seconds is not (>= 0 and <= 1e12))
        {
            yield return $"clips is {Clips}, speakers {Speakers}, parameters {Parameters} and seconds {Seconds}; there must be a clip, and none may be negative or endless";
        }

        if (Temperature is not (> 0 and <= float.MaxValue))
        {
            yield return $"temperature is {Temperature}; it must be above 0";
        }

        int classes = Labels.Count;
        foreach (string fault in PerCorpus.SelectMany((corpus, i) => corpus.Validate(classes, $"perCorpus[{i}]")))
        {
            yield return fault;
        }

        if (classes == 0 || PerEmotion.Count != classes || Confusion.Classes != classes)
        {
            yield return "labels, perEmotion and confusion do not fit one another; each must have an entry for every emotion";
        }
        else if (Confusion.Clips != Clips)
        {
            yield return $"clips is {Clips}, but confusion holds {Confusion.Clips}";
        }
    }

    /// <summary>The report for people: scikit-learn's classification_report, then UAR and accuracy with their intervals, calibration, and the most frequent errors.</summary>
    public override string ToString()
    {
        string over = Speakers > 0 ? $"{Counted.Of(Clips, "clip", "N0")} of {Counted.Of(Speakers, "speaker")}" : Counted.Of(Clips, "clip", "N0");
        var text = new StringBuilder(new ClassificationReport(PerEmotion, Accuracy, MacroAverage, WeightedAverage).Format());
        text.Append($"\nprotocol {Protocol}, {over}\n");
        text.Append($"UAR      {Uar:F4}  95 % interval {Interval.Uar[0]:F4} to {Interval.Uar[1]:F4}\n");
        text.Append($"accuracy {Accuracy:F4}  95 % interval {Interval.Accuracy[0]:F4} to {Interval.Accuracy[1]:F4}\n");
        text.Append($"macro F1 {MacroF1:F4}  expected calibration error {Ece:F4}\n");
        foreach (string warning in Warnings)
        {
            text.Append($"warning: {warning}\n");
        }

        IReadOnlyList<ConfusedPair> pairs = Confusion.MostConfused();
        text.Append(pairs.Count > 0 ? "most confused:\n" : "");
        foreach (ConfusedPair pair in pairs)
        {
            text.Append($"  {Labels[pair.Truth]} taken for {Labels[pair.Predicted]}: {Counted.Of(pair.Clips, "clip")}, {100 * pair.Share:F0} % of {Labels[pair.Truth]}\n");
        }

        if (PerCorpus.Count > 0)
        {
            text.Append('\n').Append(CorpusMetrics.Format(PerCorpus));
        }

        if (Listeners is not null)
        {
            text.Append('\n').Append(Listeners);
        }

        return text.ToString();
    }
}
