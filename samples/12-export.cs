#:project ../src/SpeechEmotion.Training/SpeechEmotion.Training.csproj
#:project ../src/SpeechEmotion.Recognition/SpeechEmotion.Recognition.csproj

using SpeechEmotion.Audio;
using SpeechEmotion.Experiments;
using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;
using SpeechEmotion.Recognition;

// 1. a network that has learnt nothing, and what its file will say of itself
ModelCard card = new()
{
    Name = "untrained",
    Labels = ["sad", "anger", "neutral"],
    Features = new FeatureConfig { ClipLength = 16000, HopLength = 160 },
    Network = "RezoNet",
    Licence = "MIT",
};
using Network network = NetworkConfig.Named(card.Network).Create(card.Features.Rows(), card.Features.Frames(0), card.Labels.Count, seed: 1);
network.eval();

// 2. network and features -> one file, waveform in, probabilities out
string path = Path.Combine(Path.GetTempPath(), $"speech-emotion-{Guid.NewGuid():N}.onnx");
OnnxExporter.Write(path, network, card);
Console.WriteLine($"{new FileInfo(path).Length:N0} bytes");

// 3. file -> recognizer, which asks for nothing but a clip, of any rate and length
using (EmotionRecognizer recognizer = EmotionRecognizer.Load(path))
{
    float[] tone = [.. Enumerable.Range(0, 22050).Select(i => 0.5f * MathF.Sin(2 * MathF.PI * 440 * i / 22050))];
    EmotionScores scores = recognizer.Recognize(new AudioClip(tone, 22050));
    Console.WriteLine($"'{recognizer.Card.Name}': {string.Join(", ", scores.Labels.Zip(scores.Probabilities, (label, probability) => $"{label} {probability:0.000}"))}");
}

File.Delete(path);
