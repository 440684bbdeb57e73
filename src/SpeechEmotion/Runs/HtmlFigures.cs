using System.Text;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Runs;

/// <summary>Confusion matrix and training curves as HTML and SVG that take their colours from the page, light or dark.</summary>
internal static class HtmlFigures
{
    private const int Width = 460, Height = 250, Left = 46, Right = 12, Top = 12, Bottom = 34;

    public static void Confusion(StringBuilder body, EvaluationReport report)
    {
        body.Append("<h3>Confusion matrix</h3>\n<div class=\"wide\"><table class=\"confusion\">\n<thead><tr><th>intended ↓ recognised →</th>");
        foreach (string label in report.Labels)
        {
            body.Append($"<th>{HtmlReport.Escape(label)}</th>");
        }

        body.Append("</tr></thead>\n<tbody>\n");
        int[] support = report.Confusion.Support();
        for (int truth = 0; truth < report.Confusion.Classes; truth++)
        {
            body.Append($"<tr><th scope=\"row\">{HtmlReport.Escape(report.Labels[truth])}</th>");
            int clips = Math.Max(1, support[truth]);
            for (int predicted = 0; predicted < report.Confusion.Classes; predicted++)
            {
                double percent = 100.0 * report.Confusion[truth, predicted] / clips;
                body.Append($"<td class=\"{(percent > 60 ? "strong" : "")}\" style=\"--share:{percent:F1}%\">{report.Confusion[truth, predicted]:N0}<small>{percent:F0} %</small></td>");
            }

            body.Append("</tr>\n");
        }

        body.Append("</tbody></table></div>\n");
        IReadOnlyList<ConfusedPair> pairs = report.Confusion.MostConfused(3);
        if (pairs.Count > 0)
        {
            body.Append("<p class=\"note\">Most confused: ").AppendJoin("; ", pairs.Select(pair =>
                HtmlReport.Escape($"{report.Labels[pair.Truth]} taken for {report.Labels[pair.Predicted]} ({100 * pair.Share:F0} %)"))).Append(".</p>\n");
        }
    }

    public static void Corpora(StringBuilder body, IReadOnlyList<CorpusMetrics> corpora)
    {
        body.Append("<h3>Corpora</h3>\n<div class=\"wide\"><table>\n<thead><tr><th></th><th class=\"n\">clips</th><th class=\"n\">speakers</th><th class=\"n\">UAR</th><th class=\"n\">95 %</th>")
            .Append("<th class=\"n\">accuracy</th><th class=\"n\">ECE</th><th class=\"n\">4-class UAR</th>")
            .AppendJoin("", corpora[0].Answers.Select(answer => $"<th class=\"n\">{HtmlReport.Escape(answer.Emotion)}</th>")).Append("</tr></thead>\n<tbody>\n");
        foreach (CorpusMetrics corpus in corpora)
        {
            body.Append($"<tr><th scope=\"row\">{HtmlReport.Escape(corpus.Corpus)}</th><td class=\"n\">{corpus.Clips:N0}</td><td class=\"n\">{(corpus.Speakers > 0 ? $"{corpus.Speakers:N0}" : "–")}</td>")
                .Append($"<td class=\"n\"><b>{corpus.Uar:F3}</b></td><td class=\"n\">{corpus.UarInterval[0]:F3}–{corpus.UarInterval[1]:F3}</td><td class=\"n\">{corpus.Accuracy:F3}</td>")
                .Append($"<td class=\"n\">{corpus.Ece:F3}</td><td class=\"n\">{(corpus.FourClassUar is { } four ? $"{four:F3}" : "–")}</td>")
                .AppendJoin("", corpus.Answers.Select(answer => $"<td class=\"n\">{100 * answer.Answered:F0} ({100 * answer.Intended:F0})</td>")).Append("</tr>\n");
        }

        body.Append("</tbody></table></div>\n<p class=\"note\">UAR is over the emotions that a corpus has. Below each emotion: how often it was answered (intended), in % of the clips. ")
            .Append("4-class UAR: anger, happy, neutral and sad alone.</p>\n");
    }

