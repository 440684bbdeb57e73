using System.Numerics;

namespace SpeechEmotion.Signal;

/// <summary>
/// A hardware vector of floats whose lanes do the same thing to different frames. Signal code that is generic over it reads like code for one number
/// and runs at the width of the machine: 16, 8, 4 or 1 lanes.
/// </summary>
internal unsafe interface ILanes<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>, IDivisionOperators<TSelf, TSelf, TSelf>, IUnaryNegationOperators<TSelf, TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Every lane times the same number.</summary>
    static abstract TSelf operator *(TSelf a, float b);

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf All(float value);

    /// <summary>As many neighbouring numbers as there are lanes, from any address.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Writes the lanes to neighbouring numbers, at any address.</summary>
    static abstract void Store(TSelf value, float* target);

    /// <summary><c>a * b + c</c>, rounded once where the machine can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The larger of two numbers, lane by lane.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller of two numbers, lane by lane.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The square root, lane by lane.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Splits positive, normal numbers into mantissa, 2/3 to 4/3, and exponent: <c>value = mantissa × 2^exponent</c>.</summary>
    static abstract TSelf Split(TSelf value, out TSelf exponent);
}
