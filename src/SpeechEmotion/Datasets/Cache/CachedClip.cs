namespace SpeechEmotion.Datasets.Cache;

/// <summary>What is known of a clip's features once they are computed.</summary>
/// <param name="Frames">Their columns.</param>
/// <param name="Checksum">Their CRC-32C.</param>
internal readonly record struct CachedClip(int Frames, uint Checksum);
