using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeechEmotion.Datasets.Download;

/// <summary>The addresses of the files still to download, asked for a batch at a time when the first of the batch is needed [GitLfs].</summary>
internal sealed class LfsDownloadLinks(LfsDownloadHttp http, LfsDownloadConfig config, IReadOnlyList<LfsDownloadFile> files) : IDisposable
{
    private const string MediaType = "application/vnd.git-lfs+json";
    private const int LongestAnswer = 8 * 1024 * 1024;
    private static readonly string[] Transfers = ["basic"];

    /// <summary>An address that expires sooner than this is asked for anew.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, LfsDownloadLink> _links = [];
    private readonly SemaphoreSlim _gate = new(1);
    private LfsDownloadFault? _end;

    /// <summary>The link of file number <paramref name="index"/>.</summary>
    /// <exception cref="LfsDownloadFault">The server has no address for this file; or, ending the run, cannot be used at all.</exception>
    public async Task<LfsDownloadLink> GetAsync(int index, CancellationToken cancellation)
    {
        string oid = files[index].Sha256;
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_end is not null)
            {
                throw _end; // who waited behind the failed request need not repeat it
            }

            if (!_links.TryGetValue(oid, out LfsDownloadLink? link) || link.Expires - Margin <= config.Time.GetUtcNow())
            {
                await AskAsync(index, cancellation).ConfigureAwait(false);
                link = _links[oid];
            }

            return link.Fault is null ? link : throw link.Fault;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets the link of file number <paramref name="index"/>, so that the next one is fresh.</summary>
    public async Task ForgetAsync(int index, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        _links.Remove(files[index].Sha256);
        _gate.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task AskAsync(int index, CancellationToken cancellation)
    {
        // Batches have fixed borders, so that it does not matter which of the concurrent downloads asks first.
        int first = index / config.BatchSize * config.BatchSize;
        Dictionary<string, LfsDownloadFile> asked = [];
        foreach (LfsDownloadFile file in files.Skip(first).Take(config.BatchSize))
        {
            asked.TryAdd(file.Sha256, file); // the corpus has clips of identical content
        }

        byte[] question = Question(asked.Values);
        try
        {
            await LfsDownloadRetry.RunAsync(config, () => http.ExchangeAsync(AskOnceAsync, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (LfsDownloadFault fault)
        {
            _end = new LfsDownloadFault($"{config.Endpoint} cannot be used: {fault.Message}", fault) { IsFinal = true, EndsRun = true };
            throw _end;
        }

        async Task<bool> AskOnceAsync(CancellationToken either, Action arrived)
        {
            try
            {
                using HttpResponseMessage response = await http.SendAsync(config.Endpoint, (address, _) => Request(address, question), either).ConfigureAwait(false);
                arrived();
                await response.Content.LoadIntoBufferAsync(LongestAnswer, either).ConfigureAwait(false);
                Read(await response.Content.ReadAsByteArrayAsync(either).ConfigureAwait(false), asked);
                return true;
            }
            catch (LfsDownloadFault fault) when (fault.NeedsNewLink)
            {
                throw new LfsDownloadFault(fault.Message, fault) { IsFinal = true };
            }
            catch (IOException cause)
            {
                throw new LfsDownloadFault(LfsDownloadFault.Clean(cause.Message), cause);
            }
        }
    }

    private static byte[] Question(IEnumerable<LfsDownloadFile> asked) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["operation"] = "download",
        ["transfers"] = new JsonArray([.. Transfers.Select(name => (JsonNode)name)]),
        ["objects"] = new JsonArray([.. asked.Select(file => new JsonObject { ["oid"] = file.Sha256, ["size"] = file.Bytes })]),
    }.ToJsonString());

    private static HttpRequestMessage Request(Uri address, byte[] question)
    {
        HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ByteArrayContent(question) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        return request;
    }

    /// <summary>Takes the links of the files asked for out of an answer; whatever else it names is ignored.</summary>
    private void Read(byte[] answer, Dictionary<string, LfsDownloadFile> asked)
    {
        Dictionary<string, LfsDownloadLink> read = [];
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            JsonElement root = json.RootElement;
            if (root.TryGetProperty("transfer", out JsonElement transfer) && transfer.GetString() is string kind and not "basic")
            {
                throw new FormatException($"it wants to transfer by '{LfsDownloadFault.Clean(kind)}', not 'basic'");
            }

            foreach (JsonElement item in root.GetProperty("objects").EnumerateArray())
            {
                if (item.GetProperty("oid").GetString() is string oid && asked.TryGetValue(oid, out LfsDownloadFile? file))
                {
                    read[oid] = LfsDownloadLink.Read(item, file, config.Endpoint, config.Time.GetUtcNow());
                }
            }
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new LfsDownloadFault($"the answer is not one of a Git LFS server: {LfsDownloadFault.Clean(cause.Message)}", cause);
        }

        foreach (string oid in asked.Keys)
        {
            _links[oid] = read.TryGetValue(oid, out LfsDownloadLink? link)
                ? link
                : new LfsDownloadLink(null, [], DateTimeOffset.MaxValue, new LfsDownloadFault("the server's answer leaves the file out") { NeedsNewLink = true });
        }
    }
}
