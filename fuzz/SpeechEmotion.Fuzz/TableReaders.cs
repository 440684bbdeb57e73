using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Fuzz;

/// <summary>The tables and reports of corpora and runs.</summary>
internal static class TableReaders
{
    private static readonly string[] s_emotions = ["sad", "anger", "neutral"];

    public static FuzzReader Manifest(string folder)
    {
        string manifest = WriteCorpus(folder);
        byte[] written = File.ReadAllBytes(manifest);
        return new FuzzReader(manifest, [written, "emotion, \"path\"\r\nsad,0.wav\r\n"u8.ToArray()], () =>
        {
            Corpus corpus = KnownCorpora.Open(manifest);
            Readers.Check(corpus.Utterances.Count > 0, "a corpus without clips");
        });
    }

    public static FuzzReader SplitOfARun(string folder)
    {
        Corpus corpus = KnownCorpora.Open(WriteCorpus(folder));
        string path = Path.Combine(folder, "split.csv");
        Split split = new([.. corpus.Utterances.Take(3)], [corpus.Utterances[3]], [.. corpus.Utterances.Skip(4)]);
        byte[] written = Readers.Written(folder, file => SplitFile.Write(file, split));
        return new FuzzReader(path, [written], () =>
        {
            Split read = SplitFile.ReadUnchanged(path, corpus.Utterances);
            _ = SplitFile.Corpora(path);
            Utterance[] clips = [.. read.Train, .. read.Validation, .. read.Test];
            Readers.Check(clips.Distinct().Count() == clips.Length, "a clip is in a split twice");
        });
    }

    public static FuzzReader Predictions(string folder)
    {
        string path = Path.Combine(folder, "predictions.csv");
        Predictions predictions = MadeUp();
        return new FuzzReader(path, [Readers.Written(folder, file => PredictionsFile.Write(file, predictions))], () => PredictionsFile.Read(path, s_emotions));
    }

    public static FuzzReader Metrics(string folder)
    {
        string path = Path.Combine(folder, "metrics.csv");
        byte[] written = Readers.Written(folder, file => MetricsFile.Write(file, [new EpochMetrics(1, 1, 0.5, 1, 0.5, 0.5, 1e-3, 1), new EpochMetrics(2, 0.5, 0.6, 0.9, 0.6, 0.6, 1e-3, 1)]));
        return new FuzzReader(path, [written], () => MetricsFile.Read(path));
    }

    public static FuzzReader Report(string folder)
    {
        string path = Path.Combine(folder, "report.json");
        EvaluationReport report = EvaluationReport.From(MadeUp(), "speaker") with { Corpus = "made up" };
        return new FuzzReader(path, [Readers.Written(folder, report.Save)], () =>
        {
            EvaluationReport read = EvaluationReport.Load(path);
            _ = read.ToString();
            _ = HtmlReport.Render(new RunSummary("run", read, [], ""));
        });
    }

    /// <summary>Six clips and their manifest.</summary>
    public static string WriteCorpus(string folder)
    {
        StringBuilder table = new("path,emotion,speaker\n");
        for (int clip = 0; clip < 6; clip++)
        {
            WavWriter.Write(Path.Combine(folder, $"{clip}.wav"), AudioReaders.Noise((ulong)clip));
            table.Append($"{clip}.wav,{s_emotions[clip % 3]},{(clip < 3 ? "a" : "b")}\n");
        }

        string manifest = Path.Combine(folder, "corpus.csv");
        File.WriteAllText(manifest, table.ToString());
        return manifest;
    }

    private static Predictions MadeUp() => new(s_emotions, [.. Enumerable.Range(0, 9).Select(clip => new Prediction($"{clip}.wav", $"{clip % 2}", clip % 3, [0.2f, 0.3f, 0.5f]) { Corpus = "made up" })]);
}
