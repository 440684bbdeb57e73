namespace SpeechEmotion.Cli.Terminal;

/// <summary>Whoever read standard output reads no more, as <c>head</c> when it has its lines.</summary>
internal sealed class ClosedPipeException(Exception inner) : Exception("standard output was closed", inner);
