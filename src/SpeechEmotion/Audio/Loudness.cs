namespace SpeechEmotion.Audio;

/// <summary>How long a clip sounds at all, whatever it is that sounds.</summary>
internal static class Loudness
{
    /// <summary>Level in dB of full scale below which there is nothing to hear.</summary>
    public const double Silence = -65;

    /// <summary>Less sound than this, in seconds, is too short to be judged.</summary>
    public const double ShortestSound = 0.25;

    private const int FramesPerSecond = 50;
    private const double Range = 40; // dB below the loudest frame: what is softer is the room around the sound

    /// <summary>Seconds of a clip that sound.</summary>
    public static double SecondsOfSound(AudioClip clip) => SecondsOfSound(clip.Samples, clip.SampleRate);

    /// <summary>Seconds, in frames of 20 ms, whose level is above <see cref="Silence"/> and within 40 dB of the loudest frame's. A constant offset of the samples is no sound.</summary>
    /// <param name="samples">The clip, all finite.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    public static double SecondsOfSound(ReadOnlySpan<float> samples, int sampleRate)
    {
        int length = Math.Max(1, sampleRate / FramesPerSecond), frames = samples.Length / length;
        double offset = 0;
        foreach (float sample in samples)
        {
            offset += (double)sample / samples.Length;
        }

        Span<double> energies = frames <= 1024 ? stackalloc double[frames] : new double[frames];
        double loudest = 0;
        for (int frame = 0; frame < frames; frame++)
        {
            double energy = 0;
            foreach (float sample in samples.Slice(frame * length, length))
            {
                energy += (sample - offset) * (sample - offset);
            }

            energies[frame] = energy / length;
            loudest = Math.Max(loudest, energies[frame]);
        }

        double least = Math.Max(Math.Pow(10, Silence / 10), loudest * Math.Pow(10, -Range / 10));
        int sounding = 0;
        foreach (double energy in energies)
        {
            sounding += energy >= least ? 1 : 0;
        }

        return (double)sounding * length / sampleRate;
    }
}
