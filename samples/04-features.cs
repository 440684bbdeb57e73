#:project ../src/SpeechEmotion/SpeechEmotion.csproj

using SpeechEmotion.Audio;
using SpeechEmotion.Features;

// 1. one second of a tone that rises from 200 Hz to 4,000 Hz
const int rate = 16000;
float[] samples = [.. Enumerable.Range(0, rate).Select(i => 0.5f * MathF.Sin(2 * MathF.PI * i / rate * (200 + (1900f * i / rate))))];

// 2. samples [16000] -> one row of zero-crossing rate, one of energy, forty of mel, [42, 101]
FeatureConfig config = new()
{
    Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.Energy, FeatureKind.MelScaled],
    SampleRate = rate,
    HopLength = 160,
};
FeatureMatrix features = new FeatureExtractor(config).Extract(new AudioClip(samples, rate));
Console.WriteLine($"{features.Bands} rows, {features.Frames} frames");
foreach (int frame in new[] { 10, 50, 90 })
{
    int loudest = Enumerable.Range(0, 40).MaxBy(band => features[2 + band, frame]);
    Console.WriteLine($"at {frame * 0.01:0.0} s: zero-crossing rate {features[0, frame]:0.000}, energy {features[1, frame]:0.000}, loudest mel band {loudest}");
}

// 3. features -> file for NumPy -> features
string folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;
string path = Path.Combine(folder, "features.npy");
NpyFile.Write(path, features);
(float[] values, int[] shape) = NpyFile.Read(path);
Console.WriteLine($"features.npy: shape ({string.Join(", ", shape)}), unchanged: {values.AsSpan().SequenceEqual(features.Values)}");

Directory.Delete(folder, recursive: true);
