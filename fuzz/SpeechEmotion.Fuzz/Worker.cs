using System.Diagnostics;
using System.Security.Cryptography;

namespace SpeechEmotion.Fuzz;

/// <summary>The process that attacks one reader, so that a crash, a hang or a lack of memory ends this process only.</summary>
internal static class Worker
{
    /// <summary>Seconds that reading one file may take, on a busy machine.</summary>
    private const int MostSeconds = 60;

    /// <summary>Exit code if there was a finding; not 1, which a worker that cannot start ends with.</summary>
    public const int Found = 10;

    /// <summary>Exit code if a file took too long.</summary>
    public const int TooSlow = 11;

    /// <summary>Attacks a reader. The first line of the output is the path of the file that is read at the moment; the last one is a sum.</summary>
    /// <param name="name">The reader.</param>
    /// <param name="folder">An empty folder to work in.</param>
    /// <param name="seed">Seed of the damage.</param>
    /// <param name="time">How long.</param>
    /// <param name="findings">The folder that gets files which were found.</param>
    /// <returns>Exit code.</returns>
    public static int Run(string name, string folder, ulong seed, TimeSpan time, string findings)
    {
        FuzzReader reader = Readers.All[name](folder);
        Console.WriteLine(reader.Path);
        Attack attack = new(reader, Seeds(name));
        using Timer watch = new(_ =>
        {
            if (Stopwatch.GetElapsedTime(attack.Began).TotalSeconds > MostSeconds)
            {
                Environment.Exit(TooSlow);
            }
        });
        watch.Change(1000, 1000);
        attack.Run(seed, time);
        foreach (Finding finding in attack.Findings)
        {
            Console.WriteLine($"{Save(findings, name, finding.Bytes)}: {finding.Text}");
        }

        Console.WriteLine($"{attack.Tried} {attack.Refused}");
        return attack.Findings.Count > 0 ? Found : 0;
    }

    /// <summary>Keeps a file that was found.</summary>
    /// <returns>Its path.</returns>
    public static string Save(string findings, string name, byte[] file)
    {
        string folder = Path.Combine(findings, SeedFolder(name));
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(file))[..12]);
        File.WriteAllBytes(path, file);
        return path;
    }

    // Readers of one format, such as audio-file and audio-blocks, share their seeds.
    private static string SeedFolder(string name) => name.Split('-')[0];

    private static byte[][] Seeds(string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "seeds", SeedFolder(name));
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)] : [];
    }
}
