using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>What became of one file: scores, or the error that prevented them.</summary>
/// <param name="Input">The file.</param>
/// <param name="Seconds">Duration of the recording.</param>
/// <param name="Scores">What was recognised; null if it failed.</param>
/// <param name="Error">Why it failed, on one line; null if it did not.</param>
/// <param name="NeedsFfmpeg">Whether it failed because ffmpeg is missing.</param>
public sealed record PredictedFile(AudioInput Input, double Seconds, EmotionScores? Scores, string? Error, bool NeedsFfmpeg = false);
