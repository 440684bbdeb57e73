using SpeechEmotion.Audio;

namespace SpeechEmotion.Cli.Predict;

/// <summary>The channels of a recording, each to be heard by itself.</summary>
internal static class ChannelInputs
{
    /// <summary>A recording of more channels is refused.</summary>
    public const int Most = 8;

    /// <summary>The recording, once per channel.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or has too many channels.</exception>
    public static AudioInput[] Of(AudioInput input, CancellationToken cancellation)
    {
        using AudioReader audio = AudioReader.Open(input.Path, null, cancellation);
        return audio.Channels <= Most
            ? [.. Enumerable.Range(0, audio.Channels).Select(channel => input with { Channel = channel })]
            : throw new InvalidDataException($"{input.Path}: has {audio.Channels} channels; up to {Most} can be answered one by one");
    }
}
