using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeechEmotion.Signal;

/// <summary>Eight frames at once: a vector of 256 bits.</summary>
internal readonly unsafe struct EightLanes(Vector256<float> value) : ILanes<EightLanes>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    public static EightLanes operator +(EightLanes a, EightLanes b) => new(a._value + b._value);

    public static EightLanes operator -(EightLanes a, EightLanes b) => new(a._value - b._value);

    public static EightLanes operator *(EightLanes a, EightLanes b) => new(a._value * b._value);

    public static EightLanes operator /(EightLanes a, EightLanes b) => new(a._value / b._value);

    public static EightLanes operator *(EightLanes a, float b) => new(a._value * b);

    public static EightLanes operator -(EightLanes a) => new(-a._value);

    public static EightLanes All(float value) => new(Vector256.Create(value));

    public static EightLanes Load(float* source) => new(Vector256.Load(source));

    public static void Store(EightLanes value, float* target) => value._value.Store(target);

    public static EightLanes MultiplyAdd(EightLanes a, EightLanes b, EightLanes c) => new(Vector256.MultiplyAddEstimate(a._value, b._value, c._value));

    public static EightLanes Max(EightLanes a, EightLanes b) => new(Vector256.MaxNative(a._value, b._value));

    public static EightLanes Min(EightLanes a, EightLanes b) => new(Vector256.MinNative(a._value, b._value));

    public static EightLanes Sqrt(EightLanes value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Split(EightLanes value, out EightLanes exponent)
    {
        Vector256<int> bits = value._value.AsInt32();
        Vector256<int> steps = (bits - Vector256.Create(OneLane.TwoThirds)) >> 23;
        exponent = new(Vector256.ConvertToSingle(steps));
        return new((bits - (steps << 23)).AsSingle());
    }
}
