using SpeechEmotion.Cli.Output;
using SpeechEmotion.Datasets.Download;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

public sealed class DataFetchCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LfsServer _server = new(files: 4);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_Corpus_DownloadsAndContinues(bool showsProgress)
    {
        using Terminal terminal = CreateTerminal();
        if (showsProgress)
        {
            terminal.ShowProgress();
        }

        await terminal.SucceedAsync("data", "fetch", "crema-d", "--to", _folder["c"]);
        await terminal.SucceedAsync("data", "fetch", "crema-d", "--to", _folder["c"]);
        Assert.Equal([.. _server.Manifest.Select(file => $"c/{file.Name}"), "c/CREMA-D.txt"], _folder.Names());
        Assert.Contains("all 4 files are complete and verified (4 downloaded, 0 were there)", terminal.Shown, StringComparison.Ordinal);
        Assert.Contains("all 4 files are complete and verified (0 downloaded, 4 were there)", terminal.Shown, StringComparison.Ordinal);
        Assert.Equal(showsProgress, terminal.Progress.Length > 0);
    }

    [Fact]
    public async Task Run_FileMissing_IsOneLine()
    {
        using Terminal terminal = CreateTerminal();
        _server.Missing = _server.Manifest[2];
        Assert.Equal(Cli.UsageError, await terminal.RunAsync("data", "fetch", "crema-d", "--to", _folder["c"]));
        Assert.Matches(@"\Aser: 1 of 4 files failed; run the same command again to continue \(1003_DFA_ANG_XX.wav: .*\)\r?\n\z", terminal.Error);
        Assert.Equal("", terminal.Shown + terminal.Output);
    }

    [Fact]
    public async Task Run_Interrupted_SaysThatTheSameCommandContinues()
    {
        using Terminal terminal = CreateTerminal();
        using CancellationTokenSource interruption = new();
        _server.OnFile = async (file, token) =>
        {
            if (file == _server.Manifest[2])
            {
                await interruption.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }
        };
        Assert.Equal(Cli.Interrupted, await terminal.RunAsync(interruption.Token, "data", "fetch", "crema-d", "--to", _folder["c"]));
        Assert.Equal($"ser: interrupted; 2 of 4 files are in {_folder["c"]}; the same command continues{Environment.NewLine}", terminal.Error);

        _server.OnFile = (_, _) => Task.CompletedTask;
        await CreateTerminal().SucceedAsync("data", "fetch", "crema-d", "--to", _folder["c"]);
    }

    [Fact]
    public async Task Run_NoNetwork_IsOneLine()
    {
        using Terminal terminal = CreateTerminal();
        _server.OnFile = (_, _) => throw new HttpRequestException("connection refused");
        Assert.Equal(Cli.UsageError, await terminal.RunAsync("data", "fetch", "crema-d", "--to", _folder["c"]));
        Assert.Single(terminal.Error.Trim().Split('\n'));
        Assert.Contains("run the same command again to continue", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_Progress_HasFilesBytesRateAndTimeLeft()
    {
        LfsDownloadProgress at = new() { FilesDone = 1234, FilesTotal = 7442, BytesDone = 100_000_000, BytesTotal = 610_000_000, BytesReceived = 5, BytesPerSecond = 5_100_000 };
        Assert.Equal("1,234/7,442 files  100/610 MB  5.1 MB/s  1:40 left", DownloadBar.Describe(at));
        Assert.Equal("1,234/7,442 files  100/610 MB", DownloadBar.Describe(at with { BytesPerSecond = 0 }));
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    private Terminal CreateTerminal() => new(400)
    {
        CreateHttpClient = () => new HttpClient(_server, disposeHandler: false),
        CreateDownloadConfig = _ => _server.Config,
    };
}
