using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SpeechEmotion.Benchmarks;

/// <summary>A Python program beside this one: it is told a line of JSON and answers with one, so that both can take turns in one run.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts <c>benchmarks/peers/NAME</c> with the interpreter that the variable PEER_PYTHON names, Debian's own where there is none.</summary>
    /// <param name="program">File name.</param>
    /// <param name="threads">Threads that its libraries may use.</param>
    public Peer(string program, int threads)
    {
        ProcessStartInfo start = new(Python, ["-u", "-W", "ignore", Path.Combine(Root, "benchmarks", "peers", program)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string count = threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["OMP_NUM_THREADS"] = count;
        start.Environment["OPENBLAS_NUM_THREADS"] = count;
        start.Environment["MKL_NUM_THREADS"] = count;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{Python} does not start.");
    }

    /// <summary>The interpreter.</summary>
    public static string Python { get; } = Environment.GetEnvironmentVariable("PEER_PYTHON") ?? "/usr/bin/python3";

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Tells the peer to do something and waits for its answer.</summary>
    public JsonElement Ask(object request)
    {
        Tell(request);
        return Answer();
    }

    /// <summary>Tells the peer to do something.</summary>
    public void Tell(object request) => _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));

    /// <summary>Waits for the answer to what was told last.</summary>
    public JsonElement Answer() =>
        _process.StandardOutput.ReadLine() is { } line
            ? JsonDocument.Parse(line).RootElement
            : throw new InvalidOperationException("The Python program ended; standard error says why.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string FindRoot(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "SpeechEmotion.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds SpeechEmotion.slnx.");
    }
}
