namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>Levels of sounds, and sounds added to speech at a stated distance from its level.</summary>
internal static class SignalLevel
{
    /// <summary>Root mean square; 0 for nothing.</summary>
    public static double Rms(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples)
        {
            sum += (double)sample * sample;
        }

        return samples.IsEmpty ? 0 : Math.Sqrt(sum / samples.Length);
    }

    /// <summary>Largest absolute sample; 0 for nothing.</summary>
    public static float Peak(ReadOnlySpan<float> samples)
    {
        float peak = 0;
        foreach (float sample in samples)
        {
            peak = Math.Max(peak, Math.Abs(sample));
        }

        return peak;
    }

    /// <summary>Adds a sound to speech.</summary>
    /// <param name="speech">The speech, left untouched.</param>
    /// <param name="sound">The sound; it is repeated if it is shorter than the room that is left.</param>
    /// <param name="ratio">Root mean square of the speech over that of the sound, in dB.</param>
    /// <param name="start">Where the sound begins, in samples of the speech.</param>
    /// <param name="repeat">Whether the sound goes on to the end of the speech.</param>
    public static float[] Add(ReadOnlySpan<float> speech, ReadOnlySpan<float> sound, double ratio, int start = 0, bool repeat = true)
    {
        float[] mixed = speech.ToArray();
        double level = Rms(sound);
        if (level > 0)
        {
            float gain = (float)(Rms(speech) * Math.Pow(10, -ratio / 20) / level);
            int end = repeat ? mixed.Length : Math.Min(mixed.Length, start + sound.Length);
            for (int i = start; i < end; i++)
            {
                mixed[i] += gain * sound[(i - start) % sound.Length];
            }
        }

        return mixed;
    }

    /// <summary>Gives samples the level that the original had, or as much of it as full scale allows.</summary>
    /// <param name="samples">The samples, which are scaled.</param>
    /// <param name="original">The original.</param>
    public static float[] Restore(float[] samples, ReadOnlySpan<float> original)
    {
        double level = Rms(samples), peak = Peak(samples);
        if (level > 0)
        {
            float gain = (float)Math.Min(Rms(original) / level, Math.Max(1, Peak(original)) / peak);
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] *= gain;
            }
        }

        return samples;
    }
}
