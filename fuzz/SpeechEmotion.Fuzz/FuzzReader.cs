namespace SpeechEmotion.Fuzz;

/// <summary>A reader that is given damaged files. It may refuse one with an <see cref="InvalidDataException"/>, as all readers document; anything else it throws is a finding.</summary>
/// <param name="Path">Where it looks for the file.</param>
/// <param name="Valid">Whole files that it must read; they are what gets damaged.</param>
/// <param name="Read">Reads the file, and throws if the result breaks a promise.</param>
internal sealed record FuzzReader(string Path, IReadOnlyList<byte[]> Valid, Action Read)
{
    /// <summary>What the author of a hostile file would do last, such as computing a new digest.</summary>
    public Func<byte[], byte[]> Seal { get; init; } = bytes => bytes;
}
