using System.Text.Json;
using Spectre.Console.Testing;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Download;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

/// <summary>Runs command lines as if their streams were redirected, and keeps what they print.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly TestConsole _console = new() { EmitAnsiSequences = false };
    private readonly TestConsole _progress = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public Terminal(int width = 100)
    {
        _console.Profile.Width = width;
        _progress.Profile.Width = width;
        _progress.Profile.Capabilities.Ansi = false;
    }

    public Func<HttpClient> CreateHttpClient { get; init; } = () => throw new InvalidOperationException("This test must not use the network.");

    public Func<string, LfsDownloadConfig> CreateDownloadConfig { get; init; } = KnownCorpora.Download;

    public Func<Stream> OpenInput { get; init; } = () => throw new InvalidOperationException("This test has no standard input.");

    /// <summary>What people see on standard output.</summary>
    public string Shown => _console.Output;

    /// <summary>What programs read on standard output.</summary>
    public string Output => _output.ToString();

    /// <summary>Error lines.</summary>
    public string Error => _error.ToString();

    /// <summary>Progress on standard error.</summary>
    public string Progress => _progress.Output;

    public void ShowProgress() => (_progress.Profile.Capabilities.Ansi, _progress.Profile.Capabilities.Interactive) = (true, true);

    public void WithoutUnicode() => _console.Profile.Capabilities.Unicode = false;

    public void WithColors() => _console.EmitAnsiSequences = true;

    public async Task<int> RunAsync(CancellationToken cancellation, params string[] args) => await Cli.RunAsync(
        args,
        new CommandContext
        {
            Console = _console,
            Progress = _progress,
            Output = _output,
            Error = _error,
            OpenInput = OpenInput,
            CreateHttpClient = CreateHttpClient,
            CreateDownloadConfig = CreateDownloadConfig,
        },
        cancellation);

    public Task<int> RunAsync(params string[] args) => RunAsync(TestContext.Current.CancellationToken, args);

    /// <summary>Runs a command line that must succeed.</summary>
    public async Task SucceedAsync(params string[] args)
    {
        int code = await RunAsync(args);
        Assert.True(code == Cli.Success, $"exit code {code}: {Error}");
        Assert.Equal("", Error);
    }

    /// <summary>Runs a command line that must fail with 2 and one line on standard error, nothing else anywhere.</summary>
    public async Task FailAsync(string expected, params string[] args)
    {
        int code = await RunAsync(args);
        Assert.Equal($"ser: {expected}\n", Error.ReplaceLineEndings("\n"));
        Assert.Equal(Cli.UsageError, code);
        Assert.Equal("", Shown + Output);
    }

    /// <summary>Standard output, which must be one JSON document and nothing else.</summary>
    public JsonElement ReadJson()
    {
        Assert.Equal("", Shown);
        return JsonDocument.Parse(Output).RootElement;
    }

    public void Dispose()
    {
        _console.Dispose();
        _progress.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
