#:project ../src/SpeechEmotion/SpeechEmotion.csproj

using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Splits;

// 1. a corpus of ten speakers, three emotions, two clips of each, and one silent clip, as a table path,emotion,speaker
string folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;
List<string> table = ["path,emotion,speaker"];
for (int speaker = 0; speaker < 10; speaker++)
{
    foreach ((string emotion, int frequency) in new[] { ("Sadness", 200), ("angry", 400), ("neutral", 300) })
    {
        for (int take = 0; take < 2; take++)
        {
            string name = $"{speaker}-{emotion}-{take}.wav";
            float[] samples = [.. Enumerable.Range(0, 8000).Select(i => 0.5f * MathF.Sin(2 * MathF.PI * (frequency + (10 * speaker) + take) * i / 8000))];
            WavWriter.Write(Path.Combine(folder, name), new AudioClip(samples, 8000));
            table.Add($"{name},{emotion},{speaker}");
        }
    }
}

WavWriter.Write(Path.Combine(folder, "silence.wav"), new AudioClip(new float[8000], 8000));
table.Add("silence.wav,sad,0");
string manifest = Path.Combine(folder, "corpus.csv");
File.WriteAllLines(manifest, table);

// 2. table -> corpus -> what is wrong with it
Corpus corpus = KnownCorpora.Open(manifest);
CorpusReport report = CorpusCheck.Check(corpus);
Console.WriteLine($"{report.Clips} clips of {report.Speakers} speakers: {string.Join(", ", report.Emotions.Select(pair => $"{pair.Value} {pair.Key}"))}");
foreach (CorpusFault fault in report.Faults)
{
    Console.WriteLine($"fault: {fault.Name}, {fault.Message}");
}

// 3. corpus -> training, validation and test part, no speaker in two of them
Split split = Splitter.Split(corpus.Utterances, new SplitConfig { Protocol = Protocol.Speaker }, seed: 1);
SplitFile.Write(Path.Combine(folder, "split.csv"), split);
foreach ((string part, IReadOnlyList<Utterance> clips) in new[] { ("train", split.Train), ("validation", split.Validation), ("test", split.Test) })
{
    Console.WriteLine($"{part,-10} {clips.Count,2} clips, speakers {string.Join(", ", clips.Select(clip => clip.Speaker).Distinct())}");
}

Directory.Delete(folder, recursive: true);
