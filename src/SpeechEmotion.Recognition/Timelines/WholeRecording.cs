using System.Diagnostics;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition.Inference;

namespace SpeechEmotion.Recognition.Timelines;

/// <summary>
/// One answer for a recording that comes in blocks, however long it is, in little memory. Up to
/// <see cref="EmotionRecognizer.LongestClipSeconds"/> the recording is a clip; beyond, the answer is made of what is recognised over time.
/// <code>
/// // block, any rate ──▶ BlockResampler ──▶ a clip as long as it is short enough ──▶ model
/// //                                    └─▶ EmotionTimeline ──▶ segments ──▶ means over time
/// </code>
/// </summary>
internal sealed class WholeRecording
{
    private readonly EmotionRecognizer _recognizer;
    private readonly int _rate;
    private readonly CancellationToken _cancellation;
    private readonly Offset _offset;
    private readonly BlockResampler _resampler;
    private readonly List<float> _clip = [];
    private readonly double[] _sums, _speechSums, _leading; // seconds times probability; seconds
    private readonly long _started = Stopwatch.GetTimestamp();
    private EmotionTimeline? _timeline;
    private long _received; // samples at the model's rate
    private double _seconds, _speechSeconds, _speechProbability, _unfamiliarity;

    /// <summary>Starts at the beginning of a recording.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate is below 1 or too far from the model's.</exception>
    public WholeRecording(EmotionRecognizer recognizer, int sampleRate, CancellationToken cancellation)
    {
        _recognizer = recognizer;
        _cancellation = cancellation;
        _rate = recognizer.Card.Features.SampleRate;
        _offset = new Offset(sampleRate);
        _resampler = new BlockResampler(sampleRate, _rate);
        int labels = recognizer.Card.Labels.Count;
        (_sums, _speechSums, _leading) = (new double[labels], new double[labels], new double[labels]);
    }

    /// <summary>Takes the next block.</summary>
    /// <exception cref="ArgumentException">A sample is not finite.</exception>
    /// <exception cref="InvalidDataException">The model fails.</exception>
    public void Add(ReadOnlySpan<float> block) => Listen(_resampler.Add(_offset.Add(block)));

    /// <summary>Ends the recording.</summary>
    /// <exception cref="ArgumentException">It has no samples.</exception>
    /// <exception cref="InvalidDataException">The model fails.</exception>
    public EmotionScores Finish()
    {
        Listen(_resampler.Add(_offset.Finish()));
        Listen(_resampler.Finish());
        if (_timeline is null)
        {
            ModelAnswer heard = _clip.Count > 0 ? _recognizer.Run([.. _clip], _cancellation) : throw new ArgumentException("The recording has 0 samples; at least 1 is needed.");
            EmotionScores answer = _recognizer.Scores(heard);
            RecognitionTelemetry.Tell(RecognitionTelemetry.Clip, _started, (double)_received / _rate, answer);
            return answer;
        }

        Take(_timeline.Finish());
        EmotionScores scores = Scores();
        RecognitionTelemetry.Tell(RecognitionTelemetry.Recording, _started, (double)_received / _rate, scores);
        return scores;
    }

    private void Listen(float[] samples)
    {
        _received += samples.Length;
        if (_timeline is null)
        {
            _clip.AddRange(samples);
            if (_clip.Count <= EmotionRecognizer.LongestClipSeconds * _rate)
            {
                return;
            }

            RecognizerLog.InParts(_recognizer.Log, EmotionRecognizer.LongestClipSeconds);
            samples = [.. _clip];
            _clip.Clear();
            _clip.TrimExcess();
            _timeline = new EmotionTimeline(_recognizer, new TimelineConfig(), _rate);
        }

        Take(_timeline.Add(samples));
    }

    private void Take(IReadOnlyList<EmotionSegment> segments)
    {
        foreach (EmotionSegment segment in segments)
        {
            double seconds = segment.End - segment.Start;
            _seconds += seconds;
            _speechProbability += seconds * segment.Scores.SpeechProbability;
            Add(segment.Probabilities, seconds, _sums);
            if (segment.Scores.IsSpeech)
            {
                _speechSeconds += seconds;
                _unfamiliarity += seconds * segment.Scores.Unfamiliarity;
                Add(segment.Probabilities, seconds, _speechSums);
                _leading[Array.IndexOf(segment.Probabilities, segment.Probability)] += seconds;
            }
        }
    }

    /// <summary>The probabilities of the emotions are means over the speech, that of speech is the mean over all that sounds.</summary>
    private EmotionScores Scores()
    {
        float[] probabilities = _speechSeconds > 0 ? Divided(_speechSums, _speechSeconds)
            : _seconds > 0 ? Divided(_sums, _seconds)
            : [.. _sums.Select(_ => 1f / _sums.Length)];
        float speech = _seconds > 0 ? (float)Math.Clamp(_speechProbability / _seconds, 0, 1) : 0;
        float[] fractions = _speechSeconds > 0 ? Divided(_leading, _speechSeconds) : new float[_leading.Length];
        float unfamiliarity = _speechSeconds > 0 ? (float)Math.Max(1, _unfamiliarity / _speechSeconds) : 1;
        return _recognizer.Scores(new ModelAnswer(probabilities, speech, _speechSeconds > 0 ? _speechSeconds : _seconds, unfamiliarity), new RecordingParts(_seconds, _speechSeconds, fractions));
    }

    private static void Add(float[] probabilities, double seconds, double[] sums)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += seconds * probabilities[i];
        }
    }

    private static float[] Divided(double[] sums, double seconds) => [.. sums.Select(sum => (float)(sum / seconds))];
}
