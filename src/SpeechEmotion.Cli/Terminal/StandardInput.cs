using SpeechEmotion.Audio;

namespace SpeechEmotion.Cli.Terminal;

/// <summary>The recording that comes through standard input.</summary>
internal static class StandardInput
{
    /// <summary>What is typed for it, and what answers for programs call it.</summary>
    public const string Path = "-";

    /// <summary>The recording.</summary>
    public static AudioInput Recording { get; } = new(Path, "standard input");

    /// <summary>Whether a recording is this one.</summary>
    public static bool Is(AudioInput input) => input.Path == Path;
}
