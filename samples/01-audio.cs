#:project ../src/SpeechEmotion/SpeechEmotion.csproj

using SpeechEmotion.Audio;

// 1. one second of a 440 Hz tone -> clip
const int rate = 44100;
float[] tone = [.. Enumerable.Range(0, rate).Select(i => 0.5f * MathF.Sin(2 * MathF.PI * 440 * i / rate))];
AudioClip clip = new(tone, rate);

// 2. clip -> file -> clip
string folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;
string path = Path.Combine(folder, "tone.wav");
WavWriter.Write(path, clip);
AudioClip read = AudioFile.Read(path);

// 3. 44,100 Hz -> 16,000 Hz, then half a second of silence at the end
AudioClip resampled = read.Resample(16000);
AudioClip padded = resampled.WithLength(24000);

Console.WriteLine($"written    {clip.Samples.Length} samples at {clip.SampleRate} Hz");
Console.WriteLine($"read       {read.Samples.Length} samples, furthest from what was written: {clip.Samples.Zip(read.Samples, (a, b) => Math.Abs(a - b)).Max():0.000000}");
Console.WriteLine($"resampled  {resampled.Samples.Length} samples at {resampled.SampleRate} Hz, peak {resampled.Samples.Max():0.000}");
Console.WriteLine($"padded     {padded.DurationSeconds} s");

Directory.Delete(folder, recursive: true);
