namespace SpeechEmotion.Runs;

/// <summary>What a network said of one clip.</summary>
/// <param name="Name">The clip's name, unique in its corpus.</param>
/// <param name="Speaker">Who speaks; null if the corpus does not tell.</param>
/// <param name="Truth">Index of the intended emotion among the labels.</param>
/// <param name="Probabilities">Probabilities <c>[labels]</c>, summing to 1.</param>
public sealed record Prediction(string Name, string? Speaker, int Truth, float[] Probabilities)
{
    /// <summary>The corpus that the clip belongs to; empty if that is not known.</summary>
    public string Corpus { get; init; } = "";

    /// <summary>What tells the speaker from every other one, of other corpora too; null if the corpus does not tell.</summary>
    public string? SpeakerId => Speaker is null || Corpus.Length == 0 ? Speaker : $"{Corpus}/{Speaker}";
}
