namespace SpeechEmotion.Experiments;

/// <summary>RezoNet: eight convolutions over the features as a picture, with kernels along time only [Anvarjon2020].</summary>
public sealed record RezoNetConfig() : NetworkConfig("RezoNet");
