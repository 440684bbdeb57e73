using System.Runtime.CompilerServices;

namespace SpeechEmotion.Augmentation;

/// <summary>Checks of the amounts and ranges that transforms are given.</summary>
internal static class Amount
{
    /// <summary>Refuses an amount that is not a number or lies outside of <paramref name="minimum"/>..<paramref name="maximum"/>.</summary>
    public static void Require(
        double value, double minimum, double maximum, string what, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (!(double.IsFinite(value) && value >= minimum && value <= maximum))
        {
            string rule = maximum == double.MaxValue ? $"{minimum} or more" : $"{minimum} to {maximum}";
            throw new ArgumentOutOfRangeException(name, value, $"The {what} must be a number, {rule}.");
        }
    }

    /// <summary>Refuses a range whose ends are not allowed amounts or stand in the wrong order.</summary>
    public static void RequireRange(double from, double to, double minimum, double maximum, string what)
    {
        Require(from, minimum, maximum, $"least {what}", nameof(minimum));
        Require(to, minimum, maximum, $"greatest {what}", nameof(maximum));
        if (from > to)
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), from, $"The least {what} must not exceed the greatest, {to}.");
        }
    }
}
