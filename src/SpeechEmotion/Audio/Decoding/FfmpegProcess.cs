using System.Diagnostics;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>
/// The program <c>ffmpeg</c> between two pipes. It cannot outlive this process: when that ends, however it ends, the program finds its pipes
/// closed and ends as well.
/// </summary>
internal sealed class FfmpegProcess : IDisposable
{
    private readonly Process _process;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _kill;
    private readonly Task<string?> _firstError;
    private readonly Task<Exception?> _feeding;

    private FfmpegProcess(Process process, Stream? input, TimeSpan timeLimit, CancellationToken cancellation)
    {
        _process = process;
        TimeLimit = timeLimit;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _kill = _stop.Token.Register(Kill);
        _firstError = Task.Run(ReadErrorsAsync, CancellationToken.None);
        _feeding = Task.Run(() => Feed(input is null or { CanSeek: true } ? input : new CancellableStream(input, _stop.Token)), CancellationToken.None);
        Output = new CancellableStream(process.StandardOutput.BaseStream, cancellation, timeLimit);
    }

    /// <summary>What the program writes.</summary>
    public Stream Output { get; }

    /// <summary>The longest wait for the next bytes.</summary>
    public TimeSpan TimeLimit { get; }

    /// <summary>Starts the program.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="timeLimit">The longest wait for the next bytes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">It cannot be started.</exception>
    public static FfmpegProcess Start(string program, IEnumerable<string> arguments, Stream? input, TimeSpan timeLimit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ProcessStartInfo start = new(program, ["-v", "error", "-nostdin", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            return new FfmpegProcess(Process.Start(start)!, input, timeLimit, cancellation);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidDataException($"{program}: cannot be started ({e.Message})", e);
        }
    }

    /// <summary>Waits for the end of the program, which has written everything.</summary>
    /// <returns>The exit code and the first line of its errors, null if there was none.</returns>
    /// <exception cref="IOException">What it was fed could not be read.</exception>
    public (int ExitCode, string? Error) Finish()
    {
        if (!_process.WaitForExit(TimeLimit))
        {
            Kill();
            _process.WaitForExit();
        }

        _stop.Cancel();
        if (_feeding.GetAwaiter().GetResult() is { } error and not OperationCanceledException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }

        return (_process.ExitCode, _firstError.GetAwaiter().GetResult());
    }

    /// <summary>Ends the program.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _kill.Dispose();
        _process.WaitForExit();
        _feeding.Wait();
        Output.Dispose();
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose(); // Whatever the program started and left behind finds its pipes closed, too.
        _process.Dispose();
        _stop.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private async Task<string?> ReadErrorsAsync()
    {
        string? first = null;
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            first ??= string.IsNullOrWhiteSpace(line) ? null : line;
        }

        return first;
    }

    /// <summary>Copies the input until it ends or the program wants no more.</summary>
    /// <returns>The error that reading the input ended with, if any.</returns>
    private Exception? Feed(Stream? input)
    {
        using Stream program = _process.StandardInput.BaseStream;
        byte[] block = new byte[1 << 16];
        while (input is not null && !_stop.IsCancellationRequested)
        {
            int got;
            try
            {
                got = input.Read(block);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
            {
                Kill();
                return e;
            }

            try
            {
                program.Write(block.AsSpan(0, got));
                program.Flush();
            }
            catch (IOException)
            {
                return null;
            }

            if (got == 0)
            {
                return null;
            }
        }

        return null;
    }
}
