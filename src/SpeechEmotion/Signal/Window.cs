namespace SpeechEmotion.Signal;

/// <summary>Windows that fade a frame in and out, so that its ends do not smear its spectrum.</summary>
public static class Window
{
    /// <summary>The periodic Hann window [Harris1978], <c>0.5 - 0.5 cos(2π i / length)</c>: the one for spectra of overlapping frames.</summary>
    /// <param name="length">Number of samples, 1 or more. Longer: narrower spectral lines.</param>
    /// <returns>Weights 0..1, <c>[length]</c>; weight i belongs to sample i of the frame.</returns>
    public static float[] Hann(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var window = new float[length];
        for (int i = 0; i < length; i++)
        {
            window[i] = (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / length)));
        }

        return window;
    }

    /// <summary>A Hann window in the middle of a longer frame, zeros around it.</summary>
    /// <param name="length">Number of samples under the window, 1 to <paramref name="frameLength"/>.</param>
    /// <param name="frameLength">Number of samples in the frame.</param>
    /// <returns>Weights 0..1, <c>[frameLength]</c>; the zeros before the window are as many as those after it, or one fewer.</returns>
    public static float[] Hann(int length, int frameLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, frameLength);
        var frame = new float[frameLength];
        Hann(length).CopyTo(frame, (frameLength - length) / 2);
        return frame;
    }
}
