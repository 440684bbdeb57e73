using Spectre.Console;
using SpeechEmotion.Audio;
using SpeechEmotion.Cli.Terminal;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Download;
using SpeechEmotion.Networks;

namespace SpeechEmotion.Cli;

/// <summary>What commands talk to. Tests put their own in place.</summary>
internal sealed record CommandContext
{
    private const int RedirectedWidth = 160;

    /// <summary>Standard output, for people: tables, bars, colours.</summary>
    public required IAnsiConsole Console { get; init; }

    /// <summary>Standard error, for people: progress.</summary>
    public required IAnsiConsole Progress { get; init; }

    /// <summary>Standard output, for programs: JSON, CSV.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Whether <see cref="Output"/> is shown to people, too. What goes to a file or another program is exact; what goes to a terminal has no control characters.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether <see cref="Output"/> is a file, so that nobody sees how far the work is.</summary>
    public bool OutputIsFile { get; init; }

    /// <summary>Opens standard input.</summary>
    public Func<Stream> OpenInput { get; init; } = StandardStreams.OpenInput;

    /// <summary>Standard error, for lines that must not be wrapped: errors and warnings.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Turns signals into cancellation; null: somebody else does.</summary>
    public Interruption? Interruption { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the client that downloads go through.</summary>
    public Func<HttpClient> CreateHttpClient { get; init; } = LfsDownload.CreateClient;

    /// <summary>Says how to download.</summary>
    public Func<string, LfsDownloadConfig> CreateDownloadConfig { get; init; } = KnownCorpora.Download;

    /// <summary>Whether progress can be drawn: standard error is a terminal.</summary>
    public bool ShowsProgress => Progress.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Whether the process is this program's own, so that it may change what holds for the whole process.</summary>
    public bool OwnsProcess { get; init; }

    /// <summary>The process's own streams. Redirected ones get neither colours nor progress, and wide lines.</summary>
    public static CommandContext ForTerminal()
    {
        if (OperatingSystem.IsWindows())
        {
            System.Console.OutputEncoding = System.Text.Encoding.UTF8;
        }

        if (StandardStreams.IsErrorClosed)
        {
            System.Console.SetError(TextWriter.Null); // Nobody can be told; the exit code has to do.
        }

        bool isClosed = StandardStreams.IsOutputClosed;
        PathKind output = OperatingSystem.IsWindows() || isClosed ? PathKind.Missing : PathStatus.Of("/dev/stdout").Kind;
        TextWriter writer = isClosed ? new ClosedWriter() : output is PathKind.Pipe or PathKind.Socket
            ? TextWriter.Synchronized(new StreamWriter(new PipeOutput(), new System.Text.UTF8Encoding(false)) { AutoFlush = true })
            : System.Console.Out;
        return new CommandContext
        {
            OwnsProcess = true,
            Console = Create(writer, System.Console.IsOutputRedirected),
            Progress = Create(System.Console.Error, System.Console.IsErrorRedirected),
            Output = writer,
            OutputIsFile = output == PathKind.File,
            OutputIsTerminal = !System.Console.IsOutputRedirected,
            Error = System.Console.Error,
        };
    }

    /// <summary>Loads a model, or a library: what takes long, cannot be cancelled and leaves nothing behind. Meanwhile, Ctrl-C ends the process at once.</summary>
    public T Load<T>(Func<T> load) => Interruption is null ? load() : Interruption.EndAtOnceDuring(load);

    /// <summary>Loads what computes networks, so that it is missed before the work, and Ctrl-C ends the process meanwhile.</summary>
    public void LoadLibTorch() => Load(() =>
    {
        LibTorch.EnsureLoaded();
        return true;
    });

    /// <summary>How recordings are read: what is odd about them is said on standard error.</summary>
    public AudioConfig AudioConfig => new() { Warn = Warn };

    /// <summary>Reads a recording.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message begins with its path.</exception>
    public AudioClip ReadAudio(string path, CancellationToken cancellation) => AudioFile.Read(path, AudioConfig, cancellation);

    /// <summary>Opens a recording, or the channel of it that is meant; <see cref="StandardInput"/> as it comes. What is odd is said once, not per channel.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message begins with its path.</exception>
    public AudioReader OpenAudio(AudioInput input, CancellationToken cancellation) => StandardInput.Is(input)
        ? AudioReader.Open(OpenInput(), input.Name, AudioConfig, cancellation)
        : AudioReader.Open(input.Path, AudioConfig with { Channel = input.Channel, Warn = input.Channel is null or 0 ? Warn : null }, cancellation);

    /// <summary>Says on standard error what does not stop the program but should be known. Any thread may call it.</summary>
    /// <param name="line">One line.</param>
    public void Warn(string line)
    {
        lock (Error)
        {
            Error.WriteLine($"ser: warning: {line}");
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        AnsiConsoleSettings settings = new() { Out = new AnsiConsoleOutput(writer) };
        if (!redirected)
        {
            return AnsiConsole.Create(settings);
        }

        (settings.Ansi, settings.ColorSystem, settings.Interactive) = (AnsiSupport.No, ColorSystemSupport.NoColors, InteractionSupport.No); // A writer of our own would pass for a terminal.
        IAnsiConsole console = AnsiConsole.Create(settings);
        console.Profile.Width = RedirectedWidth;
        return console;
    }
}
