namespace SpeechEmotion.Features.Encoders;

/// <summary>What the JSON file beside an encoder says of it. Everything may be left out.</summary>
internal sealed record EncoderDescription
{
    /// <summary>What the encoder takes in; by default waveform if its input has two dimensions, and whisper-mel if it has three.</summary>
    public EncoderInput? Input { get; init; }

    /// <summary>Name of its input; by default its only one.</summary>
    public string? InputName { get; init; }

    /// <summary>Samples per second that it was trained on, in Hz.</summary>
    public int SampleRate { get; init; } = 16000;

    /// <summary>Whether it takes samples of zero mean and unit variance; by default not.</summary>
    public bool? Normalise { get; init; }

    /// <summary>The outputs to use; by default <c>last_hidden_state</c> if there is one, and else its first.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>How frames become one vector; by default their mean, or none if there are no frames.</summary>
    public EncoderPooling? Pooling { get; init; }
}
