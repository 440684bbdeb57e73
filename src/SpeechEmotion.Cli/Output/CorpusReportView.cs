using Spectre.Console;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli.Output;

/// <summary>The result of a corpus check, for people.</summary>
internal static class CorpusReportView
{
    private const int LongestBar = 40;
    private const int Listed = 10;

    /// <summary>Writes the report; of many faults of a kind, the first.</summary>
    public static void Write(IAnsiConsole console, CorpusReport report)
    {
        string speakers = report.Speakers == 0 ? "speakers unknown" : Counted.Of(report.Speakers, "speaker", "N0");
        console.MarkupLine($"[bold]{Markup.Escape(report.Corpus)}[/]  {Markup.Escape(report.Folder)}");
        console.WriteLine($"{Counted.Of(report.Clips, "clip", "N0")}, {speakers}, {TrainingDisplay.Format(TimeSpan.FromSeconds(report.Durations.Total))}");
        console.WriteLine();
        WriteEmotions(console, report.Emotions);
        console.WriteLine();
        DurationSummary durations = report.Durations;
        console.WriteLine($"duration     {durations.Minimum:0.00} to {durations.Maximum:0.00} s, median {durations.Median:0.00} s, mean {durations.Mean:0.00} s");
        console.WriteLine($"sample rate  {string.Join(", ", report.SampleRates.Select(pair => report.SampleRates.Count == 1 ? $"{pair.Key:N0} Hz" : $"{pair.Key:N0} Hz ({pair.Value:N0})"))}");
        console.WriteLine();
        console.MarkupLine(report.Passed ? "[bold green]no faults[/]" : $"[bold red]{Counted.Of(report.Faults.Count, "fault", "N0")}[/]");
        foreach (IGrouping<FaultKind, CorpusFault> kind in report.Faults.GroupBy(fault => fault.Kind).OrderBy(group => group.Key))
        {
            WriteList(console, NameOf(kind.Key), [.. kind.Select(fault => (fault.Name, fault.Message))]);
        }

        if (report.Excluded.Count > 0)
        {
            console.WriteLine();
            WriteList(console, "left out of training", [.. report.Excluded.Select(file => (file.Name, file.Reason))]);
        }
    }

    /// <summary>A fault's name, in lower case.</summary>
    public static string NameOf(FaultKind kind) => kind == FaultKind.UnknownName ? "unknown name" : kind.ToString().ToLowerInvariant();

    private static void WriteEmotions(IAnsiConsole console, IReadOnlyDictionary<string, int> emotions)
    {
        int names = emotions.Keys.Max(name => name.Length), most = Math.Max(1, emotions.Values.Max()), all = Math.Max(1, emotions.Values.Sum());
        int cells = Math.Clamp(console.Profile.Width - names - 20, 8, LongestBar);
        foreach ((string emotion, int clips) in emotions)
        {
            string bar = EmotionMarkup.Of(emotion, Bar.Of(console, (double)clips / most, cells));
            console.MarkupLine($"{Markup.Escape(emotion.PadRight(names))}  {bar} {clips,7:N0}  {100.0 * clips / all,3:0} %");
        }
    }

    private static void WriteList(IAnsiConsole console, string title, (string Name, string Text)[] entries)
    {
        console.MarkupLine($"[bold]{Markup.Escape(title)}[/] {entries.Length:N0}");
        entries = [.. entries.Select(entry => (PlainName.Visible(entry.Name), PlainName.Visible(entry.Text)))];
        int names = entries.Take(Listed).Max(entry => entry.Name.Length);
        int room = Math.Max(20, console.Profile.Width - names - 4);
        foreach ((string name, string text) in entries.Take(Listed))
        {
            console.MarkupLine($"  {Markup.Escape(name.PadRight(names))}  [dim]{Markup.Escape(text.Length <= room ? text : text[..(room - 1)] + "…")}[/]");
        }

        if (entries.Length > Listed)
        {
            console.MarkupLine($"  [dim]… and {entries.Length - Listed:N0} more[/]");
        }
    }
}
