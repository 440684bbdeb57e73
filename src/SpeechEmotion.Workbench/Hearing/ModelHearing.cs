using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Augmentation.Conditions;
using SpeechEmotion.Datasets;
using SpeechEmotion.Plots;
using SpeechEmotion.Recognition;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Workbench.Hearing;

/// <summary>What a model goes by: where in a clip it listens, and what its answers do when pitch, tempo, level or spectral tilt change. As many clips of each emotion are taken from a corpus.</summary>
public sealed class ModelHearing
{
    private const int Parts = 10;

    private readonly EmotionRecognizer _recognizer;
    private readonly Utterance[] _clips;

    /// <summary>Chooses the clips.</summary>
    /// <param name="recognizer">The model.</param>
    /// <param name="clips">The corpus; clips of emotions that the model does not know are left out.</param>
    /// <param name="perEmotion">At most this many clips of each emotion, drawn by a fixed seed; 1 or more.</param>
    /// <exception cref="InvalidDataException">The model knows none of the emotions.</exception>
    public ModelHearing(EmotionRecognizer recognizer, IReadOnlyList<Utterance> clips, int perEmotion)
    {
        ArgumentNullException.ThrowIfNull(recognizer);
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentOutOfRangeException.ThrowIfLessThan(perEmotion, 1);
        _recognizer = recognizer;
        _clips = [.. recognizer.Card.Labels.SelectMany(label =>
        {
            Utterance[] own = [.. clips.Where(clip => clip.Emotion == label).OrderBy(clip => clip.Id, StringComparer.Ordinal)];
            new SeededRandom(1).Shuffle<Utterance>(own);
            return own.Take(perEmotion);
        })];
        if (_clips.Length == 0)
        {
            throw new InvalidDataException($"the corpus has no clips of {string.Join(", ", recognizer.Card.Labels)}, which the model tells apart");
        }
    }

    /// <summary>Number of clips that are listened to.</summary>
    public int Clips => _clips.Length;

    /// <summary>Told how many clips are done.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }

    /// <summary>The mean probability of each emotion over the clips, for growing changes of pitch, tempo, level and tilt.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">A clip or the model cannot be read.</exception>
    public IReadOnlyList<ResponseCurve> Respond(CancellationToken cancellation = default)
    {
        PitchShift pitch = new();
        TimeStretch stretch = new();
        (string Change, double[] Amounts, double Neutral, Func<AudioClip, double, AudioClip> Apply)[] changes =
        [
            ("pitch (semitones)", [-6, -4, -2, 0, 2, 4, 6], 0, (clip, amount) => new AudioClip(pitch.Apply(clip.Samples, amount, new SeededRandom(0)), clip.SampleRate)),
            ("tempo (times)", [0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5], 1, (clip, amount) => new AudioClip(stretch.Apply(clip.Samples, amount, new SeededRandom(0)), clip.SampleRate)),
            ("level (dB)", [-36, -24, -12, 0, 12, 24], 0, Scale),
            ("spectral tilt (dB per octave)", [-6, -4, -2, 0, 2, 4, 6], 0, SpectralTilts.Apply),
        ];
        float[][][][] answers = ForEach(clip => Array.ConvertAll(changes, change => Array.ConvertAll(change.Amounts, amount =>
            _recognizer.Recognize(amount == change.Neutral ? clip : change.Apply(clip, amount), cancellation).Probabilities)), cancellation);
        return
        [
            .. changes.Select((change, c) => new ResponseCurve(change.Change, change.Amounts, _recognizer.Card.Labels.Select((label, i) => (label, i)).ToDictionary(
                pair => pair.label, pair => Enumerable.Range(0, change.Amounts.Length).Select(a => answers.Average(clip => (double)clip[c][a][pair.i])).ToArray()))),
        ];
    }

    /// <summary>For each emotion, by how much its probability drops without each part of its clips, on average.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Edges of the bands in Hz, <c>[bands + 1]</c>, and the drops, -1..1, <c>[bands][parts]</c>, over tenths of a clip.</returns>
    /// <exception cref="InvalidDataException">A clip or the model cannot be read.</exception>
    public (IReadOnlyList<double> Frequencies, IReadOnlyDictionary<string, float[][]> Drops) Listen(CancellationToken cancellation = default)
    {
        SaliencyMap[] maps = ForEach((clip, utterance) => _recognizer.Explain(clip, utterance.Emotion, cancellation), cancellation);
        Dictionary<string, float[][]> drops = [];
        foreach (IGrouping<string, SaliencyMap> own in maps.GroupBy(map => map.Emotion))
        {
            SaliencyMap[] emotion = [.. own];
            drops[own.Key] = [.. Enumerable.Range(0, emotion[0].Drops.Count).Select(band => Enumerable.Range(0, Parts).Select(part => emotion.Average(map => Part(map.Drops[band], part))).ToArray())];
        }

        return (maps[0].Frequencies, drops);
    }

    // The mean over a tenth of a clip of a row that has some other number of parts.
    private static float Part(float[] row, int part)
    {
        double from = (double)part * row.Length / Parts, to = (double)(part + 1) * row.Length / Parts, sum = 0;
        for (int i = (int)from; i < row.Length && i < to; i++)
        {
            sum += row[i] * (Math.Min(to, i + 1) - Math.Max(from, i));
        }

        return (float)(sum / (to - from));
    }

    private static AudioClip Scale(AudioClip clip, double decibels)
    {
        float factor = (float)Math.Pow(10, decibels / 20);
        return new AudioClip([.. clip.Samples.Select(sample => Math.Clamp(sample * factor, -1, 1))], clip.SampleRate);
    }

    private T[] ForEach<T>(Func<AudioClip, T> work, CancellationToken cancellation) => ForEach((clip, _) => work(clip), cancellation);

    private T[] ForEach<T>(Func<AudioClip, Utterance, T> work, CancellationToken cancellation)
    {
        T[] results = new T[_clips.Length];
        int done = 0;
        Parallel.For(0, _clips.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            results[i] = work(ClipAudio.Read(_clips[i], cancellation), _clips[i]);
            Progress?.Report((Interlocked.Increment(ref done), _clips.Length));
        });
        return results;
    }
}
