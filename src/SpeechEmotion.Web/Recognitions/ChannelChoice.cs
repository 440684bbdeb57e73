using System.Globalization;
using SpeechEmotion.Datasets;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>Which channels of a recording are heard: all together, all one by one, or one.</summary>
/// <param name="IsSplit">Whether all are heard, one by one.</param>
/// <param name="Number">The one that is heard, from 0; null if it is not only one.</param>
internal sealed record ChannelChoice(bool IsSplit, int? Number)
{
    /// <summary>Channels that can be heard one by one; each takes the time of a recording.</summary>
    public const int MostSplit = 8;

    /// <summary>Reads a parameter: <c>mix</c>, <c>split</c> or a number.</summary>
    /// <exception cref="ProblemException">It is something else.</exception>
    public static ChannelChoice Read(string? text) => text switch
    {
        null or "mix" => new ChannelChoice(false, null),
        "split" => new ChannelChoice(true, null),
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => new ChannelChoice(false, number),
        _ => throw new ProblemException(ProblemKind.BadRequest, $"The parameter 'channels' is {PlainName.Quote(text)}; it must be mix, split or the number of a channel, counted from 0."),
    };
}
