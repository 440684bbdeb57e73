using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpeechEmotion.Signal;

/// <summary>Four frames at once: a vector of 128 bits.</summary>
internal readonly unsafe struct FourLanes(Vector128<float> value) : ILanes<FourLanes>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    public static FourLanes operator +(FourLanes a, FourLanes b) => new(a._value + b._value);

    public static FourLanes operator -(FourLanes a, FourLanes b) => new(a._value - b._value);

    public static FourLanes operator *(FourLanes a, FourLanes b) => new(a._value * b._value);

    public static FourLanes operator /(FourLanes a, FourLanes b) => new(a._value / b._value);

    public static FourLanes operator *(FourLanes a, float b) => new(a._value * b);

    public static FourLanes operator -(FourLanes a) => new(-a._value);

    public static FourLanes All(float value) => new(Vector128.Create(value));

    public static FourLanes Load(float* source) => new(Vector128.Load(source));

    public static void Store(FourLanes value, float* target) => value._value.Store(target);

    public static FourLanes MultiplyAdd(FourLanes a, FourLanes b, FourLanes c) => new(Vector128.MultiplyAddEstimate(a._value, b._value, c._value));

    public static FourLanes Max(FourLanes a, FourLanes b) => new(Vector128.MaxNative(a._value, b._value));

    public static FourLanes Min(FourLanes a, FourLanes b) => new(Vector128.MinNative(a._value, b._value));

    public static FourLanes Sqrt(FourLanes value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Split(FourLanes value, out FourLanes exponent)
    {
        Vector128<int> bits = value._value.AsInt32();
        Vector128<int> steps = (bits - Vector128.Create(OneLane.TwoThirds)) >> 23;
        exponent = new(Vector128.ConvertToSingle(steps));
        return new((bits - (steps << 23)).AsSingle());
    }
}
