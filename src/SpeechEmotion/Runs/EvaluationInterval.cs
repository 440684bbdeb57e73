namespace SpeechEmotion.Runs;

/// <summary>95 % intervals of the main figures, resampled over speakers where they are known, otherwise over clips.</summary>
/// <param name="Uar">Unweighted average recall: lower and upper end.</param>
/// <param name="Accuracy">Accuracy: lower and upper end.</param>
public sealed record EvaluationInterval(double[] Uar, double[] Accuracy);
