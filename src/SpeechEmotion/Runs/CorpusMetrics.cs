using System.Text;
using SpeechEmotion.Datasets;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Runs;

/// <summary>How well a network recognises the clips of one corpus.</summary>
public sealed record CorpusMetrics
{
    /// <summary>The four emotions of published comparisons, such as audEERING's ser-tests.</summary>
    private static readonly string[] s_four = [EmotionNames.Anger, EmotionNames.Happy, EmotionNames.Neutral, EmotionNames.Sad];

    /// <summary>The corpus's name.</summary>
    public required string Corpus { get; init; }

    /// <summary>Number of clips that were tested.</summary>
    public required int Clips { get; init; }

    /// <summary>Number of their speakers; 0 if the corpus does not tell.</summary>
    public required int Speakers { get; init; }

    /// <summary>Unweighted average recall over the emotions that the corpus has, 0..1.</summary>
    public required double Uar { get; init; }

    /// <summary>95 % interval of UAR, bootstrapped over speakers: lower and upper end.</summary>
    public required double[] UarInterval { get; init; }

    /// <summary>Fraction of the clips that are recognised, 0..1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Expected calibration error over 15 bins, 0..1; lower is better.</summary>
    public required double Ece { get; init; }

    /// <summary>For each label, how often it was intended and how often answered, as fractions of the clips.</summary>
    public required IReadOnlyList<AnswerFraction> Answers { get; init; }

    /// <summary>
    /// Unweighted average recall over anger, happy, neutral and sad alone: clips of other emotions are left out, and the most probable of the four is the answer. Null if the network does
    /// not know all four, or the corpus has fewer than two of them.
    /// </summary>
    public double? FourClassUar { get; init; }

    /// <summary>Computes the metrics of a network's predictions of one corpus's clips.</summary>
    /// <param name="corpus">The corpus's name.</param>
    /// <param name="predictions">The predictions; at least one clip.</param>
    /// <param name="seed">Seed of the interval's resampling.</param>
    public static CorpusMetrics From(string corpus, Predictions predictions, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        int[] truth = predictions.Truth(), predicted = predictions.Predicted();
        ConfusionMatrix confusion = ConfusionMatrix.Count(truth, predicted, predictions.Labels.Count);
        string?[] speakers = [.. predictions.Clips.Select(clip => clip.Speaker)];
        Interval interval = Bootstrap.Interval(truth, predicted, predictions.Labels.Count, matrix => matrix.Uar, speakers, seed);
        double Fraction(IEnumerable<int> answers, int label) => (double)answers.Count(answer => answer == label) / truth.Length;
        return new CorpusMetrics
        {
            Corpus = corpus,
            Clips = truth.Length,
            Speakers = speakers.OfType<string>().Distinct().Count(),
            Uar = confusion.Uar,
            UarInterval = [interval.Lower, interval.Upper],
            Accuracy = confusion.Accuracy,
            Ece = Calibration.ExpectedError([.. predictions.Clips.Select(clip => clip.Probabilities)], truth),
            Answers = [.. predictions.Labels.Select((label, i) => new AnswerFraction(label, Fraction(truth, i), Fraction(predicted, i)))],
            FourClassUar = FourClass(predictions),
        };
    }

    /// <summary>Lists every fault of the figures, each with its path; empty if there is none.</summary>
    /// <param name="labels">Number of emotions that the network knows.</param>
    /// <param name="path">What the messages call the metrics.</param>
    public IEnumerable<string> Validate(int labels, string path)
    {
        foreach ((string name, double value) in new (string, double)[] { ("uar", Uar), ("accuracy", Accuracy), ("ece", Ece), ("fourClassUar", FourClassUar ?? 0) })
        {
            if (value is not (>= 0 and <= 1))
            {
                yield return $"{path}.{name} is {value}; it must be 0 to 1";
            }
        }

        if (UarInterval is not [>= 0 and <= 1, >= 0 and <= 1] || UarInterval[0] > UarInterval[1])
        {
            yield return $"{path}.uarInterval is [{string.Join(", ", UarInterval)}]; it must be two numbers in 0 to 1, the lower one first";
        }

        if (Clips < 1 || Speakers < 0)
        {
            yield return $"{path}.clips is {Clips} and speakers {Speakers}; there must be a clip, and no negative number of speakers";
        }

        if (Answers.Count != labels || Answers.Any(answer => answer.Intended is not (>= 0 and <= 1) || answer.Answered is not (>= 0 and <= 1)))
        {
            yield return $"{path}.answers must hold two fractions, 0 to 1, for each of the {labels} labels";
        }
    }

    /// <summary>The metrics of several corpora as a table for people, and below it how often each emotion was intended and answered.</summary>
    /// <param name="corpora">The corpora; at least one, all with the same labels.</param>
    public static string Format(IReadOnlyList<CorpusMetrics> corpora)
    {
        ArgumentNullException.ThrowIfNull(corpora);
        int names = Math.Max("corpus".Length, corpora.Max(corpus => corpus.Corpus.Length));
        StringBuilder text = new();
        text.Append($"{"corpus".PadRight(names)}  {"clips",6}  {"speakers",8}  {"UAR",5}  {"95 % interval",14}  {"accuracy",8}  {"ECE",5}  {"4-class UAR",11}\n");
        foreach (CorpusMetrics corpus in corpora)
        {
            string interval = $"{corpus.UarInterval[0]:F3} to {corpus.UarInterval[1]:F3}", four = corpus.FourClassUar is { } uar ? $"{uar:F3}" : "-";
            string speakers = corpus.Speakers > 0 ? $"{corpus.Speakers}" : "-";
            text.Append($"{corpus.Corpus.PadRight(names)}  {corpus.Clips,6}  {speakers,8}  {corpus.Uar:F3}  {interval}  {corpus.Accuracy,8:F3}  {corpus.Ece:F3}  {four,11}\n");
        }

        int width = Math.Max(11, corpora[0].Answers.Max(answer => answer.Emotion.Length));
        text.Append($"\n{"answered (intended), % of clips".PadRight(names)}\n{"".PadRight(names)}").AppendJoin("", corpora[0].Answers.Select(answer => "  " + answer.Emotion.PadLeft(width))).Append('\n');
        foreach (CorpusMetrics corpus in corpora)
        {
            IEnumerable<string> cells = corpus.Answers.Select(answer => $"{100 * answer.Answered:F0} ({100 * answer.Intended:F0})");
            text.Append(corpus.Corpus.PadRight(names)).AppendJoin("", cells.Select(cell => "  " + cell.PadLeft(width))).Append('\n');
        }

        return text.ToString();
    }

    private static double? FourClass(Predictions predictions)
    {
        int[] outputs = [.. s_four.Select(label => predictions.Labels.ToList().IndexOf(label))];
        Prediction[] clips = [.. predictions.Clips.Where(clip => outputs.Contains(clip.Truth))];
        if (outputs.Contains(-1) || clips.Select(clip => clip.Truth).Distinct().Count() < 2)
        {
            return null;
        }

        int[] truth = [.. clips.Select(clip => Array.IndexOf(outputs, clip.Truth))];
        int[] answers = [.. clips.Select(clip => Calibration.MostLikely(Array.ConvertAll(outputs, output => clip.Probabilities[output])))];
        return ConfusionMatrix.Count(truth, answers, outputs.Length).Uar;
    }
}
