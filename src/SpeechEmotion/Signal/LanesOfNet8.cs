#if !NET9_0_OR_GREATER
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SpeechEmotion.Signal;

/// <summary>Operations on vectors that .NET 8 does not have by the names of later versions.</summary>
internal static class LanesOfNet8
{
    extension(float)
    {
        public static float MultiplyAddEstimate(float a, float b, float c) => Fma.IsSupported || AdvSimd.IsSupported ? MathF.FusedMultiplyAdd(a, b, c) : (a * b) + c;

        public static float MaxNative(float a, float b) => a > b ? a : b;

        public static float MinNative(float a, float b) => a < b ? a : b;
    }

    extension(Vector128)
    {
        public static Vector128<float> MultiplyAddEstimate(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
            Fma.IsSupported ? Fma.MultiplyAdd(a, b, c) : AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(c, a, b) : (a * b) + c;

        public static Vector128<float> MaxNative(Vector128<float> a, Vector128<float> b) => Vector128.Max(a, b);

        public static Vector128<float> MinNative(Vector128<float> a, Vector128<float> b) => Vector128.Min(a, b);
    }

    extension(Vector256)
    {
        public static Vector256<float> MultiplyAddEstimate(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.IsSupported ? Fma.MultiplyAdd(a, b, c) : (a * b) + c;

        public static Vector256<float> MaxNative(Vector256<float> a, Vector256<float> b) => Vector256.Max(a, b);

        public static Vector256<float> MinNative(Vector256<float> a, Vector256<float> b) => Vector256.Min(a, b);
    }

    extension(Vector512)
    {
        public static Vector512<float> MultiplyAddEstimate(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
            Avx512F.IsSupported ? Avx512F.FusedMultiplyAdd(a, b, c) : (a * b) + c;

        public static Vector512<float> MaxNative(Vector512<float> a, Vector512<float> b) => Vector512.Max(a, b);

        public static Vector512<float> MinNative(Vector512<float> a, Vector512<float> b) => Vector512.Min(a, b);
    }

    extension(Vector)
    {
        public static Vector<float> Log(Vector<float> values)
        {
            Span<float> logs = stackalloc float[Vector<float>.Count];
            values.CopyTo(logs);
            foreach (ref float value in logs)
            {
                value = MathF.Log(value);
            }

            return new Vector<float>(logs);
        }
    }
}
#endif
