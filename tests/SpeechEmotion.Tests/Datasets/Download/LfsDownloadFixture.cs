using System.Collections.Concurrent;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Download;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Download;

/// <summary>A server, a clock, a client and a folder for one test.</summary>
internal sealed class LfsDownloadFixture : IAsyncDisposable, IProgress<LfsDownloadProgress>
{
    private readonly HttpClient _client = LfsDownload.CreateClient();

    public LfsDownloadFixture(int files)
    {
        Server = new LfsDownloadServer().WithFiles(files);
        Folder = Directory.CreateTempSubdirectory("lfs-download-").FullName;
        Config = KnownCorpora.Download("crema-d") with
        {
            Endpoint = Server.Endpoint,
            Manifest = Server.Manifest,
            StallTimeout = LfsDownloadClock.StallTimeout,
            Time = Clock,
        };
    }

    public LfsDownloadServer Server { get; }

    public LfsDownloadClock Clock { get; } = new();

    public string Folder { get; }

    public LfsDownloadConfig Config { get; set; }

    public ConcurrentQueue<LfsDownloadProgress> Reports { get; } = [];

    /// <summary>Is called with every report.</summary>
    public Action<LfsDownloadProgress> OnReport { get; set; } = _ => { };

    public Task<LfsDownloadResult> RunAsync(CancellationToken? cancellation = null) =>
        new LfsDownload(_client, Config).RunAsync(Folder, this, cancellation ?? TestContext.Current.CancellationToken);

    public string PathOf(LfsDownloadFile file) => Path.Combine(Folder, file.Name);

    public string PartOf(LfsDownloadFile file) => PathOf(file) + ".part";

    /// <summary>Every file is there with its content, and nothing else but the notice.</summary>
    public void AssertComplete()
    {
        foreach (LfsDownloadFile file in Config.Manifest)
        {
            Assert.Equal(Server.Content(file), File.ReadAllBytes(PathOf(file)));
        }

        Assert.Equal(Config.Manifest.Select(file => file.Name).Append(Config.NoticeName).Order(StringComparer.Ordinal), Names());
    }

    public IEnumerable<string> Names() => Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public void Report(LfsDownloadProgress value)
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
