using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpeechEmotion.Cli.Cluster;

/// <summary>
/// Says that a run is being worked on, so that no other process takes it: a file beside its folder that can be created only once, on any file system that machines share. Its age is renewed while its process lives; a
/// claim whose process is gone is taken over.
/// </summary>
internal sealed class RunClaim : IDisposable
{
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_expiry = TimeSpan.FromMinutes(5); // 15 renewals missed: the machine is gone

    private readonly string _path;
    private readonly OutputFile _folder;
    private readonly Timer _renewal;

    private RunClaim(string path, OutputFile folder)
    {
        (_path, _folder) = (path, folder);
        _renewal = new Timer(_ => Renew(), null, s_renewal, s_renewal);
    }

    /// <summary>Where the claim on a run is.</summary>
    public static string PathOf(string run) => Path.TrimEndingDirectorySeparator(run) + ".claim";

    /// <summary>Claims a run.</summary>
    /// <param name="run">The run's folder, which need not exist.</param>
    /// <param name="holder">Who has it, if the result is null; in words.</param>
    /// <returns>The claim, which ends when it is disposed; null if another process works on the run.</returns>
    public static RunClaim? Take(string run, out string holder)
    {
        string path = PathOf(run);
        OutputFile folder = OutputFile.Prepare(path);
        Holder me = Holder.Now();
        while (true)
        {
            try
            {
                using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
                JsonSerializer.Serialize(file, me);
                holder = me.ToString();
                return new RunClaim(path, folder);
            }
            catch (IOException e) when (IsThere(e) || File.Exists(path))
            {
                // Somebody has it, or had it.
            }

            if (Holds(run) is { } other)
            {
                holder = other;
                return null;
            }

            RemoveStale(run);
        }
    }

    /// <summary>Who works on a run; null if nobody does.</summary>
    public static string? Holds(string run)
    {
        string path = PathOf(run);
        DateTime renewed = File.GetLastWriteTimeUtc(path);
        return !File.Exists(path) ? null
            : HolderOf(path) is not { } holder ? DateTime.UtcNow - renewed < s_renewal ? "a process that has just begun" : null
            : holder.IsGone(renewed, Holder.Now()) ? null
            : holder.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _renewal.Dispose();
        File.Delete(_path);
        _folder.Dispose();
    }

    /// <summary>Removes a claim that counts for nothing. Only who has created a second file may, and looks again first: otherwise of two that saw the old claim, the slower would remove the new claim of the faster.</summary>
    private static void RemoveStale(string run)
    {
        string path = PathOf(run), right = path + ".takeover";
        try
        {
            new FileStream(right, FileMode.CreateNew, FileAccess.Write, FileShare.Read).Dispose();
        }
        catch (IOException e) when (IsThere(e) || File.Exists(right))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(right) > s_expiry)
            {
                File.Delete(right); // Its process was killed within the lines below.
            }

            Thread.Sleep(s_pause);
            return;
        }

        if (Holds(run) is null)
        {
            File.Delete(path);
        }

        File.Delete(right);
    }

    /// <summary>Whether a file could not be created because there is one: EEXIST, or Windows' own code for it.</summary>
    private static bool IsThere(IOException error) => error.HResult is 17 or unchecked((int)0x80070050);

    private static Holder? HolderOf(string path)
    {
        try
        {
            return Text(path) is { Length: > 0 } text ? JsonSerializer.Deserialize<Holder>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Renew()
    {
        try
        {
            File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next renewal may work.
        }
    }

    /// <summary>A process that works on a run.</summary>
    private sealed record Holder(
        [property: JsonPropertyName("host")] string Host, [property: JsonPropertyName("process")] int Process, [property: JsonPropertyName("started")] string Started, [property: JsonPropertyName("job")] string? Job)
    {
        public static Holder Now()
        {
            using Process self = System.Diagnostics.Process.GetCurrentProcess();
            return new Holder(Environment.MachineName, Environment.ProcessId, Start(self), Environment.GetEnvironmentVariable("SLURM_JOB_ID"));
        }

        /// <summary>Whether the process works no more: it is not there, its job was started again as this one, or it has been silent for too long.</summary>
        public bool IsGone(DateTime renewed, Holder me) =>
            (Job is not null && Job == me.Job && (Process, Host) != (me.Process, me.Host) && !IsHere(me)) || (Host == me.Host && !Lives()) || DateTime.UtcNow - renewed > s_expiry;

        public override string ToString() => $"process {Process} on {Host}{(Job is null ? "" : $" (job {Job})")}";

        private static string Start(Process process) => $"{new DateTimeOffset(process.StartTime).ToUnixTimeSeconds()}";

        private bool IsHere(Holder me) => Host == me.Host && Lives();

        private bool Lives()
        {
            try
            {
                using Process process = System.Diagnostics.Process.GetProcessById(Process);
                return Math.Abs(long.Parse(Start(process)) - long.Parse(Started)) <= 2; // The clock's ticks are coarse.
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }
}
