#:project ../src/SpeechEmotion/SpeechEmotion.csproj

using SpeechEmotion.Metrics;
using SpeechEmotion.Runs;
using SpeechEmotion.Signal;

// 1. what a network might have said of 120 clips of six speakers
string[] labels = ["sad", "anger", "neutral"];
SeededRandom random = new(seed: 1);
Prediction[] clips = [.. Enumerable.Range(0, 120).Select(i =>
{
    float[] logits = [.. labels.Select((_, label) => (float)((label == i % 3 ? 2 : 0) + random.NextGaussian()))];
    return new Prediction($"clip {i}", $"speaker {i / 20}", i % 3, TemperatureScaling.Apply(logits, 1));
})];

// 2. predictions -> figures
EvaluationReport report = EvaluationReport.From(new Predictions(labels, clips), protocol: "example");
Console.Write(report);

// 3. figures -> report.json and a page
string folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;
report.Save(Path.Combine(folder, "report.json"));
HtmlReport.Save(Path.Combine(folder, "report.html"), new RunSummary("example", report, [], ""));
foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
{
    Console.WriteLine($"{file.Name}: {(file.Length > 0 ? "written" : "empty")}");
}

Directory.Delete(folder, recursive: true);
