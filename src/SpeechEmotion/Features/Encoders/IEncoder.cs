namespace SpeechEmotion.Features.Encoders;

/// <summary>A pre-trained speech encoder at work. Computing one takes more than this project's own code, so whoever has a runtime for it plugs it in. Any number of threads may share one.</summary>
public interface IEncoder : IDisposable
{
    /// <summary>Encodes a clip.</summary>
    /// <param name="samples">Samples <c>[n]</c> at the configured rate, 1 or more, all finite.</param>
    /// <returns>The pooled hidden states, <see cref="EncoderConfig.Values"/> of them.</returns>
    /// <exception cref="InvalidDataException">The encoder fails on the clip.</exception>
    float[] Encode(ReadOnlySpan<float> samples);
}
