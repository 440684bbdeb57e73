using System.Runtime.InteropServices;

namespace SpeechEmotion.Cli.Terminal;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or SIGHUP (the terminal was closed) into a cancellation, so that a command ends in order; the second ends the process at once. So does the first as long as there is nothing to end in order: while the
/// program starts, and while it loads what takes long to load.
/// </summary>
internal sealed partial class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private volatile bool _endsAtOnce = true;

    public Interruption() => _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];

    public CancellationToken Token => _source.Token;

    /// <summary>The program has started: from now on, signals cancel.</summary>
    public void Begin() => _endsAtOnce = false;

    /// <summary>Does what cannot be cancelled and leaves nothing behind; meanwhile, a signal ends the process.</summary>
    public T EndAtOnceDuring<T>(Func<T> load)
    {
        _endsAtOnce = true;
        try
        {
            return load();
        }
        finally
        {
            _endsAtOnce = false;
        }
    }

    public void Dispose()
    {
        Array.ForEach(_signals, signal => signal.Dispose());
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_endsAtOnce && !_source.IsCancellationRequested)
        {
            Console.Error.WriteLine($"ser: {Cli.NothingKept}");
            if (OperatingSystem.IsWindows())
            {
                Environment.Exit(Cli.Interrupted);
            }

            EndProcess(Cli.Interrupted); // Not Environment.Exit: it takes away what the thread that loads still uses.
        }

        signal.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void EndProcess(int code);
}
