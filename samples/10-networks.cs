#:project ../src/SpeechEmotion.Training/SpeechEmotion.Training.csproj

using SpeechEmotion.Experiments;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using TorchSharp;

// One second at 16 kHz in frames 10 ms apart: 40 mel bands, 101 frames; six emotions.
const int bands = 40, frames = 101, labels = 6;
foreach (NetworkConfig config in new NetworkConfig[] { new DummyNetConfig(), new RezoNetConfig(), new ExpoNetConfig() })
{
    using Network network = (config with { Width = 0.25 }).Create(bands, frames, labels, seed: 1);
    network.eval();
    using DisposeScope scope = torch.NewDisposeScope();
    torch.Tensor batch = torch.rand(2, 1, bands, frames);                  // [B, 1, bands, frames]
    torch.Tensor probabilities = network.forward(batch).softmax(dim: 1);   // [B, labels]
    Console.WriteLine($"{config.Name,-9} {network.ParameterCount,9:N0} parameters, [{string.Join(", ", batch.shape)}] -> [{string.Join(", ", probabilities.shape)}]");
}

// The same seed gives the same weights; they are kept as safetensors, which Python reads too.
string path = Path.Combine(Path.GetTempPath(), $"speech-emotion-{Guid.NewGuid():N}.safetensors");
using Network written = new RezoNetConfig().Create(bands, frames, labels, seed: 1);
using Network read = new RezoNetConfig().Create(bands, frames, labels, seed: 2);
WeightFile.Write(path, written, new Dictionary<string, string> { ["labels"] = "sad,anger,neutral,happy,fear,disgust" });
IReadOnlyDictionary<string, string> metadata = WeightFile.Read(path, read);
Console.WriteLine($"{new FileInfo(path).Length:N0} bytes, labels {metadata["labels"]}");

File.Delete(path);
