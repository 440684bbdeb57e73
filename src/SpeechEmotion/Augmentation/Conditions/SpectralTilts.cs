using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>Microphones and lines that favour low or high frequencies: the amplitude falls to 0, or rises from 0, in a straight line up to half the sample rate. The level stays.</summary>
public static class SpectralTilts
{
    /// <summary>Low frequencies are favoured: gain <c>1 - f / (rate / 2)</c>.</summary>
    public static RecordingCondition Downward { get; } = new("downward tilt", (clip, _) => Apply(clip, fraction => 1 - fraction));

    /// <summary>High frequencies are favoured: gain <c>f / (rate / 2)</c>.</summary>
    public static RecordingCondition Upward { get; } = new("upward tilt", (clip, _) => Apply(clip, fraction => fraction));

    private static AudioClip Apply(AudioClip clip, Func<double, double> gain)
    {
        int length = 1024; // a margin of silence keeps the two ends apart
        while (length < clip.Samples.Length + 512)
        {
            length *= 2;
        }

        FourierTransform transform = new(length);
        float[] time = new float[length], re = new float[transform.Bins], im = new float[transform.Bins];
        clip.Samples.CopyTo(time, 0);
        transform.Forward(time, re, im);
        for (int i = 0; i < re.Length; i++)
        {
            float factor = (float)gain((double)i / (re.Length - 1));
            (re[i], im[i]) = (re[i] * factor, im[i] * factor);
        }

        transform.Inverse(re, im, time);
        return new AudioClip(SignalLevel.Restore(time[..clip.Samples.Length], clip.Samples), clip.SampleRate);
    }
}
