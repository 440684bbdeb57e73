namespace SpeechEmotion.Datasets;

/// <summary>How far a check has come.</summary>
/// <param name="Done">Clips read so far; it never falls.</param>
/// <param name="Total">Clips to read.</param>
public readonly record struct CheckProgress(int Done, int Total);
