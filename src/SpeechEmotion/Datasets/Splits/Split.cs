namespace SpeechEmotion.Datasets.Splits;

/// <summary>A corpus divided: what trains, what chooses the checkpoint, what tests. No clip is in two parts.</summary>
/// <param name="Train">The training part.</param>
/// <param name="Validation">The validation part.</param>
/// <param name="Test">The test part.</param>
public sealed record Split(IReadOnlyList<Utterance> Train, IReadOnlyList<Utterance> Validation, IReadOnlyList<Utterance> Test);
