using SpeechEmotion.Audio;
using SpeechEmotion.Recognition.Timelines;

namespace SpeechEmotion.Recognition.Inference;

/// <summary>
/// Tells sound from silence by energy, in frames of 20 ms. The background is the level that 10 % of the frames from 8 s before to 2 s after a
/// frame do not exceed. A frame is sound where it is <c>margin</c> dB above that; the threshold is never below -65 dB of full scale, where there is
/// nothing to hear, nor above -30 dB, as no background is so loud. Once there is sound, it goes on until it falls 4 dB below the threshold.
/// Pauses of less than 0.5 s belong to the sound around them; sounds with less than 0.1 s above the threshold are left out. What is left of less
/// than a frame at the end of a recording goes with the frame before it.
/// </summary>
internal sealed class SoundGate
{
    private const int FramesPerSecond = 50;
    private const int FramesBefore = 8 * FramesPerSecond, FramesAfter = 2 * FramesPerSecond;
    private const int PauseFrames = FramesPerSecond / 2, ShortestSound = FramesPerSecond / 10;
    private const double BackgroundShare = 0.1, LowestThreshold = Loudness.Silence, HighestThreshold = -30, Hysteresis = 4;

    private readonly int _frameLength;
    private readonly double _margin;
    private readonly LevelHistogram _around = new();
    private readonly double[] _levels = new double[FramesBefore + FramesAfter + 2]; // of frame k at [k % length]
    private double _energy, _sum;
    private int _inFrame;
    private long _samples, _frames, _decided, _oldest;

    // The sound that goes on; unconfirmed, so without a span, while it may be too short.
    private long _start, _lastSound;
    private int _soundFrames;
    private bool _isSound, _isFinished;
    private SoundSpan? _span;

    /// <summary>Starts at the beginning of a recording.</summary>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <param name="marginDecibels">How much louder than the background a sound is.</param>
    public SoundGate(int sampleRate, double marginDecibels)
    {
        _frameLength = sampleRate / FramesPerSecond;
        _margin = marginDecibels;
    }

    /// <summary>The sounds that were found, in order. Only the last one may be open. Who has dealt with one takes it out.</summary>
    public Queue<SoundSpan> Spans { get; } = new();

    /// <summary>No sound that is not among <see cref="Spans"/> begins before this sample.</summary>
    public long Undecided => _soundFrames > 0 && _span is null ? _start : _decided * _frameLength;

    /// <summary>Takes the next samples.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        _samples += samples.Length;
        foreach (float sample in samples)
        {
            _energy += (double)sample * sample;
            _sum += sample;
            if (++_inFrame == _frameLength)
            {
                EndFrame();
            }
        }
    }

    /// <summary>Ends the recording: the last sound is closed.</summary>
    public void Finish()
    {
        if (_frames == 0 && _inFrame > 0)
        {
            EndFrame();
        }

        _isFinished = true;
        while (_decided < _frames)
        {
            Decide();
        }

        EndSound();
    }

    private void EndFrame()
    {
        double offset = _sum / _inFrame; // a constant is no sound
        double level = 10 * Math.Log10(Math.Max(0, (_energy / _inFrame) - (offset * offset)) + 1e-12);
        _levels[_frames % _levels.Length] = level;
        _around.Add(level);
        _frames++;
        (_energy, _sum, _inFrame) = (0, 0, 0);
        if (_frames > FramesAfter)
        {
            Decide();
        }
    }

    /// <summary>Sound or silence: the oldest frame that is not yet decided.</summary>
    private void Decide()
    {
        long frame = _decided++;
        while (_oldest < frame - FramesBefore)
        {
            _around.Remove(_levels[_oldest++ % _levels.Length]);
        }

        double threshold = Math.Clamp(_around.Percentile(BackgroundShare) + _margin, LowestThreshold, HighestThreshold);
        _isSound = _levels[frame % _levels.Length] >= threshold - (_isSound ? Hysteresis : 0);
        if (!_isSound)
        {
            if (_soundFrames > 0 && frame - _lastSound >= PauseFrames)
            {
                EndSound();
            }

            return;
        }

        _start = _soundFrames++ == 0 ? frame * _frameLength : _start;
        _lastSound = frame;
        if (_span is null && _soundFrames == ShortestSound)
        {
            _span = new SoundSpan(_start);
            Spans.Enqueue(_span);
        }

        _span?.End = _isFinished && frame + 1 == _frames ? _samples : (frame + 1) * _frameLength;
    }

    private void EndSound()
    {
        _span?.IsClosed = true;
        _span = null;
        _soundFrames = 0;
    }
}
