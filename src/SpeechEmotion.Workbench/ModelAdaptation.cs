using SpeechEmotion.Audio;
using SpeechEmotion.Export;
using SpeechEmotion.Metrics;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Workbench;

/// <summary>A model adapted to one voice or place: it hears recordings, without labels, and what it learns of them is written into a copy of its file.</summary>
/// <param name="model">The model's file; not an adapted one.</param>
public sealed class ModelAdaptation(string model)
{
    /// <summary>Told about recordings that cannot be read.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Told how many recordings have been heard.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }

    /// <summary>Hears the recordings and writes the copy.</summary>
    /// <param name="recordings">Files; what is not speech teaches nothing.</param>
    /// <param name="path">The copy.</param>
    /// <param name="cancellation">Ends it; nothing is written then.</param>
    /// <returns>What was heard.</returns>
    /// <exception cref="InvalidDataException">No recording is speech, or the model is adapted already.</exception>
    public VoiceStatistics Write(IReadOnlyList<string> recordings, string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(model);
        EmotionScores?[] heard = new EmotionScores?[recordings.Count];
        int done = 0;
        Parallel.For(0, recordings.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            try
            {
                using AudioReader audio = AudioReader.Open(recordings[i], cancellation: cancellation);
                heard[i] = recognizer.RecognizeWhole(audio, cancellation);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                Warn?.Invoke(e.Message.Contains(Path.GetFileName(recordings[i]), StringComparison.Ordinal) ? e.Message : $"{recordings[i]}: {e.Message}");
            }

            Progress?.Report((Interlocked.Increment(ref done), recordings.Count));
        });

        RunningAdaptation voice = new(recognizer.Card.Reference ?? ReferenceStatistics.Neutral(recognizer.Card.Labels.Count));
        EmotionScores[] speech = [.. heard.OfType<EmotionScores>().Where(scores => scores.IsSpeech)];
        voice.Hear([.. speech.Select(scores => TemperatureScaling.Change(scores.Probabilities, scores.Unfamiliarity, 1))], [.. speech.Select(scores => scores.SoundSeconds)]);

        if (voice.Clips == 0)
        {
            throw new InvalidDataException($"none of {Counted.Of(recordings.Count, "recording")} can be read and is speech; the model stays as it is");
        }

        OnnxAdaptation.Write(model, path, voice.Voice);
        return voice.Voice;
    }
}
