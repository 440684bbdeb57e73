using System.Diagnostics;
using SpeechEmotion.Cli.Terminal;

namespace SpeechEmotion.Cli.Cluster;

/// <summary>
/// Writes a Slurm job array and the job that follows it, and submits both with <c>sbatch</c>. A task that is told to stop (preemption, the end of its time) goes back into the queue and goes on where it was.
/// <code>
/// // array.sh: a task each ──▶ end.sh, when all tasks have ended: what is missing, then the whole
/// </code>
/// </summary>
/// <param name="context">Is told the numbers of the jobs.</param>
/// <param name="folder">Where scripts and logs go.</param>
/// <param name="name">What <c>squeue</c> shows.</param>
/// <param name="cpus">Processors of a task, 1 or more.</param>
internal sealed class SlurmArray(CommandContext context, string folder, string name, int cpus)
{
    private const int MostKills = 3;

    /// <summary>The words that run this program, for a script.</summary>
    public static string Program
    {
        get
        {
            string? process = Environment.ProcessPath;
            return Path.GetFileNameWithoutExtension(process) == "ser"
                ? ShellWord.Of(process!)
                : $"{ShellWord.Of(Path.GetFileNameWithoutExtension(process) == "dotnet" ? process! : "dotnet")} {ShellWord.Of(Path.Combine(AppContext.BaseDirectory, "ser.dll"))}";
        }
    }

    /// <summary>Writes the scripts and submits them.</summary>
    /// <param name="tasks">The numbers of the tasks, in ascending order; 1 or more.</param>
    /// <param name="task">The command of a task, in which <c>$SLURM_ARRAY_TASK_ID</c> is its number.</param>
    /// <param name="end">The commands of the job that follows, one or several lines.</param>
    /// <param name="cancellation">Ends the submission.</param>
    /// <exception cref="InvalidDataException"><c>sbatch</c> cannot be run, or refuses; the scripts are there.</exception>
    public async Task SubmitAsync(IReadOnlyList<int> tasks, string task, string end, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        string array = Path.Combine(folder, "array.sh"), follow = Path.Combine(folder, "end.sh");
        await File.WriteAllTextAsync(array, Script("%A_%a.log", task, "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"), cancellation);
        await File.WriteAllTextAsync(follow, Script("end_%j.log", end, "$SLURM_JOB_ID"), cancellation);
        string first = await SubmitAsync([$"--array={Ranges(tasks)}", array], cancellation);
        string last = await SubmitAsync([$"--dependency=afterany:{first}", follow], cancellation);
        context.Output.WriteLine($"job {first}, an array of {tasks.Count}, then job {last}; logs are in {folder}; squeue --job {first},{last} shows them, scancel {first} {last} ends them");
    }

    /// <summary>Numbers as <c>--array</c> takes them: 1-3,7.</summary>
    public static string Ranges(IReadOnlyList<int> numbers)
    {
        List<string> ranges = [];
        for (int i = 0; i < numbers.Count;)
        {
            int end = i;
            while (end + 1 < numbers.Count && numbers[end + 1] == numbers[end] + 1)
            {
                end++;
            }

            ranges.Add(end == i ? $"{numbers[i]}" : $"{numbers[i]}-{numbers[end]}");
            i = end + 1;
        }

        return string.Join(',', ranges);
    }

    private string Script(string log, string commands, string job) =>
        $"""
        #!/usr/bin/env bash
        #SBATCH --job-name={name}
        #SBATCH --output="{Path.GetFullPath(folder)}/{log}"
        #SBATCH --open-mode=append
        #SBATCH --requeue
        #SBATCH --signal=TERM@60
        #SBATCH --cpus-per-task={cpus}
        # SIGTERM comes 60 s before the time is over, or when the job is preempted; the program then keeps what it has and exits with 130.
        export SRUN_CPUS_PER_TASK={cpus}
        ser() (exec srun --quiet --ntasks=1 {Program} "$@")
        cd {ShellWord.Of(Environment.CurrentDirectory)} || exit 2
        {commands.ReplaceLineEndings("\n")}
        code=$?
        if [[ $code == 130 || ($code -gt 128 && ${"{"}SLURM_RESTART_COUNT:-0{"}"} -lt {MostKills}) ]]; then
          scontrol requeue "{job}" # goes on where it was
        fi
        exit $code

        """.ReplaceLineEndings("\n");

    private async Task<string> SubmitAsync(string[] words, CancellationToken cancellation)
    {
        string remedy = $"the scripts are in {folder}";
        ProcessStartInfo start = new("sbatch", ["--parsable", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidDataException($"sbatch is not on this machine ({e.Message}); {remedy}: run this command where Slurm is", e);
        }

        using (process)
        {
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0
                ? output.Trim().Split(';')[0]
                : throw new InvalidDataException($"sbatch refused with code {process.ExitCode}: {string.Join(' ', (await error).Split('\n', StringSplitOptions.RemoveEmptyEntries))}; {remedy}");
        }
    }
}
