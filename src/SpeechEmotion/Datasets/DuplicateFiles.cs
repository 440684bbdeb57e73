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
            .. Find(utterances, _ => true, cancellation).SelectMany(Surplus).Select(pair =>
                new ExcludedFile(pair.Clip.Name, $"byte-identical to {pair.Other.Name}{Difference(pair.Clip, pair.Other)}") { Utterance = pair.Clip }),
        ];
        HashSet<string> gone = [.. leftOut.Select(f => f.Name)];
        utterances.RemoveAll(u => gone.Contains(u.Name));
        return leftOut;
    }

    /// <summary>
    /// Which clips are copies of clips of another corpus, by their <see cref="Utterance.Id"/>: all where copies disagree about the emotion, all but that of the first corpus by name where they
    /// agree. Speakers go by other names in each corpus, so that these tell nothing.
    /// </summary>
    /// <param name="corpora">The corpora, each without copies of its own.</param>
    /// <param name="kept">The names of corpora whose clips stay in any case.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public static Dictionary<string, ExcludedFile> Between(IReadOnlyList<Corpus> corpora, IReadOnlyList<string> kept, CancellationToken cancellation)
    {
        Dictionary<string, ExcludedFile> copies = [];
        Dictionary<string, int> corpusOf = corpora.Count < 2 ? [] : corpora.SelectMany((corpus, number) => corpus.Utterances.Select(clip => (clip.Id, number))).ToDictionary(pair => pair.Id, pair => pair.number);
        bool AreOfSeveral(IEnumerable<Utterance> clips) => clips.Select(clip => corpusOf[clip.Id]).Distinct().Skip(1).Any();
        foreach (List<Utterance> group in corpora.Count < 2 ? [] : Find(corpora.SelectMany(corpus => corpus.Utterances), AreOfSeveral, cancellation))
        {
            Utterance[] clips = [.. group.OrderBy(clip => kept.Contains(clip.Corpus) ? 0 : 1).ThenBy(clip => clip.Id, StringComparer.Ordinal)];
            Utterance first = clips[0], dissenter = clips.FirstOrDefault(clip => clip.Emotion != first.Emotion, first);
            bool stays = kept.Contains(first.Corpus) || dissenter == first;
            foreach (Utterance clip in clips.Where(clip => !kept.Contains(clip.Corpus)).Skip(stays && !kept.Contains(first.Corpus) ? 1 : 0))
            {
                Utterance other = clip == first ? dissenter : first;
                copies[clip.Id] = new ExcludedFile(clip.Name, $"byte-identical to {other.Id}{(other.Emotion != clip.Emotion ? ", which has another emotion" : "")}") { Utterance = clip };
            }
        }

        return copies;
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
    private static IEnumerable<List<Utterance>> Find(IEnumerable<Utterance> utterances, Func<IEnumerable<Utterance>, bool> matters, CancellationToken cancellation) =>
        utterances
            .Where(u => u.Start is null && u.End is null) // segments of one file are different clips
            .OrderBy(u => u.Name, StringComparer.Ordinal)
            .GroupBy(u => new FileInfo(u.Path).Length)
            .Where(group => group.Key > 0 && matters(group))
            .SelectMany(group => Alike(group, DigestMiddle, cancellation))
            .Where(group => matters(group))
            .SelectMany(group => Alike(group, DigestAll, cancellation))
            .Where(group => matters(group));

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
