using System.Collections.Concurrent;

namespace SpeechEmotion.Datasets.Download;

/// <summary>
/// Downloads files from a repository that keeps them in Git LFS, through its batch API [GitLfs]: several at a time, each verified by its
/// SHA-256 before it gets its name. What has arrived stays, so that the same call continues where the last one was interrupted.
/// </summary>
/// <remarks>
/// <code>
/// manifest ─▶ what is missing? ─▶ addresses, 100 a request ─▶ name.part ─▶ SHA-256 ─▶ name
///                                            ▲───── again, after a pause ─────┘
/// </code>
/// </remarks>
internal sealed class LfsDownload
{
    /// <summary>This many failing files in a row are the connection's fault, not the files'.</summary>
    private const int MostFailuresInARow = 20;

    private readonly LfsDownloadConfig _config;
    private readonly LfsDownloadHttp _http;

    /// <summary>Prepares a download.</summary>
    /// <param name="http">The client to download with, best one of <see cref="CreateClient"/>; it is not disposed.</param>
    /// <param name="config">How to download.</param>
    /// <exception cref="ArgumentException">The configuration has faults; the message lists all of them.</exception>
    public LfsDownload(HttpClient http, LfsDownloadConfig config)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(config);
        string faults = string.Join("; ", config.Validate());
        if (faults.Length > 0)
        {
            throw new ArgumentException(faults, nameof(config));
        }

        _config = config;
        _http = new LfsDownloadHttp(http, config);
    }

    /// <summary>A client that leaves redirects and time-outs to the download, which watches both.</summary>
    public static HttpClient CreateClient()
    {
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30) };
        HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("SpeechEmotion");
        return client;
    }

    /// <summary>
    /// Downloads what is missing. Files already there with the right length and SHA-256 are kept; others of the same name are replaced once their successor is
    /// verified. Beside them it writes <see cref="LfsDownloadConfig.Notice"/>: source, licence and citation.
    /// </summary>
    /// <param name="folder">Where the files go; created if it does not exist.</param>
    /// <param name="progress">Is told how far the download is, from any thread but by one at a time.</param>
    /// <param name="cancellation">Interrupts the download; what has arrived stays in <c>name.part</c> files.</param>
    /// <returns>What became of the files; some may have failed.</returns>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    /// <exception cref="IOException">Nothing more can be downloaded: the folder cannot be written, the disk is full, another download is at work in the folder, or
    /// the server cannot be used. The message says which, and the same call continues later.</exception>
    /// <exception cref="OperationCanceledException">The download was interrupted; the same call continues it.</exception>
    public async Task<LfsDownloadResult> RunAsync(string folder, IProgress<LfsDownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        try
        {
            Directory.CreateDirectory(folder);
            await using FileStream notice = await LfsDownloadNotice.WriteAsync(folder, _config, cancellation).ConfigureAwait(false);
            LfsDownloadMeter meter = new(_config.Time, _config.Manifest, progress);
            LfsDownloadTransfer transfer = new(_http, meter, folder);
            List<LfsDownloadFile> missing = await FindMissingAsync(transfer, meter, cancellation).ConfigureAwait(false);
            List<LfsDownloadFailure> failures = await FetchAsync(missing, transfer, meter, cancellation).ConfigureAwait(false);
            return new LfsDownloadResult
            {
                Files = _config.Manifest.Count,
                Kept = _config.Manifest.Count - missing.Count,
                Downloaded = missing.Count - failures.Count,
                BytesReceived = meter.Received,
                Failures = failures,
            };
        }
        catch (LfsDownloadFault fault)
        {
            throw new IOException($"{fault.Message}; run the same command again to continue", fault);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{folder}' cannot be used: {cause.Message} When that is solved, run the same command again to continue", cause);
        }
    }

    private ParallelOptions Parallelism(int degree, CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = Math.Min(degree, _config.ConcurrentDownloads), CancellationToken = cancellation };

    private async Task<List<LfsDownloadFile>> FindMissingAsync(LfsDownloadTransfer transfer, LfsDownloadMeter meter, CancellationToken cancellation)
    {
        bool[] there = new bool[_config.Manifest.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, there.Length), Parallelism(Environment.ProcessorCount, cancellation), async (i, token) =>
        {
            LfsDownloadFile file = _config.Manifest[i];
            there[i] = await transfer.IsVerifiedAsync(file, token).ConfigureAwait(false);
            if (there[i])
            {
                meter.AddDone(file.Bytes);
                meter.AddFile();
            }
        }).ConfigureAwait(false);
        return [.. _config.Manifest.Where((_, i) => !there[i])];
    }

    private async Task<List<LfsDownloadFailure>> FetchAsync(
        List<LfsDownloadFile> missing, LfsDownloadTransfer transfer, LfsDownloadMeter meter, CancellationToken cancellation)
    {
        using LfsDownloadLinks links = new(_http, _config, missing);
        ConcurrentDictionary<int, LfsDownloadFailure> failures = [];
        int failedInARow = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, missing.Count), Parallelism(int.MaxValue, cancellation), async (i, token) =>
        {
            try
            {
                await LfsDownloadRetry.RunAsync(_config, () => TryAsync(i, token), token).ConfigureAwait(false);
                meter.AddFile();
                Interlocked.Exchange(ref failedInARow, 0);
            }
            catch (LfsDownloadFault fault) when (!fault.EndsRun)
            {
                failures[i] = new LfsDownloadFailure(missing[i].Name, fault.Message);
                if (!fault.IsMissingObject && Interlocked.Increment(ref failedInARow) >= MostFailuresInARow)
                {
                    string failed = $"{MostFailuresInARow} files in a row failed, the last one {missing[i].Name}: {fault.Message}";
                    throw new LfsDownloadFault(failed, fault) { EndsRun = true };
                }
            }
        }).ConfigureAwait(false);
        return [.. failures.OrderBy(failure => failure.Key).Select(failure => failure.Value)];

        async Task<bool> TryAsync(int i, CancellationToken token)
        {
            try
            {
                await transfer.FetchAsync(missing[i], () => links.GetAsync(i, token), token).ConfigureAwait(false);
                return true;
            }
            catch (LfsDownloadFault fault) when (fault.NeedsNewLink)
            {
                await links.ForgetAsync(i, token).ConfigureAwait(false);
                throw;
            }
        }
    }
}
