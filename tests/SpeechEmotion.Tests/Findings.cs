using Xunit;

namespace SpeechEmotion.Tests;

/// <summary>What a rule has found, shown in full where it has found anything.</summary>
internal static class Findings
{
    /// <summary>Fails with every finding on a line of its own.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
