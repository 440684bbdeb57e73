using System.Text.Json.Serialization;

namespace SpeechEmotion.Features.Encoders;

/// <summary>What an encoder takes in.</summary>
[JsonConverter(typeof(EncoderInputConverter))]
public enum EncoderInput
{
    /// <summary>Samples, <c>[batch, samples]</c>: WavLM, HuBERT, wav2vec 2.0, emotion2vec.</summary>
    [JsonStringEnumMemberName("waveform")]
    Waveform,

    /// <summary>Whisper's logarithmic mel spectrogram of 30 s, <c>[batch, bands, 3000]</c>, see <see cref="WhisperMel"/>.</summary>
    [JsonStringEnumMemberName("whisper-mel")]
    WhisperMel,
}
