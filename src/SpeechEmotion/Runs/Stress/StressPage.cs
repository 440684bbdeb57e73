using System.Text;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Runs.Stress;

/// <summary>A <see cref="StressReport"/> as one HTML file that loads nothing, runs no script, and follows the reader's choice of light or dark.</summary>
internal static class StressPage
{
    private const string Sheet = """
        .passed { color: var(--c); } .failed { color: var(--b); font-weight: 600; } .other { color: var(--muted); }
        .tests td:last-child, .tests th:last-child { min-width: 90px; }
        .tests td:first-child { min-width: 260px; }
        """;

    /// <summary>Writes the page to a temporary file and renames it.</summary>
    /// <param name="path">The file; it is replaced.</param>
    /// <param name="report">What the tests found.</param>
    public static void Save(string path, StressReport report)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Render(report));
    }

    /// <summary>The page as HTML.</summary>
    /// <param name="report">What the tests found.</param>
    public static string Render(StressReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string title = HtmlReport.Escape($"{report.Model}: acceptance tests");
        StringBuilder body = new($"<h1>{title}</h1>\n<section>\n<p class=\"lead\">{Counted.Of(report.Clips, "clip", "N0")}. The pass marks are those of audEERING's published tests; noises and rooms are made here.</p>\n<div class=\"figures\">\n");
        Figure(body, "passed", report.Passed);
        Figure(body, "failed", report.Failed);
        Figure(body, "not made", report.Skipped);
        body.Append("</div>\n</section>\n");
        foreach (IGrouping<(string Group, string Corpus), StressResult> tests in report.Tests.GroupBy(test => (test.Group, test.Corpus)))
        {
            int marked = tests.Count(test => test.Passed is not null);
            body.Append($"<section>\n<h2>{HtmlReport.Escape($"{tests.Key.Group} · {tests.Key.Corpus}")}</h2>\n")
                .Append(marked == 0 ? "" : $"<p class=\"note\">{tests.Count(test => test.Passed == true)} of {marked} passed</p>\n")
                .Append("<div class=\"wide\"><table class=\"tests\">\n<thead><tr><th>test</th><th class=\"n\">value</th><th class=\"n\">mark</th><th class=\"n\">margin</th><th></th></tr></thead>\n<tbody>\n");
            foreach (StressResult test in tests)
            {
                string style = test.Passed switch { true => "passed", false => "failed", null => "other" };
                body.Append($"<tr><td>{HtmlReport.Escape(test.Test + (test.Emotion is null ? "" : $", {test.Emotion}"))}</td><td class=\"n\">{test.Value:0.000}</td><td class=\"n\">{test.MarkText}</td>")
                    .Append($"<td class=\"n\">{test.Margin:+0.000;-0.000}</td><td class=\"{style}\">{HtmlReport.Escape(test.Passed == false ? "failed" : StressReport.Word(test))}</td></tr>\n");
            }

            body.Append("</tbody></table></div>\n</section>\n");
        }

        body.Append("<footer>SpeechEmotion. UAR and UAP: unweighted average recall and precision. A test of fairness compares a group with all groups together; one of robustness compares altered clips with the clips as they are.</footer>\n");
        return HtmlReport.Page(title, body, Sheet);
    }

    private static void Figure(StringBuilder body, string name, int count) =>
        body.Append($"<div class=\"figure\"><div class=\"name\">{name}</div><div class=\"number\">{count:N0}</div></div>\n");
}
