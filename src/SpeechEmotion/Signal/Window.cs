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
}
