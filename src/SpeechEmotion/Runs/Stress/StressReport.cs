using System.Globalization;
using System.Text;
using System.Text.Json;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Runs.Stress;

/// <summary>Acceptance tests of a model: correct, fair and robust enough?</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Clips">Number of clips that it was tested on.</param>
/// <param name="Tests">What each test found, in the order of the tests.</param>
public sealed record StressReport(string Model, int Clips, IReadOnlyList<StressResult> Tests)
{
    /// <summary>Number of tests that passed.</summary>
    public int Passed => Tests.Count(test => test.Passed == true);

    /// <summary>Number of tests that failed.</summary>
    public int Failed => Tests.Count(test => test.Passed == false);

    /// <summary>Number of tests that were not made.</summary>
    public int Skipped => Tests.Count(test => test.Skipped is not null);

    /// <summary>The report as one JSON document, properties in camelCase.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StressReportJson.Default.StressReport);

    /// <summary>The report as Markdown: how many tests of each group passed, then every one.</summary>
    public override string ToString()
    {
        StringBuilder text = new("| tests | corpus | passed | failed | not made |\n| --- | --- | --- | --- | --- |\n");
        foreach (IGrouping<(string Group, string Corpus), StressResult> tests in Tests.GroupBy(test => (test.Group, test.Corpus)))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {tests.Key.Group} | {tests.Key.Corpus} | {tests.Count(test => test.Passed == true)} | {tests.Count(test => test.Passed == false)} | {tests.Count(test => test.Skipped is not null)} |\n");
        }

        text.Append("\n| test | corpus | value | mark | margin | |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (StressResult test in Tests)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {test.Group}: {test.Test}{(test.Emotion is null ? "" : $", {test.Emotion}")} | {test.Corpus} | {test.Value:0.000} | {test.MarkText} | {test.Margin:+0.000;-0.000} | {Word(test)} |\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\n{Model} on {Counted.Of(Clips, "clip", "N0")}: {Counted.Of(Passed, "test")} passed, {Failed} failed, {Skipped} not made\n").ToString();
    }

    /// <summary>The outcome of a test in words.</summary>
    internal static string Word(StressResult test) => test.Passed switch { true => "passed", false => "FAILED", null => test.Skipped is { } why ? $"not made: {why}" : "reported" };
}
