namespace SpeechEmotion.Features.Spectral;

/// <summary>Room for what is measured of each frame's spectrum; empty if it is not wanted.</summary>
internal readonly ref struct SpectralRows
{
    /// <summary>Spectral centroid, in Hz, <c>[frames]</c>.</summary>
    public Span<float> Centroid { get; init; }

    /// <summary>Spectral bandwidth, in Hz, <c>[frames]</c>.</summary>
    public Span<float> Bandwidth { get; init; }

    /// <summary>Roll-off frequency, in Hz, <c>[frames]</c>.</summary>
    public Span<float> RollOff { get; init; }

    /// <summary>Spectral flatness, 0..1, <c>[frames]</c>.</summary>
    public Span<float> Flatness { get; init; }

    /// <summary>Pitch classes over the largest of them, <c>[12, frames]</c>.</summary>
    public Span<float> Chroma { get; init; }

    /// <summary>True if anything is wanted.</summary>
    public bool Any => AnyOfMagnitude || !Flatness.IsEmpty || !Chroma.IsEmpty;

    /// <summary>True if anything is wanted that is computed from magnitudes.</summary>
    public bool AnyOfMagnitude => !Centroid.IsEmpty || !Bandwidth.IsEmpty || !RollOff.IsEmpty;
}
