namespace SpeechEmotion.Fuzz;

/// <summary>A file that a reader neither read nor refused as it should.</summary>
/// <param name="Key">Tells findings apart: what happened, and where.</param>
/// <param name="Text">What happened, for people.</param>
/// <param name="Bytes">The file.</param>
internal sealed record Finding(string Key, string Text, byte[] Bytes);
