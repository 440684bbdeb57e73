using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Inference;

/// <summary>What is wrong with samples that a caller hands over.</summary>
internal static class InputFaults
{
    /// <summary>What is wrong with a clip; null if nothing is.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="modelRate">Samples per second that the model hears, in Hz.</param>
    public static string? Of(AudioClip? clip, int modelRate)
    {
        int odd = clip is null ? -1 : Array.FindIndex(clip.Samples, sample => !float.IsFinite(sample));
        return clip is null ? "It is null."
            : clip.Samples.Length == 0 ? "The clip has 0 samples; at least 1 is needed."
            : odd >= 0 ? $"Sample {odd} is {clip.Samples[odd]}; every sample must be a finite number."
            : OfRate(clip.SampleRate, modelRate);
    }

    /// <exception cref="ArgumentOutOfRangeException">A sample rate in Hz is too far from the model's.</exception>
    public static void RequireRate(int sampleRate, int modelRate)
    {
        if (OfRate(sampleRate, modelRate) is { } fault)
        {
            throw new ArgumentOutOfRangeException(nameof(sampleRate), fault);
        }
    }

    /// <exception cref="ArgumentException">There is no block.</exception>
    public static void RequireBlock(float[]? block)
    {
        if (block is null)
        {
            throw new ArgumentException("A block of samples is null; leave it out, or give one of 0 samples.");
        }
    }

    private static string? OfRate(int sampleRate, int modelRate)
    {
        int least = (int)Math.Ceiling(modelRate / Resampler.MaximumFactor);
        long most = (long)(modelRate * Resampler.MaximumFactor);
        return sampleRate < least || sampleRate > most ? $"The sample rate is {sampleRate} Hz; it must be {least} to {most} Hz for this model." : null;
    }
}
