namespace SpeechEmotion.Recognition.Timelines;

/// <summary>The latest samples of a recording, at their places in it; what is no longer needed is forgotten.</summary>
internal sealed class SampleHistory
{
    private float[] _samples = new float[1 << 16];
    private long _start;
    private int _count;

    /// <summary>Samples that there have been, forgotten ones too.</summary>
    public long End => _start + _count;

    /// <summary>Takes the next samples.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        if (_count + samples.Length > _samples.Length)
        {
            Array.Resize(ref _samples, Math.Max(2 * _samples.Length, _count + samples.Length));
        }

        samples.CopyTo(_samples.AsSpan(_count));
        _count += samples.Length;
    }

    /// <summary>A copy of samples that are still there.</summary>
    public float[] Copy(long start, int length) => _samples.AsSpan((int)(start - _start), length).ToArray();

    /// <summary>Forgets what comes before a place; in fact only now and then, because the rest must be moved.</summary>
    public void Forget(long before)
    {
        int unneeded = (int)Math.Clamp(before - _start, 0, _count);
        if (unneeded > _samples.Length / 2)
        {
            _samples.AsSpan(unneeded, _count - unneeded).CopyTo(_samples);
            _count -= unneeded;
            _start += unneeded;
        }
    }
}
