namespace SpeechEmotion.Audio;

/// <summary>Samples of several channels, frame by frame: one of each channel, then the next of each.</summary>
internal static class Interleaved
{
    /// <summary>Mixes the channels to their mean, or takes one of them.</summary>
    /// <param name="samples">Samples <c>[frames · channels]</c>.</param>
    /// <param name="channels">Number of channels, 1 or more.</param>
    /// <param name="channel">The channel to take; null mixes all.</param>
    /// <param name="mono">Receives one sample per frame.</param>
    public static void ToMono(ReadOnlySpan<float> samples, int channels, int? channel, Span<float> mono)
    {
        if (channel is null)
        {
            Mix(samples, channels, mono);
            return;
        }

        for (int frame = 0; frame < mono.Length; frame++)
        {
            mono[frame] = samples[(frame * channels) + channel.Value];
        }
    }

    /// <summary>Mixes the channels to their mean.</summary>
    /// <param name="samples">Samples <c>[frames · channels]</c>.</param>
    /// <param name="channels">Number of channels, 1 or more.</param>
    /// <param name="mono">Receives one sample per frame.</param>
    public static void Mix(ReadOnlySpan<float> samples, int channels, Span<float> mono)
    {
        for (int frame = 0; frame < mono.Length; frame++)
        {
            double sum = 0; // in double precision, so that two large samples do not overflow
            foreach (float sample in samples.Slice(frame * channels, channels))
            {
                sum += sample;
            }

            mono[frame] = (float)(sum / channels);
        }
    }
}
