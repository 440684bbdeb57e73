using System.CommandLine;
using Spectre.Console;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Plots;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser plot</c>: pictures of recordings and corpora.</summary>
internal static class PlotCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context) =>
        new CommandWithExamples("plot", "Draws a recording or a corpus as PNG or SVG.", "ser plot mel clip.wav --out clip.png", "ser plot balance crema-d --out balance.svg")
        {
            OfClip(context, "waveform", "Draws a recording's samples over time.", (path, clip, title) => WaveformPlot.Save(path, clip, title)),
            OfClip(context, "spectrogram", "Draws a recording's power over time and frequency.", (path, clip, title) => SpectrogramPlot.Save(path, clip, title)),
            OfClip(context, "mel", "Draws a recording's power in mel bands over time.", (path, clip, title) => MelSpectrogramPlot.Save(path, clip, title)),
            OfClip(context, "features", "Draws a recording's zero-crossing rate, energy and mel spectrogram.", (path, clip, title) => FeaturesPlot.Save(path, clip, title)),
            OfCorpus(context),
        };

    private static Command OfClip(CommandContext context, string name, string description, Action<string, AudioClip, string> save) =>
        Create(context, name, description, new Argument<string>("FILE") { Description = "The recording." }, "clip.wav", (path, file, cancellation) => save(path, context.ReadAudio(file, cancellation), Path.GetFileName(file)));

    private static Command OfCorpus(CommandContext context) =>
        Create(context, "balance", "Draws how many clips of each emotion a corpus has.", new Argument<string>("DIR") { Description = "The corpus's folder, or a table path,emotion,speaker (.csv)." }, "crema-d", (path, folder, _) =>
        {
            Corpus corpus = KnownCorpora.Open(folder);
            ClassBalancePlot.Save(path, corpus.Utterances, corpus.Name);
        });

    private static Command Create(CommandContext context, string name, string description, Argument<string> input, string example, Action<string, string, CancellationToken> save)
    {
        Option<string> output = new("--out") { Description = "The picture; its extension, .png or .svg, decides the format.", HelpName = "P.png", Required = true };
        output.AcceptExtensions(".png", ".svg");
        Command command = new CommandWithExamples(name, description, $"ser plot {name} {example} --out {name}.png") { input, output };
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(output);
            using OutputFile prepared = OutputFile.Prepare(path);
            save(path, parsed.GetRequiredValue(input), cancellation);
            context.Console.MarkupLineInterpolated($"[bold]{path}[/]");
            return Task.FromResult(Cli.Success);
        });
        return command;
    }
}
