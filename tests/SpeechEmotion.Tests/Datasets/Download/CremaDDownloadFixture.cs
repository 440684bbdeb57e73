using System.Collections.Concurrent;
using SpeechEmotion.Datasets.Download;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Download;

/// <summary>A server, a clock, a client and a folder for one test.</summary>
internal sealed class CremaDDownloadFixture : IAsyncDisposable, IProgress<CremaDDownloadProgress>
{
    private readonly HttpClient _client = CremaDDownload.CreateClient();

    public CremaDDownloadFixture(int files)
    {
        Server = new CremaDDownloadServer().WithFiles(files);
        Folder = Directory.CreateTempSubdirectory("crema-d-download-").FullName;
        Config = new CremaDDownloadConfig
        {
            Endpoint = Server.Endpoint,
            Manifest = Server.Manifest,
            StallTimeout = CremaDDownloadClock.StallTimeout,
            Time = Clock,
        };
    }

    public CremaDDownloadServer Server { get; }

    public CremaDDownloadClock Clock { get; } = new();

    public string Folder { get; }

    public CremaDDownloadConfig Config { get; set; }

    public ConcurrentQueue<CremaDDownloadProgress> Reports { get; } = [];

    /// <summary>Is called with every report.</summary>
    public Action<CremaDDownloadProgress> OnReport { get; set; } = _ => { };

    public Task<CremaDDownloadResult> RunAsync(CancellationToken? cancellation = null) =>
        new CremaDDownload(_client, Config).RunAsync(Folder, this, cancellation ?? TestContext.Current.CancellationToken);

    public string PathOf(CremaDDownloadFile file) => Path.Combine(Folder, file.Name);

    public string PartOf(CremaDDownloadFile file) => PathOf(file) + ".part";

    /// <summary>Every file is there with its content, and nothing else but the notice.</summary>
    public void AssertComplete()
    {
        foreach (CremaDDownloadFile file in Config.Manifest)
        {
            Assert.Equal(Server.Content(file), File.ReadAllBytes(PathOf(file)));
        }

        Assert.Equal(Config.Manifest.Select(file => file.Name).Append("CREMA-D.txt").Order(StringComparer.Ordinal), Names());
    }

    public IEnumerable<string> Names() => Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public void Report(CremaDDownloadProgress value)
    {
        Reports.Enqueue(value);
        OnReport(value);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