    public static void Curves(StringBuilder body, IReadOnlyList<EpochMetrics> epochs)
    {
        body.Append("<h3>Training</h3>\n<div class=\"curves\">\n");
        EpochMetrics? best = epochs.Where(row => double.IsFinite(row.ValidationUar)).MaxBy(row => row.ValidationUar);
        Chart(body, "cross-entropy (nats)", epochs, best, [("training", "a", row => row.TrainLoss), ("validation", "b", row => row.ValidationLoss)]);
        Chart(body, "share of clips (%)", epochs, best, [
            ("training accuracy", "a", row => 100 * row.TrainAccuracy),
            ("validation accuracy", "b", row => 100 * row.ValidationAccuracy),
            ("validation UAR", "c", row => 100 * row.ValidationUar)]);
        body.Append("</div>\n");
        if (best is not null)
        {
            body.Append($"<p class=\"note\">Highest validation UAR: {100 * best.ValidationUar:F1} % in epoch {best.Epoch} (dashed line).</p>\n");
        }
    }

    private static void Chart(
        StringBuilder body,
        string heading,
        IReadOnlyList<EpochMetrics> epochs,
        EpochMetrics? best,
        IReadOnlyList<(string Name, string Class, Func<EpochMetrics, double> Value)> curves)
    {
        curves = [.. curves.Where(curve => epochs.Any(row => double.IsFinite(curve.Value(row))))]; // Where nothing validates, nothing is said of it.
        double[] values = [.. curves.SelectMany(curve => epochs.Select(curve.Value)).Where(double.IsFinite).DefaultIfEmpty(0)];
        double room = Math.Max(1e-3, 0.06 * (values.Max() - values.Min())), low = values.Min() - room, high = values.Max() + room;
        double first = epochs[0].Epoch - 0.5, last = epochs[^1].Epoch + 0.5;
        body.Append($"<figure><figcaption>{heading}<span class=\"legend\">")
            .AppendJoin("", curves.Select(curve => $"<span class=\"key {curve.Class}\">{curve.Name}</span>"))
            .Append($"</span></figcaption>\n<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{heading} per epoch\">\n");
        (double[] places, string[] labels) = RoundNumbers.Between(low, high, 6);
        for (int i = 0; i < places.Length; i++)
        {
            body.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(places[i]):F1}\" y2=\"{Y(places[i]):F1}\"/>")
                .Append($"<text x=\"{Left - 8}\" y=\"{Y(places[i]) + 4:F1}\" text-anchor=\"end\">{labels[i]}</text>\n");
        }

        (places, labels) = RoundNumbers.Between(first, last, 10, whole: true);
        for (int i = 0; i < places.Length; i++)
        {
            body.Append($"<text x=\"{X(places[i]):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{labels[i]}</text>\n");
        }

        body.Append($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 2}\" text-anchor=\"middle\">epoch</text>\n");
        if (best is not null)
        {
            body.Append($"<line class=\"best\" x1=\"{X(best.Epoch):F1}\" x2=\"{X(best.Epoch):F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>\n");
        }

        foreach ((_, string style, Func<EpochMetrics, double> value) in curves)
        {
            EpochMetrics[] rows = [.. epochs.Where(row => double.IsFinite(value(row)))];
            body.Append($"<polyline class=\"{style}\" points=\"").AppendJoin(' ', rows.Select(row => $"{X(row.Epoch):F1},{Y(value(row)):F1}")).Append("\"/>\n");
            foreach (EpochMetrics row in rows.Where(row => rows.Length == 1 || row == best))
            {
                body.Append($"<circle class=\"{style}\" cx=\"{X(row.Epoch):F1}\" cy=\"{Y(value(row)):F1}\" r=\"4.5\"/>\n");
            }
        }

        body.Append("</svg></figure>\n");

        double X(double epoch) => Left + ((Width - Left - Right) * (epoch - first) / (last - first));

        double Y(double value) => Height - Bottom - ((Height - Top - Bottom) * (value - low) / (high - low));
    }
}
