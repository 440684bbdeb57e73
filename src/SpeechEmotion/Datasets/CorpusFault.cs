namespace SpeechEmotion.Datasets;

/// <summary>Something wrong with a file of a corpus.</summary>
/// <param name="Name">The file's path below the corpus's folder.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">What was found, in a few words.</param>
public sealed record CorpusFault(string Name, FaultKind Kind, string Message);
