namespace SpeechEmotion.Recognition.Inference;

/// <summary>
/// A constant in all samples, as microphones and cheap converters add one. It is no sound, but a network hears it. What the model is given has no mean; before that, a first
/// estimate is taken away from what is resampled, as otherwise the recording would begin and end with a click.
/// </summary>
/// <param name="sampleRate">Samples per second, in Hz.</param>
internal sealed class Offset(int sampleRate)
{
    private readonly List<float> _beginning = [];
    private float? _offset;
    private long _received;

    /// <summary>The mean; 0 if there are no samples.</summary>
    public static float Of(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples)
        {
            sum += sample;
        }

        return samples.Length == 0 ? 0 : (float)(sum / samples.Length);
    }

    /// <summary>A copy less a constant.</summary>
    public static float[] Subtract(ReadOnlySpan<float> samples, float offset)
    {
        float[] rest = new float[samples.Length];
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] = samples[i] - offset;
        }

        return rest;
    }

    /// <summary>A whole recording less the mean of its first quarter of a second: the same as <see cref="Add"/> and <see cref="Finish"/> give.</summary>
    public static float[] Subtract(ReadOnlySpan<float> recording, int sampleRate) =>
        Subtract(recording, Of(recording[..Math.Min(recording.Length, BeginningLength(sampleRate))]));

    /// <summary>Takes the next block.</summary>
    /// <returns>What came so far and was not yet returned, less the mean of the first quarter of a second; nothing before that has been heard.</returns>
    /// <exception cref="ArgumentException">A sample is not finite.</exception>
    public float[] Add(ReadOnlySpan<float> block)
    {
        for (int i = 0; i < block.Length; i++)
        {
            if (!float.IsFinite(block[i]))
            {
                long odd = _received + i;
                throw new ArgumentException($"Sample {odd} (at {(double)odd / sampleRate:0.###} s) is {block[i]}; every sample must be a finite number.", nameof(block));
            }
        }

        _received += block.Length;
        if (_offset is { } offset)
        {
            return Subtract(block, offset);
        }

        _beginning.AddRange(block);
        return _beginning.Count < BeginningLength(sampleRate) ? [] : Finish();
    }

    /// <summary>Ends the recording.</summary>
    /// <returns>The rest of a recording that is shorter than a quarter of a second.</returns>
    public float[] Finish()
    {
        float[] samples = [.. _beginning];
        _beginning.Clear();
        _offset ??= Of(samples.AsSpan(0, Math.Min(samples.Length, BeginningLength(sampleRate))));
        return Subtract(samples, _offset.Value);
    }

    private static int BeginningLength(int sampleRate) => Math.Max(1, sampleRate / 4);
}
