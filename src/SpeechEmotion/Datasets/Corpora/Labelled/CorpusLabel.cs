namespace SpeechEmotion.Datasets.Corpora.Labelled;

/// <summary>What a corpus's tables say of a clip.</summary>
/// <param name="Emotion">The emotion's canonical name; null if the clip has none that counts.</param>
/// <param name="Speaker">Who speaks; null if that is not told.</param>
/// <param name="Sex">"female" or "male"; null if that is not told.</param>
/// <param name="Sentence">What is spoken, as a code; null if that is not told.</param>
/// <param name="Reason">Why the clip has no emotion; empty if it has one.</param>
internal sealed record CorpusLabel(string? Emotion, string? Speaker, string? Sex, string? Sentence, string Reason = "");
