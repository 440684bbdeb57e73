using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>A folder with a small corpus (six speakers, three emotions that differ in pitch) and a small experiment.</summary>
internal sealed class TrainingFiles : IDisposable
{
    private readonly TestFolder _folder = new();

    public TrainingFiles()
    {
        List<string> table = ["path,emotion,speaker"];
        string[] emotions = ["sad", "anger", "neutral"];
        for (int i = 0; i < 36; i++)
        {
            SeededRandom random = new(7, (ulong)i);
            double frequency = (200 << (i % 3)) * random.NextUniform(0.95, 1.05);
            float[] samples = [.. Enumerable.Range(0, 4000).Select(n => (float)((0.4 * Math.Sin(2 * Math.PI * frequency * n / 8000)) + (0.01 * random.NextGaussian())))];
            WavWriter.Write(_folder[$"{i:00}.wav"], new AudioClip(samples, 8000));
            table.Add($"{i:00}.wav,{emotions[i % 3]},s{i / 3 % 6}");
        }

        File.WriteAllLines(Corpus, table);
        File.WriteAllText(
            Experiment,
            """
            {
              "features": { "kinds": ["mel-scaled"], "sampleRate": 8000, "clipLength": 4000, "frameLength": 256, "hopLength": 80, "melBands": 12 },
              "augmentation": { "copies": 1 },
              "network": { "name": "RezoNet", "width": 0.4 },
              "training": { "epochs": 6, "batchSize": 4, "learningRate": 2e-3 }
            }
            """);
    }

    public string Corpus => _folder["corpus.csv"];

    public string Experiment => _folder["probe.json"];

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();
}
