using Spectre.Console;
using SpeechEmotion.Datasets.Download;

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

    /// <summary>Standard error, for lines that must not be wrapped: errors and warnings.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the client that downloads go through.</summary>
    public Func<HttpClient> CreateHttpClient { get; init; } = CremaDDownload.CreateClient;

    /// <summary>Says how to download.</summary>
    public Func<CremaDDownloadConfig> CreateDownloadConfig { get; init; } = () => new CremaDDownloadConfig();

    /// <summary>Whether progress can be drawn: standard error is a terminal.</summary>
    public bool ShowsProgress => Progress.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>The process's own streams. Redirected ones get neither colours nor progress, and wide lines.</summary>
    public static CommandContext ForTerminal()
    {
        if (OperatingSystem.IsWindows())
        {
            System.Console.OutputEncoding = System.Text.Encoding.UTF8;
        }

        return new CommandContext
        {
            Console = Create(System.Console.Out, System.Console.IsOutputRedirected),
            Progress = Create(System.Console.Error, System.Console.IsErrorRedirected),
            Output = System.Console.Out,
            Error = System.Console.Error,
        };
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
