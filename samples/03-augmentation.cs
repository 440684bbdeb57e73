#:project ../src/SpeechEmotion/SpeechEmotion.csproj

using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;

// 1. one second of a tone with four overtones
const int rate = 16000;
float[] samples = [.. Enumerable.Range(0, rate).Select(i => (float)Enumerable.Range(1, 5).Sum(k => 0.2 / k * Math.Sin(2 * Math.PI * 150 * k * i / rate)))];

// 2. clip -> five altered copies; drawing an amount is apart from applying it
SeededRandom random = new(seed: 1);
foreach (IAugmentation augmentation in Augmentations.All)
{
    double amount = augmentation.Draw(random);
    float[] altered = augmentation.Apply(samples, amount, random);
    double change = Math.Sqrt(samples.Zip(altered, (a, b) => (double)(a - b) * (a - b)).Average());
    Console.WriteLine($"{augmentation.Name,-8} amount {amount,8:0.###}  {altered.Length} samples, root mean square of the change {change:0.0000}");
}

// 3. as in training: the copies of a configuration, the same for the same place in the experiment (seed, epoch, clip, copy)
Augmenter augmenter = new(new AugmentationConfig { Copies = 2, Transforms = ["noise", "pitch"] });
float[] once = augmenter.Augment(samples, copy: 2, new SeededRandom(1, 7, 42, 2));
float[] again = augmenter.Augment(samples, copy: 2, new SeededRandom(1, 7, 42, 2));
Console.WriteLine($"the same twice: {once.AsSpan().SequenceEqual(again)}");
