namespace SpeechEmotion.Datasets;

/// <summary>Finds the name that somebody meant who typed another.</summary>
internal static class NearestName
{
    /// <summary>The name that is closest to a word; null if none is close.</summary>
    /// <param name="word">The word.</param>
    /// <param name="names">The names that exist.</param>
    public static string? Of(string word, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Distance: name.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(word, name)))
            .Where(candidate => candidate.Distance <= Math.Max(1, word.TrimStart('-').Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();

    /// <summary>Letters to insert, delete, replace or swap to get from one word to the other.</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Max(a.Length, b.Length) > 200)
        {
            return int.MaxValue; // No name is that long, and the table below would be.
        }

        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                    cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
