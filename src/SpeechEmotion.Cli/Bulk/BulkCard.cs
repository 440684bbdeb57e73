using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>What a file of answers is about. It stands beside the file while it grows, and stays beside a shard, whose place in the whole it tells.</summary>
internal sealed record BulkCard
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>The model's name and version.</summary>
    public required string Model { get; init; }

    /// <summary>The model's digest.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>The emotions, in the model's order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Whether each channel is answered.</summary>
    public required bool IsSplit { get; init; }

    /// <summary>Number of recordings in the whole list.</summary>
    public required long Recordings { get; init; }

    /// <summary>SHA-256 of the paths in the whole list.</summary>
    public required string ListDigest { get; init; }

    /// <summary>Which shard of the list, as <c>I/N</c>; null for all of it.</summary>
    public string? Shard { get; init; }

    /// <summary>Where the card of a file of answers is.</summary>
    public static string PathOf(string answers) => answers + ".run.json";

    /// <summary>Reads a card.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is none.</exception>
    public static BulkCard Read(string answers)
    {
        string path = PathOf(answers);
        if (!File.Exists(path))
        {
            throw !File.Exists(answers) && !File.Exists(Journal.PathOf(answers))
                ? new FileNotFoundException($"{answers}: no such file; name files that `ser predict --shard` wrote")
                : new InvalidDataException($"{path}: is missing; it stands beside the answers of a shard and says which recordings they are");
        }

        BulkCard card = JsonCheck.Read<BulkCard>(TextFile.Read(path, TextFile.LongestDocument), s_json, $"{path}: does not say what the answers beside it are about");
        return card.Labels.Count > 0 && (card.Shard is null || Bulk.Shard.Parse(card.Shard) is not null)
            ? card
            : throw TextFile.Fault($"{path}: does not say what the answers beside it are about: {(card.Labels.Count == 0 ? "labels is empty" : $"shard is '{card.Shard}'")}");
    }

    /// <summary>Writes the card.</summary>
    public void Write(string answers) => AtomicFile.Write(PathOf(answers), JsonSerializer.Serialize(this, s_json) + "\n");

    /// <summary>Why answers that were begun with another card cannot go on with this one; null if they can.</summary>
    /// <param name="begun">The other card.</param>
    /// <param name="other">What has the model of this card.</param>
    public string? Difference(BulkCard begun, string other = "now") =>
        ModelDigest != begun.ModelDigest ? $"the model {begun.Model} ({begun.ModelDigest[..Math.Min(12, begun.ModelDigest.Length)]}), which is not the one of {other}"
        : Shard != begun.Shard ? $"{Describe(begun.Shard)}, now it is {Describe(Shard)}"
        : IsSplit != begun.IsSplit ? $"--channels {(begun.IsSplit ? "split" : "mix")}"
        : Recordings != begun.Recordings || ListDigest != begun.ListDigest ? $"another list: {Counted.Of(begun.Recordings, "recording")} then, {Recordings} now{(Recordings == begun.Recordings ? ", with other paths or in another order" : "")}"
        : null;

    private static string Describe(string? shard) => shard is null ? "all recordings" : $"shard {shard}";
}
