using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>
/// A bad mobile telephone, after audEERING's test [Derington2023]:
/// <code>
/// // 1. compressor: above -20 dB the level rises by 0.8 dB for each dB; attack 10 ms, release 20 ms
/// // 2. AMR narrow band of 7.4 kbit/s, or GSM where ffmpeg has no such encoder; 8 kHz, then the clip's own rate again
/// // 3. scaled to a peak of 1, and pink noise with a peak of -25 dB above 3 kHz added
/// // 4. the level that the clip had
/// </code>
/// </summary>
internal static class LowQualityPhone
{
    private const double Threshold = 0.1, Ratio = 0.8; // -20 dB

    /// <summary>The telephone; null if there is no <c>ffmpeg</c> with an encoder of telephones on the PATH.</summary>
    public static RecordingCondition? Create() => new[] { Codec.Amr, Codec.Gsm }.FirstOrDefault(codec => codec.IsAvailable) is { } codec
        ? new RecordingCondition($"low-quality phone ({codec.Name})", (clip, random) => Apply(clip, codec, random))
        : null;

    private static AudioClip Apply(AudioClip clip, Codec codec, SeededRandom random)
    {
        float[] heard = codec.RoundTrip(new AudioClip(Compress(clip), clip.SampleRate)).Resample(clip.SampleRate).Samples;
        Array.Resize(ref heard, clip.Samples.Length); // Codecs work in blocks.
        float peak = SignalLevel.Peak(heard);
        float[] noise = PinkNoise(random, heard.Length);
        double cutoff = 3000.0 / clip.SampleRate;
        noise = cutoff < 0.5 ? Butterworth.HighPass(noise, cutoff, 2) : new float[heard.Length];
        for (int i = 0; i < heard.Length; i++)
        {
            heard[i] = (peak > 0 ? heard[i] / peak : 0) + noise[i];
        }

        return new AudioClip(SignalLevel.Restore(heard, clip.Samples), clip.SampleRate);
    }

    private static float[] Compress(AudioClip clip)
    {
        double attack = Math.Exp(-1 / (0.01 * clip.SampleRate)), release = Math.Exp(-1 / (0.02 * clip.SampleRate)), level = 0;
        float[] compressed = new float[clip.Samples.Length];
        for (int i = 0; i < compressed.Length; i++)
        {
            double size = Math.Abs(clip.Samples[i]), pole = size > level ? attack : release;
            level = (pole * level) + ((1 - pole) * size);
            compressed[i] = (float)(clip.Samples[i] * (level > Threshold ? Math.Pow(level / Threshold, Ratio - 1) : 1));
        }

        return compressed;
    }

    // White noise through a filter of -3 dB an octave, made of three first-order low-pass filters two octaves and more apart.
    private static float[] PinkNoise(SeededRandom random, int count)
    {
        float[] noise = new float[count];
        double a = 0, b = 0, c = 0;
        for (int i = 0; i < count; i++)
        {
            double white = random.NextGaussian();
            a = (0.997 * a) + (0.029 * white);
            b = (0.963 * b) + (0.075 * white);
            c = (0.57 * c) + (0.3 * white);
            noise[i] = (float)(a + b + c + (0.12 * white));
        }

        float peak = SignalLevel.Peak(noise), gain = peak > 0 ? (float)(Math.Pow(10, -25 / 20.0) / peak) : 0;
        return [.. noise.Select(sample => sample * gain)];
    }
}
