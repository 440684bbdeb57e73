using Spectre.Console;
using SpeechEmotion.Recognition.Formats;

namespace SpeechEmotion.Cli.Output;

/// <summary>One file at length: the answer, and if it is speech, a bar per emotion, the most probable first.</summary>
internal sealed class PredictionBars(IAnsiConsole console) : IPredictionWriter
{
    private const int LongestBar = 40, LeadingWidth = 13;

    public void Write(PredictedFile file)
    {
        if (file.Scores is not { } scores)
        {
            return; // The error stands on standard error.
        }

        if (!scores.IsSpeech)
        {
            console.MarkupLine($"[bold]{Markup.Escape(ShownName.Of(file.Input))}[/]  {file.Seconds:0.00} s  [bold]no speech[/]  [dim]probability of speech: {100 * scores.SpeechProbability:0} %[/]");
            return;
        }

        string unsure = scores.IsUnsure ? $"  [dim]is only the first guess[/]" : "";
        console.MarkupLine($"[bold]{Markup.Escape(ShownName.Of(file.Input))}[/]  {file.Seconds:0.00} s  {(scores.IsUnsure ? "[bold]unsure[/]  " : "")}{EmotionMarkup.Of(scores.Emotion, scores.Emotion, bold: !scores.IsUnsure)}{unsure}");
        if (scores.Adaptation is { } adaptation)
        {
            console.MarkupLine($"  [dim]adapted from {adaptation.Seconds:0.0} s of the voice; the plain answer is {Markup.Escape(adaptation.Plain.ToString())}[/]");
        }

        if (scores.Parts is { } parts)
        {
            console.MarkupLine($"  [dim]the mean over {parts.SpeechSeconds:0} s of speech, and in how much of it each emotion leads[/]");
        }

        int names = scores.Labels.Max(label => label.Length);
        int cells = Math.Clamp(console.Profile.Width - names - 10 - (scores.Parts is null ? 0 : LeadingWidth), 8, LongestBar);
        foreach (int i in Enumerable.Range(0, scores.Labels.Count).OrderByDescending(i => scores.Probabilities[i]))
        {
            (string label, float probability) = (scores.Labels[i], scores.Probabilities[i]);
            string leading = scores.Parts is { } whole ? $"  [dim]leads {100 * whole.Fractions[i],3:0} %[/]" : "";
            console.MarkupLine($"  {Markup.Escape(label.PadRight(names))}  {EmotionMarkup.Of(label, Bar.Of(console, probability, cells))} {100 * probability,3:0} %{leading}");
        }
    }

    public void Dispose()
    {
    }
}
