namespace SpeechEmotion.Cli.Terminal;

/// <summary>A command was interrupted and says what was kept, and how to go on.</summary>
internal sealed class InterruptedException(string message, Exception cause) : OperationCanceledException(message, cause);
