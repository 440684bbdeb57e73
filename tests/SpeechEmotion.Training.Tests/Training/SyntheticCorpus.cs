using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Tests.Training;

/// <summary>Clips that differ by emotion in pitch and rhythm, written to a temporary folder: what a network must be able to learn.</summary>
internal sealed class SyntheticCorpus : IDisposable
{
    private static readonly string[] Emotions = ["sad", "anger", "neutral"];

    private readonly string _name;
    private readonly ulong _seed;

    public SyntheticCorpus(int clips, int samples = 4000, string name = "manifest", ulong seed = 99)
    {
        _name = name;
        _seed = seed;
        Folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;
        Clips = [.. Enumerable.Range(0, clips).Select(index => Write(index, samples))];
    }

    public string Folder { get; }

    public IReadOnlyList<Utterance> Clips { get; }

    public static IReadOnlyList<string> Labels => Emotions;

    /// <summary>The clips as a corpus, opened through a manifest.</summary>
    public Corpus Open()
    {
        string manifest = Path.Combine(Folder, _name + ".csv");
        File.WriteAllLines(manifest, Clips.Select(clip => $"{clip.Name},{clip.Emotion},{clip.Speaker}").Prepend("path,emotion,speaker"));
        return KnownCorpora.Open(manifest);
    }

    public Split Split(int train, int validation) =>
        new([.. Clips.Take(train)], [.. Clips.Skip(train).Take(validation)], [.. Clips.Skip(train + validation)]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private Utterance Write(int index, int samples)
    {
        int emotion = index % Emotions.Length;
        SeededRandom random = new(_seed, (ulong)index);
        double frequency = (200 << emotion) * random.NextUniform(0.95, 1.05);
        double beats = (6 << emotion) * random.NextUniform(0.95, 1.05); // in Hz
        double phase = random.NextUniform(0, 6);
        double Loudness(int n) => 0.25 + (0.15 * Math.Sin((2 * Math.PI * beats * n / 8000) + phase));
        float[] wave = [.. Enumerable.Range(0, samples).Select(n => (float)((Loudness(n) * Math.Sin((2 * Math.PI * frequency * n / 8000) + phase)) + (0.01 * random.NextGaussian())))];
        string name = $"clip-{index:000}.wav";
        string path = Path.Combine(Folder, name);
        WavWriter.Write(path, new AudioClip(wave, 8000));
        return new Utterance { Name = name, Corpus = _name, Path = path, Emotion = Emotions[emotion], Speaker = $"speaker{index / Emotions.Length % 6}", Sentence = $"sentence{index % 2}" };
    }
}
