
namespace SpeechEmotion.Experiments;

/// <summary>How one of several networks that answer together differs from the others.</summary>
public sealed record MemberConfig
{
    /// <summary>Its width, as a share of <see cref="NetworkConfig.Width"/>.</summary>
    public double Width { get; init; } = 1;

    /// <summary>Its <see cref="NetworkConfig.StemChannels"/>.</summary>
    public int StemChannels { get; init; }

    /// <summary>Its <see cref="NetworkConfig.StemBlocks"/>.</summary>
    public int StemBlocks { get; init; }

    /// <summary>Its <see cref="NetworkConfig.Dropout"/>; null for that of the others.</summary>
    public double? Dropout { get; init; }

    /// <summary>The member in words.</summary>
    public override string ToString() => FormattableString.Invariant($"width {Width}{(StemChannels > 0 ? $", stem of {StemChannels} channels" : "")}{(StemBlocks > 0 ? $" and {StemBlocks} blocks" : "")}{(Dropout is { } dropout ? $", dropout {dropout}" : "")}");
}
