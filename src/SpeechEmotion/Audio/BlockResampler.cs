namespace SpeechEmotion.Audio;

/// <summary>
/// Changes the sample rate of a recording that comes in blocks. All results, one after the other, are to the bit what
/// <see cref="Resampler"/> makes of the whole recording, whatever the lengths of the blocks. It serves one recording and one thread.
/// </summary>
public sealed class BlockResampler
{
    private readonly Resampler _resampler;
    private readonly ResamplingFilter? _filter; // null: both rates are equal
    private float[] _padded = []; // the input that is still needed; before its beginning it is silent
    private int _count;
    private long _origin, _received, _next;
    private bool _isFinished;

    /// <summary>Prepares a change between two sample rates.</summary>
    /// <param name="fromRate">The input's sample rate in Hz, at least 1.</param>
    /// <param name="toRate">The output's sample rate in Hz, at least 1 and within a factor of 256 of the input's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is below 1, or the two are too far apart.</exception>
    public BlockResampler(int fromRate, int toRate)
    {
        _resampler = new Resampler(fromRate, toRate);
        _filter = _resampler.Filter;
        Append(new float[_filter?.HalfTaps ?? 0]);
    }

    /// <summary>Takes the next block.</summary>
    /// <param name="samples">Samples <c>[n]</c> at the input's rate; 0 are allowed.</param>
    /// <returns>What is now certain at the output's rate, 0 samples or more: the filter must know what follows a sample.</returns>
    /// <exception cref="InvalidOperationException">The recording has been finished.</exception>
    public float[] Add(ReadOnlySpan<float> samples)
    {
        Check();
        _received += samples.Length;
        if (_filter is null)
        {
            return samples.ToArray();
        }

        Append(samples);

        // Output j needs [time(j) + 1, time(j) + 1 + stride); one sample less is taken, so that no rounding of time can matter.
        double times = Math.Max(0, _origin + _count - _filter.Stride - 2);
        return Take((long)(times * _resampler.Ratio));
    }

    /// <summary>Ends the recording.</summary>
    /// <returns>The rest, so that all results together are <c>ceil(n · ratio)</c> samples.</returns>
    /// <exception cref="InvalidOperationException">The recording has been finished before.</exception>
    public float[] Finish()
    {
        Check();
        _isFinished = true;
        if (_filter is null)
        {
            return [];
        }

        Append(new float[_filter.HalfTaps + ResamplingFilter.Lanes]);
        return Take((long)_resampler.LengthOf(_received));
    }

    private void Check()
    {
        if (_isFinished)
        {
            throw new InvalidOperationException("The recording has been finished; another one needs another resampler.");
        }
    }

    /// <summary>Computes the outputs up to <paramref name="end"/> and forgets the input that none after them needs.</summary>
    private float[] Take(long end)
    {
        if (end <= _next)
        {
            return [];
        }

        float[] result = new float[end - _next];
        _resampler.Fill(_padded.AsSpan(0, _count), _origin, _next, result, _filter!);
        _next = end;
        int unneeded = (int)Math.Clamp((long)(_next / _resampler.Ratio) - 1 - _origin, 0, _count);
        _padded.AsSpan(unneeded, _count - unneeded).CopyTo(_padded);
        _count -= unneeded;
        _origin += unneeded;
        return result;
    }

    private void Append(ReadOnlySpan<float> samples)
    {
        if (_count + samples.Length > _padded.Length)
        {
            Array.Resize(ref _padded, Math.Max(2 * _padded.Length, _count + samples.Length));
        }

        samples.CopyTo(_padded.AsSpan(_count));
        _count += samples.Length;
    }
}
