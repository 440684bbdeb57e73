namespace SpeechEmotion.Features;

/// <summary>
/// The mel scale of the Auditory Toolbox [Slaney1998]: equal steps sound equally far apart. It is linear up to 1,000 Hz, which is 15 mel, and logarithmic
/// above, 27 mel for a factor of 6.4.
/// </summary>
public static class MelScale
{
    private const double HertzPerMel = 200.0 / 3, BreakFrequency = 1000, BreakMel = BreakFrequency / HertzPerMel;
    private static readonly double s_logStep = Math.Log(6.4) / 27;

    /// <summary>Frequency in Hz, 0 or more, to mel.</summary>
    public static double FromFrequency(double frequency) =>
        frequency < BreakFrequency ? frequency / HertzPerMel : BreakMel + (Math.Log(frequency / BreakFrequency) / s_logStep);

    /// <summary>Mel, 0 or more, to frequency in Hz.</summary>
    public static double ToFrequency(double mel) =>
        mel < BreakMel ? mel * HertzPerMel : BreakFrequency * Math.Exp((mel - BreakMel) * s_logStep);
}
