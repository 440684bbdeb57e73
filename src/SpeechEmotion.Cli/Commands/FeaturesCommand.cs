using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.RegularExpressions;
using Spectre.Console;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Output;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Cli.Train;
using SpeechEmotion.Features;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser features</c>: features of clips as NumPy arrays.</summary>
internal static class FeaturesCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        FeatureConfig defaults = new();
        Argument<string> input = new("FILE|DIR") { Description = "A recording, or a folder of them, searched with everything below it." };
        Option<string> kind = new("--kind")
        {
            Description = $"What to compute, one or more with commas between: {FeatureKindList.Names}. One of mel, mel-db, mel-scaled, mel-standardised, mfcc, mfcc-delta, mfcc-delta2 or chroma, or several kinds below one another, are an array [rows, frames]; any other kind alone is an array [frames].",
            HelpName = "KIND",
            Required = true,
        };
        kind.AcceptKinds();
        Option<string> output = new("--out") { Description = "The .npy file; for a folder, a folder that gets one file a clip, under the clip's name. A .csv or .parquet file gets a row per clip instead: its name, then mean and standard deviation over the frames of each row (of f0, hnr, jitter and shimmer: over those that have a pitch).", HelpName = "F.npy|F.csv", Required = true };
        Option<int> frameLength = new("--frame-length") { Description = "Samples in a frame; f0, voicing, hnr, jitter and shimmer take windows of their own.", HelpName = "SAMPLES", DefaultValueFactory = _ => defaults.FrameLength };
        Option<int> hopLength = new("--hop-length") { Description = "Samples from one frame to the next.", HelpName = "SAMPLES", DefaultValueFactory = _ => defaults.HopLength };
        Option<int> melBands = new("--mel-bands") { Description = "Number of mel bands.", HelpName = "BANDS", DefaultValueFactory = _ => defaults.MelBands };
        Option<int> coefficients = new("--mfcc-coefficients") { Description = "Number of cepstral coefficients.", HelpName = "COUNT", DefaultValueFactory = _ => defaults.MfccCoefficients };
        Option<int?> sampleRate = new("--sample-rate") { Description = "Resample to this rate first; without it, each file keeps its own.", HelpName = "HZ" };
        Command command = new CommandWithExamples(
            "features",
            "Computes features of recordings, with librosa's numbers where librosa has the feature, and writes them as NumPy arrays of 32-bit floats.",
            "ser features clip.wav --kind mel-db --out clip.npy",
            "ser features clip.wav --kind mfcc,mfcc-delta,rms --out clip.npy",
            "ser features crema-d --kind f0,rms,mfcc --out crema-d.csv",
            "ser features crema-d --kind mel --mel-bands 64 --sample-rate 16000 --out features")
        {
            input, kind, output, frameLength, hopLength, melBands, coefficients, sampleRate,
        };
        command.SetAction((parsed, cancellation) =>
        {
            FeatureConfig config = new()
            {
                Kinds = FeatureKindList.Parse(parsed.GetRequiredValue(kind)),
                FrameLength = parsed.GetValue(frameLength),
                HopLength = parsed.GetValue(hopLength),
                MelBands = parsed.GetValue(melBands),
                MfccCoefficients = parsed.GetValue(coefficients),
                ClipLength = 0,
            };
            RequireUsable(config, [("frameLength", frameLength), ("hopLength", hopLength), ("melBands", melBands), ("mfccCoefficients", coefficients)]);
            RequireUsed(parsed, melBands, config.Kinds, kind => FeatureKinds.IsMel(kind) || FeatureKinds.IsCepstral(kind));
            RequireUsed(parsed, coefficients, config.Kinds, FeatureKinds.IsCepstral);
            if (parsed.GetValue(sampleRate) is { } rate and (< AudioFile.MinimumSampleRate or > AudioFile.MaximumSampleRate))
            {
                throw new ArgumentException($"--sample-rate is {rate}; it must be {AudioFile.MinimumSampleRate} to {AudioFile.MaximumSampleRate} Hz");
            }

            string from = parsed.GetRequiredValue(input), to = parsed.GetRequiredValue(output);
            Extraction extraction = new(config, parsed.GetValue(sampleRate));
            if (FeatureTable.Is(to))
            {
                return RunTableAsync(context, extraction, from, to, cancellation);
            }

            string ending = Path.GetExtension(to).ToLowerInvariant();
            if (Directory.Exists(from))
            {
                if (ending is ".npy" or ".npz" or ".json" or ".jsonl" or ".tsv" or ".txt" or ".xlsx")
                {
                    throw new ArgumentException($"--out is '{to}'; for a folder of recordings it must be a folder, or a table that ends in .csv or .parquet");
                }

                OutputFolder.RefuseFile(to);
            }
            else if (ending != ".npy" && !Directory.Exists(to))
            {
                throw new ArgumentException($"--out is '{to}'; it must end in .npy, or for a table in .csv or .parquet");
            }

            return Directory.Exists(from) ? RunFolderAsync(context, extraction, from, to, cancellation) : Task.FromResult(RunFile(context, extraction, from, to, cancellation));
        });
        return command;
    }

    /// <exception cref="ArgumentException">An option is given that no kind depends on.</exception>
    private static void RequireUsed(ParseResult parsed, Option option, IReadOnlyList<FeatureKind> kinds, Func<FeatureKind, bool> depends)
    {
        if (parsed.GetResult(option) is { Implicit: false } && !kinds.Any(depends))
        {
            throw new ArgumentException($"{option.Name} changes nothing of {string.Join(", ", kinds.Select(FeatureKinds.Name))}; leave it out, or add one of {string.Join(", ", FeatureKinds.All.Where(depends).Select(FeatureKinds.Name))} to --kind");
        }
    }

    /// <exception cref="ArgumentException">A setting is out of its range; it is called what the command line calls it.</exception>
    private static void RequireUsable(FeatureConfig config, (string Setting, Option Option)[] options)
    {
        string faults = string.Join("; ", config.Validate("features"));
        if (faults.Length > 0)
        {
            throw new ArgumentException(options.Aggregate(faults, (text, pair) => Regex.Replace(text, $@"\b(features\.)?{pair.Setting}\b", pair.Option.Name)));
        }
    }

    private static int RunFile(CommandContext context, Extraction extraction, string from, string to, CancellationToken cancellation)
    {
        OutputFile.RefuseInput(from, to);
        FeatureMatrix features = extraction.Run(context, from, cancellation);
        using OutputFile prepared = OutputFile.Prepare(to);
        int[] shape = extraction.Shape(features);
        NpyFile.Write(to, features.Values, shape);
        context.Console.MarkupLineInterpolated($"[bold]{to}[/]  [[{string.Join(", ", shape)}]]");
        return Cli.Success;
    }

    private static async Task<int> RunFolderAsync(CommandContext context, Extraction extraction, string from, string to, CancellationToken cancellation)
    {
        (AudioInput Input, string Output)[] files = [.. AudioInput.InFolder(from, context.Warn, cancellation).Select(input => (input, Path.Combine(to, Path.ChangeExtension(input.Name, ".npy"))))];
        if (files.GroupBy(file => file.Output, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } clash)
        {
            throw new ArgumentException($"{string.Join(" and ", clash.Select(file => file.Input.Name))} would all be written to {clash.Key}; rename all but one");
        }

        int written = await ForEachAsync(
            context,
            [.. files.Select(file => file.Input)],
            (index, stop) => Write(context, extraction, files[index].Input, files[index].Output, stop),
            written => $"{written} of {Counted.Of(files.Length, "file")} {(written == 1 ? "is" : "are")} written in {to}",
            cancellation);
        context.Console.MarkupLineInterpolated($"[bold]{to}[/]  {written} of {Counted.Of(files.Length, "file")} written");
        return written == files.Length ? Cli.Success : Cli.UsageError;
    }

    private static async Task<int> RunTableAsync(CommandContext context, Extraction extraction, string from, string to, CancellationToken cancellation)
    {
        OutputFile.RefuseInput(from, to);
        AudioInput[] inputs = Directory.Exists(from) ? [.. AudioInput.InFolder(from, context.Warn, cancellation)] : [new AudioInput(from, Path.GetFileName(from))];
        (string Name, double[] Values)?[] rows = new (string, double[])?[inputs.Length];
        int measured = await ForEachAsync(
            context,
            inputs,
            (index, stop) => rows[index] = (inputs[index].Name, extraction.Statistics(context, inputs[index].Path, stop)),
            _ => "nothing is written",
            cancellation);
        if (measured > 0)
        {
            using OutputFile prepared = OutputFile.Prepare(to);
            await FeatureTable.WriteAsync(to, extraction.StatisticsNames, [.. rows.OfType<(string, double[])>()]);
            context.Console.MarkupLineInterpolated($"[bold]{to}[/]  {measured} of {Counted.Of(inputs.Length, "clip")}");
        }

        return measured == inputs.Length ? Cli.Success : Cli.UsageError;
    }

    /// <summary>Does something to each recording on all cores; those that cannot be read are told.</summary>
    /// <returns>Number of recordings to which it was done.</returns>
    private static async Task<int> ForEachAsync(CommandContext context, AudioInput[] inputs, Action<int, CancellationToken> work, Func<int, string> soFar, CancellationToken cancellation)
    {
        int done = 0;
        FileErrors errors = new(context);
        try
        {
            await ProgressBar.RunAsync(context, "features", async progress =>
            {
                Lock gate = new();
                ParallelOptions parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
                await Parallel.ForEachAsync(Enumerable.Range(0, inputs.Length), parallel, (index, stop) =>
                {
                    Exception? error = Try(() => work(index, stop));
                    lock (gate)
                    {
                        progress.Report((++done, inputs.Length));
                        if (error is not null)
                        {
                            errors.Add(ErrorLine.Of(inputs[index].Path, error), ErrorLine.IsMissingFfmpeg(error));
                        }
                    }

                    return ValueTask.CompletedTask;
                });
                return done;
            });
        }
        catch (OperationCanceledException e)
        {
            throw new InterruptedException($"interrupted; {soFar(done - errors.Count)}", e);
        }

        errors.Finish();
        return done - errors.Count;
    }

    private static void Write(CommandContext context, Extraction extraction, AudioInput input, string output, CancellationToken cancellation)
    {
        FeatureMatrix features = extraction.Run(context, input.Path, cancellation);
        using OutputFile prepared = OutputFile.Prepare(output); // Only now: a clip that fails must not take away the folder that others are about to write to.
        NpyFile.Write(output, features.Values, extraction.Shape(features));
    }

    private static Exception? Try(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception e) when (ErrorLine.IsExpected(e))
        {
            return e;
        }
    }

    /// <summary>What is done to each file. Extractors are planned once a sample rate.</summary>
    private sealed class Extraction(FeatureConfig config, int? sampleRate)
    {
        private readonly ConcurrentDictionary<int, FeatureExtractor> _extractors = new();

        /// <summary>[frames] if there is one kind that always has one row, [rows, frames] otherwise.</summary>
        public int[] Shape(FeatureMatrix features) =>
            config.Kinds is [var kind] && FeatureKinds.IsOneRow(kind) ? [features.Frames] : [features.Bands, features.Frames];

        /// <summary>The columns of a table.</summary>
        public IReadOnlyList<string> StatisticsNames => FeatureStatistics.Names(config);

        /// <summary>A clip's numbers in a table.</summary>
        public double[] Statistics(CommandContext context, string path, CancellationToken cancellation) => FeatureStatistics.Of(config, Run(context, path, cancellation));

        public FeatureMatrix Run(CommandContext context, string path, CancellationToken cancellation)
        {
            AudioClip clip = context.ReadAudio(path, cancellation);
            clip = clip.Resample(sampleRate ?? clip.SampleRate);
            FeatureExtractor extractor = _extractors.GetOrAdd(clip.SampleRate, rate => new FeatureExtractor(config with { SampleRate = rate }));
            try
            {
                FeatureMatrix features = extractor.Extract(clip);
                return !features.Values.Any(float.IsInfinity) ? features : throw new InvalidDataException($"{path}: its samples are too large for these features (they are in -1..1 in a recording)");
            }
            catch (ArgumentException e)
            {
                throw new InvalidDataException(ErrorLine.Of(path, e), e); // It is the clip that is wrong, such as too short.
            }
        }
    }
}
