namespace SpeechEmotion.Datasets;

/// <summary>A model needs a licence that its author states, because what it learned from or listens through does not allow every use of it.</summary>
public sealed class MissingLicenceException : ArgumentException
{
    /// <summary>Says why.</summary>
    /// <param name="message">What demands the licence, and an example of one.</param>
    public MissingLicenceException(string message)
        : base(message)
    {
    }
}
