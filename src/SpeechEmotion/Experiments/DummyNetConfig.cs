namespace SpeechEmotion.Experiments;

/// <summary>DummyNet: three convolutions over the features as one row.</summary>
public sealed record DummyNetConfig() : NetworkConfig("DummyNet");
