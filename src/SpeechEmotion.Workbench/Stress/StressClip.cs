using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Features;
using SpeechEmotion.Metrics;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Workbench.Stress;

/// <summary>A clip under test: what is known of it, and what was answered.</summary>
/// <param name="utterance">The clip.</param>
/// <param name="truth">Index of the intended emotion.</param>
internal sealed class StressClip(Utterance utterance, int truth)
{
    private const double LowestPitch = 50, HighestPitch = 350; // Hz; beyond, the estimate is taken for a mistake, as audEERING does

    public Utterance Utterance => utterance;

    /// <summary>Index of the intended emotion.</summary>
    public int Truth => truth;

    /// <summary>Answer together, by the mean of their probabilities; none has learned from the clip.</summary>
    public IReadOnlyList<EmotionRecognizer> Recognizers { get; init; } = [];

    /// <summary>Index of the most probable emotion.</summary>
    public int Answer { get; set; }

    /// <summary>Mean pitch of its voiced frames, in Hz; null if none can be told.</summary>
    public double? Pitch { get; set; }

    /// <summary>The answers under each condition; null if the clip was not altered.</summary>
    public int[]? Altered { get; set; }

    /// <summary>Recognises the clip and estimates its pitch.</summary>
    public void Hear(AudioClip sound, CancellationToken cancellation)
    {
        Answer = Recognise(sound, cancellation);
        if (sound.SampleRate >= 4000)
        {
            AudioClip slow = sound.Resample(Math.Min(sound.SampleRate, 8000));
            FeatureConfig config = new() { Kinds = [FeatureKind.Pitch], SampleRate = slow.SampleRate, ClipLength = 0, FrameLength = 256, HopLength = 80 };
            float[] voiced = [.. new FeatureExtractor(config).Extract(slow).Values.Where(pitch => pitch > 0)];
            Pitch = voiced.Length > 0 && voiced.Average() is var mean && mean is >= (float)LowestPitch and <= (float)HighestPitch ? mean : null;
        }
    }

    /// <summary>Index of the most probable emotion of a sound.</summary>
    public int Recognise(AudioClip sound, CancellationToken cancellation) =>
        Calibration.MostLikely(RunParts.Mean([.. Recognizers.Select(recognizer => MeasuredModel.Recognize(recognizer, utterance, sound, cancellation).Probabilities)]));
}
