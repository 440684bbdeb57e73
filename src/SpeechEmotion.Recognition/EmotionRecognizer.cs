using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpeechEmotion.Audio;
using SpeechEmotion.Metrics;
using SpeechEmotion.Models;
using SpeechEmotion.Recognition.Inference;
using SpeechEmotion.Recognition.Timelines;

namespace SpeechEmotion.Recognition;

/// <summary>
/// Recognises emotions with a model that export has written; everything it needs is in that one file. Any number of threads may share one recognizer.
/// <code>
/// // AudioClip ──▶ resampled to the model's rate [1, n] ──▶ ONNX Runtime ──▶ emotions [labels], speech ──▶ EmotionScores
/// </code>
/// </summary>
public sealed class EmotionRecognizer : IDisposable
{
    /// <summary>The longest recording, in seconds, that <see cref="RecognizeWhole"/> hears as one clip.</summary>
    public const int LongestClipSeconds = 60;

    private static readonly Lazy<EmotionRecognizer> s_default = new(() => LoadShipped(new RecognizerConfig(), isShared: true));

    private readonly ModelSession _session;
    private readonly string _name;
    private readonly AudioConfig _audio;
    private readonly bool _isShared;
    private readonly double[]? _shift; // what the file takes from the log-probabilities; null if it takes nothing

    private EmotionRecognizer(ModelSession session, ModelCard card, string digest, string name, RecognizerConfig config, bool isShared)
    {
        Log = config.Log ?? NullLogger.Instance;
        _audio = config.Log is null ? config.Audio : config.Audio with { Warn = line => Warn(config, line) };
        _session = session;
        _name = name;
        _isShared = isShared;
        Card = card;
        Digest = digest;
        _shift = card.Voice is null ? null : StartAdaptation().Shift();
        RecognizerLog.Loaded(Log, card.Name, digest[..12], card.Labels.Count, card.Features.SampleRate, _session.HasGate ? "tells speech from other sounds" : "takes every sound for speech");
    }

    /// <summary>The model that ships with the library, loaded on first use. It lives as long as the process; disposing it does nothing.</summary>
    /// <exception cref="FileNotFoundException">The library was built without a model.</exception>
    public static EmotionRecognizer Default => s_default.Value;

    /// <summary>What the model says of itself: labels, features, corpus, figures, licence.</summary>
    public ModelCard Card { get; }

    /// <summary>The model's digest: SHA-256 of the file less its last entry, 64 hexadecimal digits. It tells models apart.</summary>
    public string Digest { get; }

    /// <summary>Told what is decided without a word elsewhere.</summary>
    internal ILogger Log { get; }

    /// <summary>Loads the model that ships with the library anew, to be used in another way than <see cref="Default"/>.</summary>
    /// <param name="config">How it is loaded and used.</param>
    /// <exception cref="ArgumentException">The configuration has faults.</exception>
    /// <exception cref="FileNotFoundException">The library was built without a model.</exception>
    public static EmotionRecognizer Load(RecognizerConfig config) => LoadShipped(config, isShared: false);

