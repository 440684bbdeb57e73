using SpeechEmotion.Metrics;

namespace SpeechEmotion.Recognition.Sessions;

/// <summary>What a session's file holds.</summary>
/// <param name="Version">Version of the format.</param>
/// <param name="Model">Digest of the model that heard the voice.</param>
/// <param name="Voice">What was heard.</param>
internal sealed record SessionContent(int Version, string Model, VoiceStatistics Voice);
