namespace SpeechEmotion.Audio;

/// <summary>Tells whether the channels of a recording cancel each other in their mean, as they do where one of two was wired with the wrong polarity.</summary>
/// <param name="channels">Number of channels, 2 or more.</param>
internal sealed class MixLevels(int channels)
{
    // Channels that have nothing in common leave 1 / channels of their mean power, and so does one that sounds alone.
    private const double Left = 0.02;

    private readonly Level[] _channels = new Level[channels];
    private Level _mix;

    /// <summary>Whether the channels sound, and 0.02 / channels of their mean power or less is left in the mix; constant offsets count nothing.</summary>
    public bool AreCancelled
    {
        get
        {
            double power = _channels.Average(channel => channel.Power);
            return power > Math.Pow(10, Loudness.Silence / 10) && _mix.Power <= Left / channels * power;
        }
    }

    /// <summary>Takes the next frames.</summary>
    /// <param name="frames">Samples <c>[frames · channels]</c>.</param>
    /// <param name="mono">Their mix <c>[frames]</c>.</param>
    public void Add(ReadOnlySpan<float> frames, ReadOnlySpan<float> mono)
    {
        for (int frame = 0; frame < mono.Length; frame++)
        {
            _mix.Add(mono[frame]);
            for (int channel = 0; channel < channels; channel++)
            {
                _channels[channel].Add(frames[(frame * channels) + channel]);
            }
        }
    }

    private struct Level
    {
        private double _sum, _squares;
        private long _count;

        public readonly double Power => _count == 0 ? 0 : Math.Max(0, (_squares / _count) - Math.Pow(_sum / _count, 2));

        public void Add(double sample)
        {
            _sum += sample;
            _squares += sample * sample;
            _count++;
        }
    }
}
