#:project ../src/SpeechEmotion/SpeechEmotion.csproj

using SpeechEmotion.Signal;

// 1. one frame of a 1,000 Hz tone with a little noise, the same noise on every machine
const int rate = 16000, length = 512;
SeededRandom random = new(seed: 1);
float[] window = Window.Hann(length);
float[] frame = new float[length];
for (int i = 0; i < length; i++)
{
    double sample = (0.5 * Math.Sin(2 * Math.PI * 1000 * i / rate)) + (0.01 * random.NextGaussian());
    frame[i] = (float)sample * window[i];
}

// 2. frame [512] -> spectrum [257] -> power -> decibels
FourierTransform transform = new(length);
float[] re = new float[transform.Bins], im = new float[transform.Bins];
transform.Forward(frame, re, im);
float[] decibels = [.. re.Zip(im, (a, b) => (a * a) + (b * b))];
(float least, float greatest) = Decibels.FromPower(decibels);

// 3. the highest bins
Console.WriteLine($"{transform.Bins} bins, {(double)rate / length} Hz apart, {least:0.0} to {greatest:0.0} dB");
foreach (int bin in Enumerable.Range(0, transform.Bins).OrderByDescending(bin => decibels[bin]).Take(3))
{
    Console.WriteLine($"bin {bin}, {bin * (double)rate / length} Hz: {decibels[bin]:0.0} dB");
}
