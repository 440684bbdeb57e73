namespace SpeechEmotion.Cli.Output;

/// <summary>Passes a report on at once, on the thread that makes it; <see cref="Progress{T}"/> would queue it.</summary>
/// <param name="handle">What is done with it.</param>
internal sealed class Reporter<T>(Action<T> handle) : IProgress<T>
{
    public void Report(T value) => handle(value);
}
