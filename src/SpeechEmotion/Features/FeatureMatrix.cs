namespace SpeechEmotion.Features;

/// <summary>Features of one clip, <c>[bands, frames]</c>, row-major: the value of band b in frame t is <c>Values[b * Frames + t]</c>.</summary>
public sealed class FeatureMatrix
{
    /// <summary>Wraps values that are handed over, not copied.</summary>
    /// <param name="values">Values, row-major, <c>bands × frames</c> of them.</param>
    /// <param name="bands">Number of rows.</param>
    /// <param name="frames">Number of columns.</param>
    public FeatureMatrix(float[] values, int bands, int frames)
    {
        ArgumentNullException.ThrowIfNull(values);
        if ((long)bands * frames != values.Length)
        {
            throw new ArgumentException($"{values.Length} values do not fill {bands} bands × {frames} frames.", nameof(values));
        }

        Values = values;
        Bands = bands;
        Frames = frames;
    }

    /// <summary>Values, row-major.</summary>
    public float[] Values { get; }

    /// <summary>Number of rows.</summary>
    public int Bands { get; }

    /// <summary>Number of columns.</summary>
    public int Frames { get; }

    /// <summary>The value of a band in a frame.</summary>
    public float this[int band, int frame] => Values[(band * Frames) + frame];

    /// <summary>One row.</summary>
    public ReadOnlySpan<float> Band(int band) => Values.AsSpan(band * Frames, Frames);
}
