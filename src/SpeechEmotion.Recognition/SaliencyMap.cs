namespace SpeechEmotion.Recognition;

/// <summary>Where a model listened in a clip: how much less probable an emotion becomes if a part of the sound is taken away.</summary>
/// <param name="Emotion">The emotion that is explained.</param>
/// <param name="Probability">Its probability with the whole sound, 0..1.</param>
/// <param name="Times">Edges of the parts in time, in seconds from the clip's beginning, ascending, <c>[parts + 1]</c>.</param>
/// <param name="Frequencies">Edges of the parts in frequency, in Hz, ascending, equally far apart in mel, <c>[bands + 1]</c>.</param>
/// <param name="Drops">By how much the probability drops without a part, <c>[bands][parts]</c>, lowest band first; below 0 if it rises.</param>
public sealed record SaliencyMap(string Emotion, float Probability, IReadOnlyList<double> Times, IReadOnlyList<double> Frequencies, IReadOnlyList<float[]> Drops);
