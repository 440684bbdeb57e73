using System.Diagnostics;
using System.Runtime.CompilerServices;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition.Inference;

namespace SpeechEmotion.Recognition.Timelines;

/// <summary>
/// Emotion over time in a recording that comes in blocks; the segments do not depend on how it is cut into blocks.
/// <code>
/// // 1. block, any rate ──▶ BlockResampler ──▶ the model's rate ──▶ SampleHistory, as long as a window may need it
/// // 2. ──▶ SoundGate ──▶ sounds between pauses ──▶ pieces of a step each
/// // 3. the window around a piece [1, n] ──▶ model ──▶ probabilities ──▶ SegmentBuilder: smoothed, merged ──▶ segments
/// </code>
/// </summary>
internal sealed class EmotionTimeline
{
    /// <summary>Longer blocks are cut, so that segments come soon, cancelling works and no more memory is needed than for short ones.</summary>
    private const int LongestBlock = 1 << 14;

    private readonly EmotionRecognizer _recognizer;
    private readonly int _inputRate, _rate;
    private readonly int _window, _step;
    private readonly Offset _offset;
    private readonly BlockResampler _resampler;
    private readonly SampleHistory _history = new();
    private readonly SoundGate _gate;
    private readonly SegmentBuilder _builder = new();
    private long _received; // samples at the input's rate
    private bool _isEnded;
    private long? _piece; // where the next piece of the first sound begins; null: at the sound's beginning
    private (long Start, int Length, ModelAnswer Answer) _last = (-1, 0, default);

    /// <summary>Starts at the beginning of a recording.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate is below 1 or too far from the model's.</exception>
    public EmotionTimeline(EmotionRecognizer recognizer, TimelineConfig config, int sampleRate)
    {
        _recognizer = recognizer;
        _inputRate = sampleRate;
        _rate = recognizer.Card.Features.SampleRate;
        _offset = new Offset(sampleRate);
        _resampler = new BlockResampler(sampleRate, _rate);
        _gate = new SoundGate(_rate, config.MarginDecibels);
        int heard = recognizer.Card.Features.ClipLength;
        _window = (int)Math.Round(config.WindowSeconds * _rate);
        _window = heard > 0 ? Math.Min(_window, heard) : _window;
        _step = (int)Math.Round(config.StepSeconds * _rate);
    }

    /// <summary>The segments of a recording, away from the caller's thread.</summary>
    public static async IAsyncEnumerable<EmotionSegment> RunAsync(
        EmotionRecognizer recognizer, IAsyncEnumerable<float[]> blocks, int sampleRate, TimelineConfig config, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        EmotionTimeline timeline = new(recognizer, config, sampleRate);
        await foreach (float[] block in blocks.WithCancellation(cancellation).ConfigureAwait(false))
        {
            InputFaults.RequireBlock(block);
            for (int start = 0; start < block.Length; start += LongestBlock)
            {
                ReadOnlyMemory<float> part = block.AsMemory(start, Math.Min(LongestBlock, block.Length - start));
                foreach (EmotionSegment segment in await Task.Run(() => timeline.Add(part.Span), cancellation).ConfigureAwait(false))
                {
                    RecognitionTelemetry.Count(segment.Scores);
                    yield return segment;
                }
            }
        }

        foreach (EmotionSegment segment in await Task.Run(timeline.Finish, cancellation).ConfigureAwait(false))
        {
            RecognitionTelemetry.Count(segment.Scores);
            yield return segment;
        }

        RecognitionTelemetry.Tell(RecognitionTelemetry.Timeline, started, (double)timeline._received / sampleRate, null);
    }

    /// <summary>Takes the next block.</summary>
    /// <returns>The segments that are now final.</returns>
    /// <exception cref="ArgumentException">A sample is not finite.</exception>
    /// <exception cref="InvalidDataException">The model fails.</exception>
    public IReadOnlyList<EmotionSegment> Add(ReadOnlySpan<float> block)
    {
        float[] centred = _offset.Add(block);
        _received += block.Length;
        Listen(_resampler.Add(centred));
        return Advance();
    }

    /// <summary>Ends the recording.</summary>
    /// <returns>The last segments.</returns>
    public IReadOnlyList<EmotionSegment> Finish()
    {
        Listen(_resampler.Add(_offset.Finish()));
        Listen(_resampler.Finish());
        _gate.Finish();
        _isEnded = true;
        return Advance();
    }

    private void Listen(ReadOnlySpan<float> samples)
    {
        _history.Add(samples);
        _gate.Add(samples);
    }

    /// <summary>Cuts pieces from the sounds as long as their ends and what the model must hear around them are known.</summary>
    private List<EmotionSegment> Advance()
    {
        List<TimedProbabilities> finished = [];
        while (_gate.Spans.TryPeek(out SoundSpan? sound))
        {
            // A piece is a step long; the last one takes what is left, half a step to one and a half.
            long start = _piece ?? sound.Start, left = sound.End - start;
            bool isLast = 2 * left < 3L * _step;
            if (isLast && !sound.IsClosed)
            {
                break;
            }

            long end = isLast ? sound.End : start + _step;
            if (Recognize((start + end) / 2) is not { } window)
            {
                break;
            }

            _builder.Add(new TimedProbabilities(start, end, window.Probabilities, window.Speech, window.Unfamiliarity), finished);
            _piece = end;
            if (isLast)
            {
                _builder.EndSound(finished);
                _gate.Spans.Dequeue();
                _piece = null;
            }
        }

        // The window around a place begins at most its length before it: at the end of the recording, where it would reach beyond.
        long next = _gate.Spans.TryPeek(out SoundSpan? first) ? _piece ?? first.Start : _gate.Undecided;
        _history.Forget(next - _window);
        return [.. finished.Select(ToSegment)];
    }

    /// <summary>Probabilities for the window around a sample, moved into the recording where it would reach beyond; null if more must be heard.</summary>
    private ModelAnswer? Recognize(long centre)
    {
        long start = Math.Max(0, centre - (_window / 2));
        if (start + _window > _history.End)
        {
            if (!_isEnded)
            {
                return null;
            }

            start = Math.Max(0, _history.End - _window);
        }

        int length = (int)Math.Min(_window, _history.End - start);
        if (_last.Start != start || _last.Length != length)
        {
            _last = (start, length, _recognizer.Run(_history.Copy(start, length)));
        }

        return _last.Answer;
    }

    private EmotionSegment ToSegment(TimedProbabilities segment)
    {
        (double start, double end) = (ToSeconds(segment.Start), ToSeconds(segment.End));
        return new(start, end, _recognizer.Scores(new ModelAnswer(segment.Probabilities, segment.Speech, end - start, segment.Unfamiliarity)));
    }

    /// <summary>The recording may end between two samples of the model's rate.</summary>
    private double ToSeconds(long sample) => Math.Min((double)sample / _rate, (double)_received / _inputRate);
}
