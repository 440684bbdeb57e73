namespace SpeechEmotion.Runs.Listeners;

/// <summary>Listeners and a model on some of the clips, such as those of one intensity.</summary>
/// <param name="Kind">What the group is by: all, intensity, sex, age or sentence.</param>
/// <param name="Name">Which group of that kind.</param>
/// <param name="Clips">Number of clips.</param>
/// <param name="ModelUar">UAR of the model against the intended emotion, 0..1.</param>
/// <param name="ListenerUar">UAR of a single listener against the intended emotion, 0..1.</param>
/// <param name="MajorityUar">UAR of the emotion that most listeners of a clip chose; of equals, each counts in part.</param>
/// <param name="ModelAgreement">How often a listener drawn at random chose what the model answers, 0..1.</param>
/// <param name="ListenerAgreement">How often another listener chose what a listener chose, 0..1.</param>
public sealed record ListenerGroup(string Kind, string Name, int Clips, double ModelUar, double ListenerUar, double MajorityUar, double ModelAgreement, double ListenerAgreement);
