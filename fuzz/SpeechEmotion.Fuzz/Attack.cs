using System.Diagnostics;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Fuzz;

/// <summary>Gives one reader damaged files, one after another. Number n of a seed is always the same file.</summary>
internal sealed class Attack(FuzzReader reader, IReadOnlyList<byte[]> seeds)
{
    /// <summary>Memory that reading one of these small files may allocate.</summary>
    private const long MostBytes = 512L << 20;

    private const int MostFindings = 5;

    private readonly Dictionary<string, Finding> _findings = [];

    /// <summary>Number of files read or refused so far.</summary>
    public long Tried { get; private set; }

    /// <summary>How many of them were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>When reading the present file began, from <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Began { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>What was found, each kind once.</summary>
    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    /// <summary>Reads the whole files and the seeds, then damaged ones until the time is up or enough has been found.</summary>
    /// <param name="seed">Seed of the damage.</param>
    /// <param name="time">How long.</param>
    public void Run(ulong seed, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (byte[] whole in reader.Valid)
        {
            long refused = Refused;
            Try(whole);
            if (Refused > refused)
            {
                Add(new Finding("refused", "a whole file is refused", whole));
            }
        }

        foreach (byte[] file in seeds)
        {
            Try(file);
        }

        byte[][] files = [.. reader.Valid, .. seeds];
        for (ulong number = 0; Stopwatch.GetElapsedTime(start) < time && _findings.Count < MostFindings; number++)
        {
            Try(reader.Seal(Mutator.Mutate(files, new SeededRandom(seed, number))));
        }
    }

    private void Try(byte[] file)
    {
        File.WriteAllBytes(reader.Path, file);
        Began = Stopwatch.GetTimestamp();
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            reader.Read();
        }
        catch (InvalidDataException e)
        {
            Refused++;
            if (string.IsNullOrWhiteSpace(e.Message) || e.Message.AsSpan().ContainsAny('\n', '\r'))
            {
                Add(new Finding($"message {Place(e)}", $"the message is not one line: {e}", file));
            }
        }
        catch (Exception e)
        {
            Add(new Finding($"{e.GetType().Name} {Place(e)}", e.ToString(), file));
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > MostBytes)
        {
            Add(new Finding("memory", $"a file of {file.Length} bytes took {allocated >> 20} MB", file));
        }

        Tried++;
    }

    private void Add(Finding finding) => _findings.TryAdd(finding.Key, finding);

    private static string Place(Exception e) => e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("SpeechEmotion.", StringComparison.Ordinal))?.Trim() ?? "";
}
