using System.Net;
using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Metrics;

namespace SpeechEmotion.Runs;

/// <summary>
/// One HTML file about one run or several: figures with their intervals, per-emotion table, confusion matrix, training curves and configuration, and a
/// comparison if there are several runs. It loads nothing, runs no script, and follows the reader's choice of light or dark.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the report to a temporary file and renames it.</summary>
    /// <param name="path">The file; it is replaced.</param>
    /// <param name="runs">The runs; at least one. Several are shown with the highest UAR first.</param>
    public static void Save(string path, params IReadOnlyList<RunSummary> runs)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Render(runs));
    }

    /// <summary>The report as HTML.</summary>
    /// <param name="runs">The runs; at least one.</param>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static string Render(params IReadOnlyList<RunSummary> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
        {
            throw new ArgumentException("There is no run to report; at least one is needed.", nameof(runs));
        }

        RunSummary[] ordered = [.. runs.OrderByDescending(run => run.Report.Uar)];
        string title = runs.Count == 1 ? Escape(runs[0].Name) : $"{runs.Count} runs compared";
        var body = new StringBuilder($"<h1>{title}</h1>\n");
        if (ordered.Length > 1)
        {
            Compare(body, ordered);
        }

        foreach (RunSummary run in ordered)
        {
            Append(body, run, heading: ordered.Length > 1);
        }

        body.Append("""
            <footer>SpeechEmotion. UAR: unweighted average recall, the mean of the emotions' recall. Intervals: 95 %, bootstrap over speakers where they are known.
            The speech is acted; these figures say nothing about how people really feel.</footer>

            """);
        return Page(title, body);
    }

    /// <summary>A whole page around its body.</summary>
    /// <param name="title">The title, escaped.</param>
    /// <param name="body">What the page shows.</param>
    /// <param name="sheet">Style rules besides those of <see cref="HtmlStyle"/>.</param>
    internal static string Page(string title, StringBuilder body, string sheet = "") =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>{title}</title>
        <style>
        {HtmlStyle.Sheet}
        {sheet}
        </style>
        </head>
        <body>
        <main>
        {body}</main>
        </body>
        </html>

        """;

    internal static string Escape(string text) => WebUtility.HtmlEncode(PlainName.Visible(text, "\n"));

    private static void Compare(StringBuilder body, IReadOnlyList<RunSummary> runs)
    {
        body.Append("<section>\n<h2>Comparison</h2>\n<div class=\"wide\"><table class=\"compare\">\n<thead><tr><th>run</th><th>protocol</th><th class=\"bar\">UAR, with 95 % interval</th>")
            .Append("<th class=\"n\">UAR</th><th class=\"n\">accuracy</th><th class=\"n\">macro F1</th><th class=\"n\">ECE</th><th class=\"n\">parameters</th><th class=\"n\">time</th></tr></thead>\n<tbody>\n");
        foreach (RunSummary run in runs)
        {
            EvaluationReport report = run.Report;
            double low = 100 * report.Interval.Uar[0], high = 100 * report.Interval.Uar[1];
            body.Append($"<tr><th scope=\"row\">{Escape(run.Name)}</th><td>{Escape(report.Protocol)}</td>")
                .Append($"<td class=\"bar\"><div class=\"track\"><div class=\"value\" style=\"width:{100 * report.Uar:F1}%\"></div>")
                .Append($"<div class=\"interval\" style=\"left:{low:F1}%;width:{Math.Max(0, high - low):F1}%\"></div></div></td>")
                .Append($"<td class=\"n\"><b>{Percent(report.Uar)}</b></td><td class=\"n\">{Percent(report.Accuracy)}</td><td class=\"n\">{report.MacroF1:F3}</td>")
                .Append($"<td class=\"n\">{report.Ece:F3}</td><td class=\"n\">{Count(report.Parameters)}</td><td class=\"n\">{Time(report.Seconds)}</td></tr>\n");
        }

        body.Append("</tbody></table></div>\n");
        if (runs.Select(run => run.Report.Protocol).Distinct().Count() > 1)
        {
            body.Append("<p class=\"note\">The runs were measured under different protocols; only those of the same protocol can be compared.</p>\n");
        }

        body.Append("</section>\n");
    }

    private static void Append(StringBuilder body, RunSummary run, bool heading)
    {
        EvaluationReport report = run.Report;
        body.Append("<section>\n").Append(heading ? $"<h2>{Escape(run.Name)}</h2>\n" : "");
        string speakers = report.Speakers > 0 ? $" of {Counted.Of(report.Speakers, "speaker", "N0")}" : "";
        body.Append($"<p class=\"lead\">Protocol <b>{Escape(report.Protocol)}</b>, tested on {Counted.Of(report.Clips, "clip", "N0")}{speakers}.</p>\n<div class=\"figures\">\n");
        Figure(body, "UAR", Percent(report.Uar), $"{Percent(report.Interval.Uar[0])} to {Percent(report.Interval.Uar[1])}");
        Figure(body, "accuracy", Percent(report.Accuracy), $"{Percent(report.Interval.Accuracy[0])} to {Percent(report.Interval.Accuracy[1])}");
        Figure(body, "macro F1", $"{report.MacroF1:F3}", "");
        Figure(body, "calibration error", $"{report.Ece:F3}", "");
        Figure(body, "parameters", Short(report.Parameters), "");
        Figure(body, "training time", Time(report.Seconds), run.Epochs.Count > 0 ? Counted.Of(run.Epochs.Count, "epoch") : "");
        body.Append("</div>\n");
        foreach (string warning in report.Warnings)
        {
            body.Append($"<p class=\"note\"><b>Warning:</b> {Escape(warning)}.</p>\n");
        }

        body.Append("<h3>Emotions</h3>\n<div class=\"wide\"><table>\n<thead><tr><th></th><th class=\"n\">precision</th><th class=\"n\">recall</th><th class=\"n\">F1</th><th class=\"n\">clips</th></tr></thead>\n<tbody>\n");
        foreach (EmotionMetrics line in report.PerEmotion)
        {
            Line(body, line, $"<span class=\"dot\" style=\"background:{EmotionColors.Of(line.Emotion)}\"></span>");
        }

        body.Append("</tbody>\n<tbody class=\"averages\">\n");
        Line(body, report.MacroAverage, "");
        Line(body, report.WeightedAverage, "");
        body.Append("</tbody></table></div>\n");

        if (report.PerCorpus.Count > 0)
        {
            HtmlFigures.Corpora(body, report.PerCorpus);
        }

        HtmlFigures.Confusion(body, report);
        if (run.Epochs.Count > 0)
        {
            HtmlFigures.Curves(body, run.Epochs);
        }

        if (run.Configuration.Length > 0)
        {
            body.Append($"<details><summary>Configuration</summary><pre>{Escape(run.Configuration)}</pre></details>\n");
        }

        body.Append("</section>\n");
    }

    private static void Figure(StringBuilder body, string name, string value, string detail) =>
        body.Append($"<div class=\"figure\"><div class=\"name\">{name}</div><div class=\"number\">{value}</div><div class=\"detail\">{detail}</div></div>\n");

    private static void Line(StringBuilder body, EmotionMetrics line, string dot) =>
        body.Append($"<tr><th scope=\"row\">{dot}{Escape(line.Emotion)}</th><td class=\"n\">{line.Precision:F3}</td><td class=\"n\">{line.Recall:F3}</td>")
            .Append($"<td class=\"n\">{line.F1:F3}</td><td class=\"n\">{line.Support:N0}</td></tr>\n");

    private static string Percent(double share) => $"{100 * share:F1} %";

    private static string Count(long count) => count > 0 ? $"{count:N0}" : "–";

    private static string Short(long count) => count switch
    {
        < 10_000 => Count(count),
        < 1_000_000 => $"{count / 1e3:F0} k",
        _ => $"{count / 1e6:F1} M",
    };

    private static string Time(double seconds) => seconds switch
    {
        <= 0 => "–",
        < 120 => $"{seconds:F0} s",
        < 7200 => $"{seconds / 60:F0} min",
        _ => $"{seconds / 3600:F1} h",
    };
}
