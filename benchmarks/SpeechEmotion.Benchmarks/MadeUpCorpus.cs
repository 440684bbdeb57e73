using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Benchmarks;

/// <summary>Clips of noise under CREMA-D's names, for rehearsals where there is no corpus.</summary>
internal static class MadeUpCorpus
{
    private static readonly string[] s_emotions = ["ANG", "DIS", "FEA", "HAP", "NEU", "SAD"];

    /// <summary>Writes the clips: twelve speakers, six emotions, 1.5 to 5 seconds.</summary>
    /// <param name="folder">Where they go.</param>
    public static void Write(string folder)
    {
        for (int i = 0; i < 72; i++)
        {
            SeededRandom random = new(1, (ulong)i);
            float[] samples = new float[random.NextInteger(24000, Measurement.ClipLength)];
            for (int n = 0; n < samples.Length; n++)
            {
                samples[n] = (float)(0.1 * random.NextGaussian());
            }

            WavWriter.Write(Path.Combine(folder, $"{1001 + (i / 6)}_DFA_{s_emotions[i % 6]}_XX.wav"), new AudioClip(samples, 16000));
        }
    }
}