    /// <summary>Loads a model file.</summary>
    /// <param name="path">The file, at most 2 GB. If it keeps a pre-trained encoder apart, that file lies beside it.</param>
    /// <param name="config">How it is loaded and used; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The configuration has faults.</exception>
    /// <exception cref="InvalidDataException">The file is no model that export has written, or not as it was written; the message says what is wrong.</exception>
    public static EmotionRecognizer Load(string path, RecognizerConfig? config = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path}: is a folder; name a model's file");
        }

        using FileStream stream = File.OpenRead(path);
        return Load(ModelFile.Read(stream, path), path, Checked(config), isShared: false, Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Loads a model from a stream, which is read to its end.</summary>
    /// <param name="stream">The stream, at most 2 GB.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="config">How it is loaded and used; null takes the defaults.</param>
    /// <exception cref="ArgumentException">The configuration has faults.</exception>
    /// <exception cref="InvalidDataException">The stream holds no model that export has written, or not as it was written; the message says what is wrong.</exception>
    public static EmotionRecognizer Load(Stream stream, string name = "model", RecognizerConfig? config = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Load(ModelFile.Read(stream, name), name, Checked(config), isShared: false);
    }

    /// <summary>Recognises the emotion of a clip.</summary>
    /// <param name="clip">A recording of any rate and of 1 sample or more, all finite. Where the model listens to a fixed length (<c>Card.Features.ClipLength</c> is
    /// not 0), what is shorter is padded with silence, and of what is longer the beginning counts.</param>
    /// <param name="cancellation">Ends the recognition, also while the model runs.</param>
    /// <exception cref="ArgumentException">The clip is empty, has a sample that is no finite number, or a rate too far from the model's (a factor of 256).</exception>
    /// <exception cref="InvalidDataException">The model fails on this clip.</exception>
    /// <exception cref="ObjectDisposedException">The recognizer has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The recognition was ended.</exception>
    public EmotionScores Recognize(AudioClip clip, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(clip);
        if (InputFaults.Of(clip, Card.Features.SampleRate) is { } fault)
        {
            throw new ArgumentException(fault, nameof(clip));
        }

        cancellation.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        float[] centred = Offset.Subtract(clip.Samples, clip.SampleRate);
        EmotionScores scores = Scores(Run(new AudioClip(centred, clip.SampleRate).Resample(Card.Features.SampleRate).Samples, cancellation));
        RecognitionTelemetry.Tell(RecognitionTelemetry.Clip, started, clip.DurationSeconds, scores);
        return scores;
    }

    /// <summary>Recognises clips on all processors.</summary>
    /// <param name="clips">The clips, of any lengths and rates; see <see cref="Recognize(AudioClip, CancellationToken)"/>.</param>
    /// <param name="cancellation">Ends the recognition.</param>
    /// <returns>The scores of each clip, in the order of the clips, the same as one by one.</returns>
    /// <exception cref="ArgumentException">A clip is null, empty, has a sample that is no finite number, or a rate too far from the model's; the message says which.</exception>
    /// <exception cref="InvalidDataException">The model fails on a clip.</exception>
    /// <exception cref="OperationCanceledException">The recognition was ended.</exception>
    public IReadOnlyList<EmotionScores> Recognize(IReadOnlyList<AudioClip> clips, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(clips);
        for (int i = 0; i < clips.Count; i++)
        {
            if (InputFaults.Of(clips[i], Card.Features.SampleRate) is { } fault)
            {
                throw new ArgumentException($"Clip {i}: {fault}", nameof(clips));
            }
        }

        EmotionScores[] scores = new EmotionScores[clips.Count];
        try
        {
            Parallel.For(0, scores.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i => scores[i] = Recognize(clips[i], cancellation));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return scores;
    }

    /// <summary>Where the model listened: takes one part of a clip's sound after the other away, in time and frequency, and recognises the rest, some hundred times.</summary>
    /// <param name="clip">See <see cref="Recognize(AudioClip, CancellationToken)"/>; a few seconds.</param>
    /// <param name="emotion">The emotion to explain, one of the model's labels; null takes the most probable one.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArgumentException">The clip is empty or has a sample that is no finite number; or the model does not know the emotion.</exception>
    /// <exception cref="InvalidDataException">The model fails on this clip.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public SaliencyMap Explain(AudioClip clip, string? emotion = null, CancellationToken cancellation = default)
    {
        EmotionScores scores = Recognize(clip, cancellation);
        int index = Card.Labels.ToList().IndexOf(emotion ?? scores.Emotion);
        if (index < 0)
        {
            throw new ArgumentException($"The model does not know '{emotion}'; it knows {string.Join(", ", Card.Labels)}.", nameof(emotion));
        }

        AudioClip centred = new(Offset.Subtract(clip.Samples, clip.SampleRate), clip.SampleRate);
        Occlusion occlusion = new(centred.Resample(Card.Features.SampleRate).Samples, Card.Features.SampleRate);
        float whole = scores.Probabilities[index];
        float[][] without = occlusion.Scores(samples => Run(samples, cancellation).Probabilities[index], cancellation);
        return new SaliencyMap(Card.Labels[index], whole, occlusion.Times, occlusion.Frequencies, [.. without.Select(band => Array.ConvertAll(band, score => whole - score))]);
    }

    /// <summary>
    /// One answer for a recording of any length, which is read as it goes, in memory that does not grow with it. Up to <see cref="LongestClipSeconds"/> it is the answer of
    /// <see cref="Recognize(AudioClip, CancellationToken)"/>; a longer recording is recognised over time, with the default <see cref="TimelineConfig"/>, and answered by the mean over its speech, with
    /// <see cref="EmotionScores.Parts"/>. Whether it is speech is the mean over all that sounds.
    /// </summary>
    /// <param name="audio">The recording, from where the reader stands to its end.</param>
    /// <param name="cancellation">Ends the recognition.</param>
    /// <exception cref="InvalidDataException">The recording cannot be read, or the model fails on it.</exception>
    /// <exception cref="OperationCanceledException">The recognition was ended.</exception>
    public EmotionScores RecognizeWhole(AudioReader audio, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        WholeRecording recording = new(this, audio.SampleRate, cancellation);
        float[] block = new float[audio.SampleRate / 4];
        for (int got = block.Length; got == block.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            got = audio.Read(block);
            recording.Add(block.AsSpan(0, got));
        }

        return recording.Finish();
    }

    /// <summary>The same as <see cref="RecognizeWhole"/> for a file, away from the caller's thread.</summary>
    /// <param name="path">The file, of any format and rate.</param>
    /// <param name="cancellation">Ends the recognition.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file cannot be read, or the model fails on it.</exception>
    /// <exception cref="OperationCanceledException">The recognition was ended.</exception>
    public Task<EmotionScores> RecognizeWholeAsync(string path, CancellationToken cancellation = default) =>
        RecognizeWholeAsync(AudioReader.OpenAsync(path, _audio, cancellation), cancellation);

    /// <summary>The same as <see cref="RecognizeWhole"/> for a stream that holds an audio file, such as the body of a request: it is only read asynchronously, and takes no thread of the pool
    /// while it waits.</summary>
    /// <param name="stream">The stream, read from where it stands; stays open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="cancellation">Ends the recognition.</param>
    /// <exception cref="InvalidDataException">The stream cannot be read, or the model fails on it.</exception>
    /// <exception cref="OperationCanceledException">The recognition was ended.</exception>
    public Task<EmotionScores> RecognizeWholeAsync(Stream stream, string name, CancellationToken cancellation = default) =>
        RecognizeWholeAsync(AudioReader.OpenAsync(stream, name, _audio, cancellation), cancellation);

    /// <summary>The same as <see cref="RecognizeWhole"/> for samples that come in blocks, away from the caller's thread.</summary>
    /// <param name="blocks">Mono samples, nominally in -1..1, all finite, 1 or more in all.</param>
    /// <param name="sampleRate">Their rate in Hz, at least 1 and within a factor of 256 of the model's.</param>
    /// <param name="cancellation">Ends the recognition.</param>
    /// <exception cref="ArgumentException">The rate has faults, there are no samples, one is not finite, or a block is null.</exception>
    /// <exception cref="InvalidDataException">The model fails.</exception>
    public async Task<EmotionScores> RecognizeWholeAsync(IAsyncEnumerable<float[]> blocks, int sampleRate, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        InputFaults.RequireRate(sampleRate, Card.Features.SampleRate);
        WholeRecording recording = new(this, sampleRate, cancellation);
        await foreach (float[] block in blocks.WithCancellation(cancellation).ConfigureAwait(false))
        {
            InputFaults.RequireBlock(block);
            await Task.Run(() => recording.Add(block), cancellation).ConfigureAwait(false);
        }

        return await Task.Run(recording.Finish, cancellation).ConfigureAwait(false);
    }

    /// <summary>Recognises emotion over time in a file of any length, which is read as it goes.</summary>
    /// <param name="path">The file, of any format and rate.</param>
    /// <param name="config">How it is cut; null takes the defaults.</param>
    /// <param name="cancellation">Ends the recognition.</param>
    /// <returns>Segments in their order, each as soon as it is final; what is silent lies between them.</returns>
    /// <exception cref="ArgumentException">The configuration has faults.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file cannot be read, or the model fails on it.</exception>
    public IAsyncEnumerable<EmotionSegment> RecognizeAsync(string path, TimelineConfig? config = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return RecognizeAsync(() => AudioReader.OpenAsync(path, _audio, cancellation), Checked(config), cancellation);
    }

    /// <summary>Recognises emotion over time in a stream that holds an audio file, such as the body of a request: it is only read asynchronously, and takes no thread of the pool while it waits.</summary>
    /// <param name="stream">The stream, read from where it stands; stays open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="config">How it is cut; null takes the defaults.</param>
    /// <param name="cancellation">Ends the recognition.</param>
    /// <returns>Segments in their order, each as soon as it is final; what is silent lies between them.</returns>
    /// <exception cref="ArgumentException">The configuration has faults.</exception>
    /// <exception cref="InvalidDataException">The stream cannot be read, or the model fails on it.</exception>
    public IAsyncEnumerable<EmotionSegment> RecognizeAsync(Stream stream, string name, TimelineConfig? config = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return RecognizeAsync(() => AudioReader.OpenAsync(stream, name, _audio, cancellation), Checked(config), cancellation);
    }

    /// <summary>Recognises emotion over time in samples that come in blocks, such as from a microphone. The lengths of the blocks make no difference.</summary>
    /// <param name="blocks">Mono samples, nominally in -1..1, all finite; a block of any length, also 0. <see cref="AudioClip.FromInterleaved"/> mixes several channels.</param>
    /// <param name="sampleRate">Their rate in Hz, at least 1 and within a factor of 256 of the model's.</param>
    /// <param name="config">How the recording is cut; null takes the defaults.</param>
    /// <param name="cancellation">Ends the recognition.</param>
    /// <returns>Segments in their order, each as soon as it is final, with the defaults at most 4 s after its end; what is silent lies between them.</returns>
    /// <exception cref="ArgumentException">The configuration or the rate has faults; while enumerating: a sample is not finite, or a block is null.</exception>
    /// <exception cref="InvalidDataException">The model fails.</exception>
    public IAsyncEnumerable<EmotionSegment> RecognizeAsync(IAsyncEnumerable<float[]> blocks, int sampleRate, TimelineConfig? config = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        InputFaults.RequireRate(sampleRate, Card.Features.SampleRate);
        return EmotionTimeline.RunAsync(this, blocks, sampleRate, Checked(config), cancellation);
    }

    /// <summary>Frees the model, once no other thread uses it any more; the default one is left as it is.</summary>
    public void Dispose()
    {
        if (!_isShared)
        {
            _session.Dispose();
        }
    }

    /// <summary>The model's name, the start of its digest, and the emotions that it knows.</summary>
    public override string ToString() => $"{Card.Name} ({Digest[..12]}): {string.Join(", ", Card.Labels)}";

    /// <summary>The configuration, or the defaults.</summary>
    /// <exception cref="ArgumentException">It has faults.</exception>
    internal static RecognizerConfig Checked(RecognizerConfig? config)
    {
        string[] faults = [.. config?.Validate() ?? []];
        return faults.Length == 0 ? config ?? new RecognizerConfig() : throw new ArgumentException(string.Join("; ", faults), nameof(config));
    }

    /// <summary>What the model says of samples <c>[n]</c> at its rate.</summary>
    /// <exception cref="InvalidDataException">The model fails, or gives something else.</exception>
    /// <exception cref="ObjectDisposedException">The recognizer has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The recognition was ended.</exception>
    internal ModelAnswer Run(float[] samples, CancellationToken cancellation = default)
    {
        int heard = Card.Features.ClipLength is > 0 and var most ? Math.Min(most, samples.Length) : samples.Length;
        (float[] probabilities, float speech, float unfamiliarity) = _session.Run(Offset.Subtract(samples, Offset.Of(samples.AsSpan(0, heard))), cancellation);
        if (probabilities.Length != Card.Labels.Count || !EmotionScores.AreProbabilities(probabilities) || !float.IsFinite(speech) || unfamiliarity is not (>= 1 and <= float.MaxValue))
        {
            throw new InvalidDataException($"{_name}: the model gives no probabilities for this clip; its samples may be too large (they are in -1..1 in a recording).");
        }

        double sound = Loudness.SecondsOfSound(samples, Card.Features.SampleRate);
        if (sound >= Loudness.ShortestSound)
        {
            return new ModelAnswer(probabilities, Math.Clamp(speech, 0, 1), sound, unfamiliarity);
        }

        RecognizerLog.TooShort(Log, sound);
        return new ModelAnswer(probabilities, 0, sound, unfamiliarity);
    }

    /// <summary>Begins to adapt to a voice.</summary>
    /// <param name="voice">What has been heard of it; null: nothing.</param>
    internal RunningAdaptation StartAdaptation(VoiceStatistics? voice = null) =>
        new(Card.Reference ?? ReferenceStatistics.Neutral(Card.Labels.Count), voice ?? Card.Voice);

    /// <summary>What the model gives as scores. If the file itself is adapted to a voice, they say so, and what the plain ones are.</summary>
    internal EmotionScores Scores(ModelAnswer answer, RecordingParts? parts = null)
    {
        EmotionScores Of(float[] probabilities) =>
            new(Card.Labels, probabilities, answer.Speech, answer.SoundSeconds) { Parts = parts, Model = Digest, Unfamiliarity = answer.Unfamiliarity };
        if (_shift is null)
        {
            return Of(answer.Probabilities);
        }

        float[] logits = [.. answer.Probabilities.Select((probability, i) => (float)((answer.Unfamiliarity * Math.Log(Math.Max(probability, float.Epsilon))) + _shift[i]))];
        return Of(TemperatureScaling.Apply(logits, answer.Unfamiliarity)).AdaptedTo(StartAdaptation());
    }

    private static TimelineConfig Checked(TimelineConfig? config)
    {
        string[] faults = [.. config?.Validate() ?? []];
        return faults.Length == 0 ? config ?? new TimelineConfig() : throw new ArgumentException(string.Join("; ", faults), nameof(config));
    }

    private async Task<EmotionScores> RecognizeWholeAsync(Task<AudioReader> opening, CancellationToken cancellation)
    {
        using AudioReader audio = Opened(await opening.ConfigureAwait(false));
        return await RecognizeWholeAsync(audio.ReadBlocksAsync(audio.SampleRate / 4, cancellation), audio.SampleRate, cancellation).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<EmotionSegment> RecognizeAsync(Func<Task<AudioReader>> open, TimelineConfig config, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using AudioReader audio = Opened(await open().ConfigureAwait(false));
        await foreach (EmotionSegment segment in RecognizeAsync(audio.ReadBlocksAsync(audio.SampleRate / 4, cancellation), audio.SampleRate, config, cancellation).ConfigureAwait(false))
        {
            yield return segment;
        }
    }

    private AudioReader Opened(AudioReader audio)
    {
        if (audio.Channels > 1 || audio.SampleRate != Card.Features.SampleRate)
        {
            RecognizerLog.Opened(Log, audio.Channels, audio.SampleRate, audio.Channels == 1 ? "as they are" : _audio.Channel is { } channel ? $"in channel {channel} only" : "as their mean", Card.Features.SampleRate);
        }

        return audio;
    }

    private static void Warn(RecognizerConfig config, string line)
    {
        config.Audio.Warn?.Invoke(line);
        RecognizerLog.OddRecording(config.Log!);
        RecognizerLog.Odd(config.Log!, line);
    }

    private static EmotionRecognizer LoadShipped(RecognizerConfig config, bool isShared)
    {
        ArgumentNullException.ThrowIfNull(config);
        using Stream stream = typeof(EmotionRecognizer).Assembly.GetManifestResourceStream("default.onnx")
            ?? throw new FileNotFoundException("This build has no model of its own; name a model file, or build again with models/default.onnx in place.", "default.onnx");
        return Load(ModelFile.Read(stream, "default.onnx"), "default.onnx", Checked(config), isShared);
    }

    private static EmotionRecognizer Load(byte[] model, string name, RecognizerConfig config, bool isShared, string? folder = null)
    {
        (ModelSession session, ModelCard card) = ModelFile.Open(model, name, config, folder);
        return new EmotionRecognizer(session, card, ModelDigest.Read(model), name, config, isShared);
    }
}
