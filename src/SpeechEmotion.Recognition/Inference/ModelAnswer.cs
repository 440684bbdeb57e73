namespace SpeechEmotion.Recognition.Inference;

/// <summary>What a model says of a clip, checked.</summary>
/// <param name="Probabilities">The probability of each emotion.</param>
/// <param name="Speech">The probability that it is speech.</param>
/// <param name="SoundSeconds">Seconds that sound.</param>
/// <param name="Unfamiliarity">What the logits were divided by because of how it sounds, 1 or more.</param>
internal readonly record struct ModelAnswer(float[] Probabilities, float Speech, double SoundSeconds, float Unfamiliarity);
