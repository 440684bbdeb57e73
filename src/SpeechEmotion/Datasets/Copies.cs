using System.Security.Cryptography;

namespace SpeechEmotion.Datasets;

/// <summary>Finds files that hold the same bytes: the same recording must not be on two sides of a split, nor under two emotions.</summary>
internal static class Copies
{
    private const int ProbeLength = 4096;

    /// <summary>Takes copies out: all of them where they disagree about the emotion or the speaker, all but the first (by name) where they agree.</summary>
    public static IEnumerable<LeftOut> Remove(List<Utterance> utterances)
    {
        var leftOut = new List<LeftOut>();
        foreach (List<Utterance> group in Find(utterances))
        {
            bool agree = group.All(u => u.Emotion == group[0].Emotion && u.Speaker == group[0].Speaker);
            foreach (Utterance utterance in agree ? group.Skip(1) : group)
            {
                Utterance other = utterance == group[0] ? group[1] : group[0];
                string how = agree ? "" : utterance.Emotion != other.Emotion ? ", which has another emotion" : ", which has another speaker";
                leftOut.Add(new LeftOut(utterance.Name, $"byte-identical to {other.Name}{how}") { Utterance = utterance });
            }
        }

        HashSet<string> gone = [.. leftOut.Select(f => f.Name)];
        utterances.RemoveAll(u => gone.Contains(u.Name));
        return leftOut;
    }

    // Length first, then 4 KiB from the middle, then everything: nearly all files are told apart without being read. Empty files are no copies of one another.
    private static IEnumerable<List<Utterance>> Find(IEnumerable<Utterance> utterances) =>
        utterances
            .OrderBy(u => u.Name, StringComparer.Ordinal)
            .GroupBy(u => new FileInfo(u.Path).Length)
            .Where(group => group.Key > 0)
            .SelectMany(group => Alike(group, Probe))
            .SelectMany(group => Alike(group, path => { using FileStream stream = File.OpenRead(path); return Convert.ToHexString(SHA256.HashData(stream)); }));

    private static IEnumerable<List<Utterance>> Alike(IEnumerable<Utterance> group, Func<string, string> digest)
    {
        List<Utterance> members = [.. group];
        return members.Count < 2 ? [] : members.GroupBy(u => digest(u.Path)).Select(g => g.ToList()).Where(g => g.Count > 1);
    }

    private static string Probe(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        stream.Position = Math.Max(0, (stream.Length - ProbeLength) / 2);
        byte[] bytes = new byte[ProbeLength];
        int read = stream.ReadAtLeast(bytes, ProbeLength, throwOnEndOfStream: false);
        return Convert.ToHexString(SHA256.HashData(bytes.AsSpan(0, read)));
    }
}
