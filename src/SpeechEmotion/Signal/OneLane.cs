using System.Runtime.CompilerServices;

namespace SpeechEmotion.Signal;

/// <summary>One frame at a time: a plain number.</summary>
internal readonly unsafe struct OneLane(float value) : ILanes<OneLane>
{
    /// <summary>The bits of 2/3, where the exponent of a number steps up in <see cref="Split"/>.</summary>
    internal const int TwoThirds = 0x3F2AAAAB;

    private readonly float _value = value;

    public static int Count => 1;

    public static explicit operator float(OneLane lane) => lane._value;

    public static OneLane operator +(OneLane a, OneLane b) => new(a._value + b._value);

    public static OneLane operator -(OneLane a, OneLane b) => new(a._value - b._value);

    public static OneLane operator *(OneLane a, OneLane b) => new(a._value * b._value);

    public static OneLane operator /(OneLane a, OneLane b) => new(a._value / b._value);

    public static OneLane operator *(OneLane a, float b) => new(a._value * b);

    public static OneLane operator -(OneLane a) => new(-a._value);

    public static OneLane All(float value) => new(value);

    public static OneLane Load(float* source) => new(*source);

    public static void Store(OneLane value, float* target) => *target = value._value;

    public static OneLane MultiplyAdd(OneLane a, OneLane b, OneLane c) => new(float.MultiplyAddEstimate(a._value, b._value, c._value));

    public static OneLane Max(OneLane a, OneLane b) => new(float.MaxNative(a._value, b._value));

    public static OneLane Min(OneLane a, OneLane b) => new(float.MinNative(a._value, b._value));

    public static OneLane Sqrt(OneLane value) => new(MathF.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Split(OneLane value, out OneLane exponent)
    {
        int bits = BitConverter.SingleToInt32Bits(value._value);
        int steps = (bits - TwoThirds) >> 23;
        exponent = new(steps);
        return new(BitConverter.Int32BitsToSingle(bits - (steps << 23)));
    }
}
