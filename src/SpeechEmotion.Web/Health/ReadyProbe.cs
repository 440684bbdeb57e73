using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Web.Health;

/// <summary>Whether the model answers: it is given a clip that was made up, at most every five seconds.</summary>
/// <param name="recognizer">The model.</param>
/// <param name="time">The clock.</param>
internal sealed class ReadyProbe(EmotionRecognizer recognizer, TimeProvider time)
{
    private const int Rate = 16000;
    private static readonly TimeSpan s_validity = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private (long At, string? Fault)? _last;

    /// <summary>What is wrong; null if nothing is.</summary>
    public string? Check()
    {
        lock (_lock)
        {
            if (_last is not { } last || time.GetElapsedTime(last.At) > s_validity)
            {
                last = (time.GetTimestamp(), Run());
                _last = last;
            }

            return last.Fault;
        }
    }

    private string? Run()
    {
        try
        {
            // A second of a buzz of 150 Hz, loud in its middle.
            float[] samples = [.. Enumerable.Range(0, Rate).Select(i => (float)(0.3 * Math.Sin(Math.PI * i / Rate) * Math.Sin(2 * Math.PI * 150 * i / Rate)))];
            double sum = recognizer.Recognize(new AudioClip(samples, Rate)).Probabilities.Sum();
            return Math.Abs(sum - 1) < 0.01 ? null : $"The probabilities of the probe add up to {sum:0.###}.";
        }
        catch (Exception e) when (e is InvalidDataException or ObjectDisposedException)
        {
            return e.Message;
        }
    }
}
