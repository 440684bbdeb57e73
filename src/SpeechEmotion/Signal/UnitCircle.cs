using System.Runtime.CompilerServices;

namespace SpeechEmotion.Signal;

/// <summary>The rotations of a Fourier transform: <c>e^(-2πi k / length)</c>, as pointers into tables that the caller keeps in place.</summary>
/// <param name="cos">Real parts.</param>
/// <param name="sin">Imaginary parts.</param>
/// <param name="length">Steps round the circle.</param>
internal readonly unsafe struct UnitCircle(float* cos, float* sin, int length)
{
    private readonly float* _cos = cos, _sin = sin;

    /// <summary>Steps round the circle.</summary>
    public int Length { get; } = length;

    /// <summary>Real and imaginary parts for the first <paramref name="count"/> k, rounded from double precision.</summary>
    public static (float[] Cos, float[] Sin) Table(int length, int count)
    {
        var cos = new float[count];
        var sin = new float[count];
        for (int k = 0; k < count; k++)
        {
            (double s, double c) = Math.SinCos(-2 * Math.PI * k / length);
            (cos[k], sin[k]) = ((float)c, (float)s);
        }

        return (cos, sin);
    }

    /// <summary>Real part of rotation k, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Cos<T>(int k)
        where T : unmanaged, ILanes<T> => T.All(_cos[k]);

    /// <summary>Imaginary part of rotation k, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sin<T>(int k)
        where T : unmanaged, ILanes<T> => T.All(_sin[k]);
}
