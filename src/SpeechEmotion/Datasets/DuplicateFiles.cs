using System.Security.Cryptography;

namespace SpeechEmotion.Datasets;

/// <summary>Finds files that hold the same bytes: the same recording must not be on two sides of a split, nor under two emotions.</summary>
internal static class DuplicateFiles
{
    private const int ProbeLength = 4096;

    /// <summary>Takes copies out of the list and returns them with the reason.</summary>
    public static List<ExcludedFile> Remove(List<Utterance> utterances, CancellationToken cancellation)
    {
        List<ExcludedFile> leftOut =
        [
            .. Find(utterances, cancellation).SelectMany(Surplus).Select(pair =>
                new ExcludedFile(pair.Clip.Name, $"byte-identical to {pair.Other.Name}{Difference(pair.Clip, pair.Other)}") { Utterance = pair.Clip }),
        ];
        HashSet<string> gone = [.. leftOut.Select(f => f.Name)];
        utterances.RemoveAll(u => gone.Contains(u.Name));
        return leftOut;
    }

    /// <summary>
    /// Which clips of a group of copies cannot be used, each with one that it copies: all where they disagree about the emotion or the speaker, all but the
    /// first where they agree.
    /// </summary>
    public static IEnumerable<(Utterance Clip, Utterance Other)> Surplus(IReadOnlyList<Utterance> group)
    {
        Utterance first = group[0];
        Utterance? dissenter = group.FirstOrDefault(u => Difference(u, first).Length > 0);
        return dissenter is null
            ? group.Skip(1).Select(u => (u, first))
            : group.Select(u => (u, Difference(u, first).Length > 0 ? first : dissenter));
    }

    /// <summary>How the labels of two copies differ, as the end of a sentence; empty if they do not.</summary>
    public static string Difference(Utterance clip, Utterance other) =>
        clip.Emotion != other.Emotion ? ", which has another emotion"
        : clip.Speaker != other.Speaker ? ", which has another speaker"
        : "";

    // Length first, then 4 KiB from the middle, then everything: nearly all files are told apart without being read.
    // Empty files are no copies of one another.
    private static IEnumerable<List<Utterance>> Find(IEnumerable<Utterance> utterances, CancellationToken cancellation) =>
        utterances
            .Where(u => u.Start is null && u.End is null) // segments of one file are different clips
            .OrderBy(u => u.Name, StringComparer.Ordinal)
            .GroupBy(u => new FileInfo(u.Path).Length)
            .Where(group => group.Key > 0)
            .SelectMany(group => Alike(group, DigestMiddle, cancellation))
            .SelectMany(group => Alike(group, DigestAll, cancellation));

    private static IEnumerable<List<Utterance>> Alike(IEnumerable<Utterance> group, Func<string, string> digest, CancellationToken cancellation)
    {
        List<Utterance> members = [.. group];
        return members.Count < 2 ? [] : members.GroupBy(Digest).Select(g => g.ToList()).Where(g => g.Count > 1);

        string Digest(Utterance clip)
        {
            cancellation.ThrowIfCancellationRequested();
            return digest(clip.Path);
        }
    }

    private static string DigestMiddle(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        stream.Position = Math.Max(0, (stream.Length - ProbeLength) / 2);
        byte[] bytes = new byte[ProbeLength];
        int read = stream.ReadAtLeast(bytes, ProbeLength, throwOnEndOfStream: false);
        return Convert.ToHexString(SHA256.HashData(bytes.AsSpan(0, read)));
    }

    private static string DigestAll(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
