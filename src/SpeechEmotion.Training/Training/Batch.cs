namespace SpeechEmotion.Training;

/// <summary>Examples that go through a network together.</summary>
/// <param name="Features">Features <c>[B, 1, bands, frames]</c>, row-major.</param>
/// <param name="Bands">Rows of the features.</param>
/// <param name="Frames">Columns of the features.</param>
/// <param name="Labels">Index of each example's emotion, <c>[B]</c>.</param>
/// <param name="Sentences">Index of each example's sentence, <c>[B]</c>; -1 if it is not known.</param>
/// <param name="Speakers">Index of each example's speaker, <c>[B]</c>; -1 if it is not known.</param>
public sealed record Batch(float[] Features, int Bands, int Frames, long[] Labels, long[] Sentences, long[] Speakers)
{
    /// <summary>Fractions of the listeners who chose each emotion, <c>[B][labels]</c>; null for an example of which that is not known.</summary>
    public float[]?[] Heard { get; init; } = new float[]?[Labels.Length];

    /// <summary>Name of each example's corpus, <c>[B]</c>; empty if that is not known.</summary>
    public string[] Corpora { get; init; } = [.. Enumerable.Repeat("", Labels.Length)];
}
