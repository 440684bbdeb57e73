using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>A filter without delay, by its gain at each frequency; the level of the clip stays.</summary>
internal static class SpectrumFilter
{
    /// <summary>Filters a clip.</summary>
    /// <param name="clip">The clip, left untouched.</param>
    /// <param name="gain">The gain at a frequency in Hz, 0 to half the sample rate.</param>
    public static AudioClip Apply(AudioClip clip, Func<double, double> gain)
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
            float factor = (float)gain((double)i / length * clip.SampleRate);
            (re[i], im[i]) = (re[i] * factor, im[i] * factor);
        }

        transform.Inverse(re, im, time);
        return new AudioClip(SignalLevel.Restore(time[..clip.Samples.Length], clip.Samples), clip.SampleRate);
    }
}
