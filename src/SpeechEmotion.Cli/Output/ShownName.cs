using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli.Output;

/// <summary>What people see as the name of a recording, or of a channel of it.</summary>
internal static class ShownName
{
    /// <summary>The name, without control characters.</summary>
    public static string Of(AudioInput input) => PlainName.Visible(input.Name) + (input.Channel is { } channel ? $", channel {channel}" : "");
}
