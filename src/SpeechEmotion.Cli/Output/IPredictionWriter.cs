namespace SpeechEmotion.Cli.Output;

/// <summary>Shows results one after the other, as they come. Disposing it ends the document.</summary>
internal interface IPredictionWriter : IDisposable
{
    /// <summary>Shows one result.</summary>
    void Write(PredictedFile file);
}
