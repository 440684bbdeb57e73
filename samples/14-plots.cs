#:project ../src/SpeechEmotion.Plots/SpeechEmotion.Plots.csproj

using SpeechEmotion.Audio;
using SpeechEmotion.Plots;

// 1. two seconds of a tone that rises from 200 Hz to 2,000 Hz
const int rate = 16000;
float[] samples = new float[2 * rate];
double phase = 0;
for (int i = 0; i < samples.Length; i++)
{
    phase += 2 * Math.PI * (200 + (1800.0 * i / samples.Length)) / rate;
    samples[i] = 0.5f * (float)Math.Sin(phase);
}

// 2. clip -> pictures; the extension is the format
AudioClip clip = new(samples, rate);
string folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;
WaveformPlot.Save(Path.Combine(folder, "waveform.svg"), clip, "A rising tone");
MelSpectrogramPlot.Save(Path.Combine(folder, "mel.png"), clip, "A rising tone");
foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
{
    Console.WriteLine($"{file.Name}: {(file.Length > 0 ? "written" : "empty")}");
}

Directory.Delete(folder, recursive: true);
