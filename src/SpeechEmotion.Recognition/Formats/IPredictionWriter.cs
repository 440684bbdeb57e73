namespace SpeechEmotion.Recognition.Formats;

/// <summary>Shows results one after the other, as they come. Disposing it ends the document.</summary>
public interface IPredictionWriter : IDisposable
{
    /// <summary>Shows one result.</summary>
    void Write(PredictedFile file);
}
