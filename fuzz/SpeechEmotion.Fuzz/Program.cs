using System.CommandLine;

namespace SpeechEmotion.Fuzz;

/// <summary>Gives the readers of every format damaged files, and fails if one neither reads them nor refuses them in one line.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        Option<double?> minutes = new("--minutes") { Description = "How long, all readers together; 1 if nothing is said." };
        Option<double?> seconds = new("--seconds") { Description = "The same in seconds." };
        Option<ulong> seed = new("--seed") { Description = "Seed of the damage; the same seed tries the same files.", DefaultValueFactory = _ => 1 };
        Option<string[]> readers = new("--reader") { Description = $"Only this one of the readers; may be repeated. They are {string.Join(", ", Readers.All.Keys)}." };
        Option<string> findings = new("--findings") { Description = "The folder that gets files which were found; copy them to fuzz/seeds once the reader is mended.", DefaultValueFactory = _ => "fuzz-findings" };
        Option<string?> worker = new("--worker") { Hidden = true };
        readers.AcceptOnlyFromAmong([.. Readers.All.Keys]);
        RootCommand command = new("Gives the readers of every format damaged files. Exit code 1: one neither read a file nor refused it in one line.") { minutes, seconds, seed, readers, findings, worker };
        command.SetAction(parsed =>
        {
            TimeSpan time = TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? (60 * (parsed.GetValue(minutes) ?? 1)));
            string[] names = parsed.GetValue(readers) is { Length: > 0 } chosen ? chosen : [.. Readers.All.Keys];
            string found = Path.GetFullPath(parsed.GetRequiredValue(findings));
            return parsed.GetValue(worker) is { } folder
                ? Worker.Run(names[0], folder, parsed.GetValue(seed), time, found)
                : Supervisor.Run(names, parsed.GetValue(seed), time, found, Console.Out);
        });
        return command.Parse(arguments).Invoke();
    }
}
