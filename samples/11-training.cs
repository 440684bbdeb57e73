#:project ../src/SpeechEmotion.Training/SpeechEmotion.Training.csproj

using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features;
using SpeechEmotion.Runs;
using SpeechEmotion.Signal;
using SpeechEmotion.Training;

// 1. a corpus that can be learnt in seconds: each emotion is a tone of its own, each of eight speakers a little off
string folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;
List<string> table = ["path,emotion,speaker"];
SeededRandom random = new(seed: 1);
foreach ((string emotion, int frequency) in new[] { ("sad", 300), ("neutral", 500), ("anger", 800) })
{
    for (int i = 0; i < 32; i++)
    {
        double pitch = frequency * random.NextUniform(0.9, 1.1);
        float[] samples = [.. Enumerable.Range(0, 4000).Select(n => (float)((0.4 * Math.Sin(2 * Math.PI * pitch * n / 8000)) + (0.02 * random.NextGaussian())))];
        WavWriter.Write(Path.Combine(folder, $"{emotion}-{i}.wav"), new AudioClip(samples, 8000));
        table.Add($"{emotion}-{i}.wav,{emotion},speaker {i % 8}");
    }
}

string manifest = Path.Combine(folder, "corpus.csv");
File.WriteAllLines(manifest, table);
Corpus corpus = KnownCorpora.Open(manifest);

// 2. the experiment: only what differs from the defaults
ExperimentConfig config = new()
{
    Name = "tones",
    Labels = corpus.Emotions,
    Features = new FeatureConfig { SampleRate = 8000, ClipLength = 4000, FrameLength = 256, HopLength = 80, MelBands = 20 },
    Augmentation = new AugmentationConfig { Copies = 1, Transforms = ["noise"] },
    Network = new RezoNetConfig { Width = 0.5 },
    Training = new TrainingConfig { Epochs = 4, BatchSize = 8, LearningRate = 1e-3 },
};

// 3. corpus -> split -> weights of the best epoch; the run folder keeps what is needed to resume
RunFolder run = new(Path.Combine(folder, "run"));
Directory.CreateDirectory(run.Folder);
ExperimentFile.Write(run.Experiment, config);
Split split = Splitter.Split(corpus.Utterances, config.Split, config.Seed);
TrainingResult result = new Trainer(config, split, run).Train();
foreach (EpochMetrics epoch in result.Epochs)
{
    Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.TrainLoss:0.000}, validation loss {epoch.ValidationLoss:0.000}, validation UAR {epoch.ValidationUar:0.00}");
}

// 4. best weights -> the test part, which nothing has seen
using TrainedNetwork network = TrainedNetwork.Load(run);
(IReadOnlyList<float[]> logits, int[] truth) = network.Predict(split.Test);
int right = logits.Where((row, i) => row.AsSpan().IndexOf(row.Max()) == truth[i]).Count();
Console.WriteLine($"best epoch {result.BestEpoch}; {right} of {truth.Length} test clips recognised");

Directory.Delete(folder, recursive: true);
