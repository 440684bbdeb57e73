using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeechEmotion.Signal;

/// <summary>Sixteen frames at once: a vector of 512 bits.</summary>
internal readonly unsafe struct SixteenLanes(Vector512<float> value) : ILanes<SixteenLanes>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    public static SixteenLanes operator +(SixteenLanes a, SixteenLanes b) => new(a._value + b._value);

    public static SixteenLanes operator -(SixteenLanes a, SixteenLanes b) => new(a._value - b._value);

    public static SixteenLanes operator *(SixteenLanes a, SixteenLanes b) => new(a._value * b._value);

    public static SixteenLanes operator /(SixteenLanes a, SixteenLanes b) => new(a._value / b._value);

    public static SixteenLanes operator *(SixteenLanes a, float b) => new(a._value * b);

    public static SixteenLanes operator -(SixteenLanes a) => new(-a._value);

    public static SixteenLanes All(float value) => new(Vector512.Create(value));

    public static SixteenLanes Load(float* source) => new(Vector512.Load(source));

    public static void Store(SixteenLanes value, float* target) => value._value.Store(target);

    public static SixteenLanes MultiplyAdd(SixteenLanes a, SixteenLanes b, SixteenLanes c) => new(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

    public static SixteenLanes Max(SixteenLanes a, SixteenLanes b) => new(Vector512.MaxNative(a._value, b._value));

    public static SixteenLanes Min(SixteenLanes a, SixteenLanes b) => new(Vector512.MinNative(a._value, b._value));

    public static SixteenLanes Sqrt(SixteenLanes value) => new(Vector512.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SixteenLanes Split(SixteenLanes value, out SixteenLanes exponent)
    {
        Vector512<int> bits = value._value.AsInt32();
        Vector512<int> steps = (bits - Vector512.Create(OneLane.TwoThirds)) >> 23;
        exponent = new(Vector512.ConvertToSingle(steps));
        return new((bits - (steps << 23)).AsSingle());
    }
}
