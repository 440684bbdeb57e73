using System.CommandLine;
using Spectre.Console;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Options;
using SpeechEmotion.Cli.Train;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Features;
using SpeechEmotion.Plots;
using SpeechEmotion.Recognition;
using SpeechEmotion.Runs;
using SpeechEmotion.Workbench.Hearing;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser plot</c>: pictures of recordings and corpora.</summary>
internal static class PlotCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context) =>
        new CommandWithExamples("plot", "Draws a recording, a corpus or runs as PNG or SVG.", "ser plot mel clip.wav --out clip.png", "ser plot saliency clip.wav --out why.png", "ser plot balance crema-d --out balance.svg", "ser plot runs runs/rezonet-speaker-1 runs/exponet-speaker-1 --out runs.png")
        {
            OfClip(context, "waveform", "Draws a recording's samples over time.", (path, clip, title) => WaveformPlot.Save(path, clip, title)),
            OfClip(context, "spectrogram", "Draws a recording's power over time and frequency.", (path, clip, title) => SpectrogramPlot.Save(path, clip, title)),
            OfClip(context, "mel", "Draws a recording's power in mel bands over time.", (path, clip, title) => MelSpectrogramPlot.Save(path, clip, title)),
            OfFeatures(context),
            OfSaliency(context),
            OfResponse(context),
            OfCorpus(context),
            OfRuns(context),
        };

    private static Command OfClip(CommandContext context, string name, string description, Action<string, AudioClip, string> save) =>
        Create(context, name, description, new Argument<string>("FILE") { Description = "The recording." }, "clip.wav", (path, file, cancellation) => save(path, context.ReadAudio(file, cancellation), Path.GetFileName(file)));

    private static Command OfFeatures(CommandContext context)
    {
        const string usual = "zcr,energy,mel";
        Option<string> kinds = new("--kind") { Description = $"What to draw, one or more with commas between: {FeatureKindList.Names}.", HelpName = "KIND", DefaultValueFactory = _ => usual };
        kinds.AcceptKinds();
        FeatureKind[] chosen = [];
        Command command = Create(
            context,
            "features",
            "Draws features of a recording below one another.",
            new Argument<string>("FILE") { Description = "The recording." },
            "clip.wav --kind rms,centroid,mfcc",
            (path, file, cancellation) => FeaturesPlot.Save(path, context.ReadAudio(file, cancellation), Path.GetFileName(file), new FeatureConfig { Kinds = chosen }),
            parsed => chosen = FeatureKindList.Parse(parsed.GetRequiredValue(kinds)));
        command.Options.Add(kinds);
        return command;
    }

    private static Command OfSaliency(CommandContext context)
    {
        Option<string?> model = CreateModel();
        Option<string?> emotion = new("--emotion") { Description = "The emotion to explain; without it, the most probable one, or in a corpus every one.", HelpName = "NAME" };
        Option<int> clips = CorpusOptions.CreateClips("At most this many clips of each emotion of a corpus.", 20);
        string? modelPath = null, named = null;
        int perEmotion = 0;
        bool isLimited = false;
        Command command = Create(
            context,
            "saliency",
            "Draws where the model listened: by how much the emotion becomes less probable without each part of the sound. Of a corpus, the mean for each emotion.",
            new Argument<string>("FILE|DIR") { Description = "The recording, of at most 60 s, or a corpus." },
            "clip.wav",
            (path, file, cancellation) =>
            {
                using EmotionRecognizer recognizer = Load(context, modelPath);
                if (named is not null && !recognizer.Card.Labels.Contains(named))
                {
                    throw new ArgumentException($"The model does not know '{named}'; it knows {string.Join(", ", recognizer.Card.Labels)}.");
                }

                if (IsCorpus(file))
                {
                    Corpus corpus = KnownCorpora.Open(file, cancellation: cancellation);
                    ModelHearing hearing = new(recognizer, [.. corpus.Utterances.Where(clip => named is null || clip.Emotion == named)], perEmotion);
                    (IReadOnlyList<double> frequencies, IReadOnlyDictionary<string, float[][]> drops) = hearing.Listen(cancellation);
                    MeanSaliencyPlot.Save(path, $"Where {recognizer.Card.Name} listens", $"mean over {Counted.Of(hearing.Clips, "clip")} of {corpus.Name}  ·  blue counts for the emotion, red against it", frequencies, drops);
                    return;
                }

                if (isLimited)
                {
                    throw new ArgumentException($"--clips is for a corpus; {file} is a recording, so leave it out");
                }

                AudioClip clip = context.ReadAudio(file, cancellation);
                if (clip.DurationSeconds > EmotionRecognizer.LongestClipSeconds)
                {
                    throw new InvalidDataException($"{file}: lasts {clip.DurationSeconds:0.#} s; at most {EmotionRecognizer.LongestClipSeconds} s can be explained");
                }

                SaliencyMap map = recognizer.Explain(clip, named, cancellation);
                SaliencyPlot.Save(path, clip, Path.GetFileName(file), $"{(recognizer.Recognize(clip, cancellation).IsSpeech ? "" : "no speech, so this means nothing: ")}{map.Emotion} {100 * map.Probability:0} %  ·  blue counts for it, red against it", map.Frequencies, map.Drops);
            },
            parsed => (modelPath, named, perEmotion, isLimited) = (parsed.GetValue(model), parsed.GetValue(emotion), CorpusOptions.ReadClips(parsed, clips), parsed.GetResult(clips) is { Implicit: false }));
        command.Options.Add(model);
        command.Options.Add(emotion);
        command.Options.Add(clips);
        return command;
    }

    private static Command OfResponse(CommandContext context)
    {
        Option<string?> model = CreateModel();
        Option<int> clips = CorpusOptions.CreateClips("At most this many clips of each emotion of the corpus.", 50);
        string? modelPath = null;
        int perEmotion = 0;
        Command command = Create(
            context,
            "response",
            "Draws how the model's answers move when clips of a corpus get another pitch, tempo, level or spectral tilt.",
            new Argument<string>("DIR") { Description = "The corpus's folder, or a table path,emotion,speaker (.csv)." },
            "crema-d",
            (path, folder, cancellation) =>
            {
                using EmotionRecognizer recognizer = Load(context, modelPath);
                Corpus corpus = KnownCorpora.Open(folder, cancellation: cancellation);
                ModelHearing hearing = new(recognizer, corpus.Utterances, perEmotion);
                ResponsePlot.Save(path, hearing.Respond(cancellation), $"What moves {recognizer.Card.Name}", $"{Counted.Of(hearing.Clips, "clip")} of {corpus.Name}, as many of each emotion as there are, at most {perEmotion}");
            },
            parsed => (modelPath, perEmotion) = (parsed.GetValue(model), CorpusOptions.ReadClips(parsed, clips)));
        command.Options.Add(model);
        command.Options.Add(clips);
        return command;
    }

    private static Option<string?> CreateModel() => new("--model") { Description = "The model; without it, the one that comes with the program.", HelpName = "M.onnx" };

    /// <summary>The model of a name; disposing the one that comes with the program does nothing.</summary>
    private static EmotionRecognizer Load(CommandContext context, string? model) =>
        context.Load(() => model is null ? EmotionRecognizer.Default : EmotionRecognizer.Load(NamedModels.Find(context, model)));

    private static bool IsCorpus(string path) => Directory.Exists(path) || path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static Command OfCorpus(CommandContext context) =>
        Create(context, "balance", "Draws how many clips of each emotion a corpus has.", new Argument<string>("DIR") { Description = "The corpus's folder, or a table path,emotion,speaker (.csv)." }, "crema-d", (path, folder, cancellation) =>
        {
            Corpus corpus = KnownCorpora.Open(folder, cancellation: cancellation);
            ClassBalancePlot.Save(path, corpus.Utterances, corpus.Name);
        });

    private static Command OfRuns(CommandContext context)
    {
        Argument<string[]> runs = new("RUN") { Description = "Folders of runs, or what `ser evaluate --out` wrote, in the order of the bars.", Arity = ArgumentArity.OneOrMore };
        return Create(context, "runs", "Draws the unweighted average recall of runs below one another, with their 95 % intervals.", runs, "runs/rezonet-speaker-1 runs/exponet-speaker-1", (path, folders, _) =>
            RunsPlot.Save(path, [.. folders.Select(RunSummary.Read)], folders.Length == 1 ? "One run" : $"{folders.Length} runs beside one another"));
    }

    private static Command Create<T>(CommandContext context, string name, string description, Argument<T> input, string example, Action<string, T, CancellationToken> save, Action<ParseResult>? read = null)
    {
        Option<string> output = new("--out") { Description = "The picture; its extension, .png or .svg, decides the format.", HelpName = "P.png", Required = true };
        output.AcceptExtensions(".png", ".svg");
        Command command = new CommandWithExamples(name, description, $"ser plot {name} {example} --out {name}.png") { input, output };
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(output);
            read?.Invoke(parsed);
            using OutputFile prepared = OutputFile.Prepare(path);
            save(path, parsed.GetRequiredValue(input), cancellation);
            context.Console.MarkupLineInterpolated($"[bold]{path}[/]");
            return Task.FromResult(Cli.Success);
        });
        return command;
    }
}
