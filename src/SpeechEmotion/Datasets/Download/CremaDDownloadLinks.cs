using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpeechEmotion.Datasets.Download;

/// <summary>The addresses of the files still to download, asked for a batch at a time when the first of the batch is needed [GitLfs].</summary>
internal sealed class CremaDDownloadLinks(CremaDDownloadHttp http, CremaDDownloadConfig config, IReadOnlyList<CremaDDownloadFile> files) : IDisposable
{
    private const string MediaType = "application/vnd.git-lfs+json";
    private const int LongestAnswer = 8 * 1024 * 1024;
    private static readonly string[] Transfers = ["basic"];

    /// <summary>An address that expires sooner than this is asked for anew.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, CremaDDownloadLink> _links = [];
    private readonly SemaphoreSlim _gate = new(1);
    private CremaDDownloadFault? _end;

    /// <summary>The link of file number <paramref name="index"/>.</summary>
    /// <exception cref="CremaDDownloadFault">The server has no address for this file; or, ending the run, cannot be used at all.</exception>
    public async Task<CremaDDownloadLink> GetAsync(int index, CancellationToken cancellation)
    {
        string oid = files[index].Sha256;
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_end is not null)
            {
                throw _end; // who waited behind the failed request need not repeat it
            }

            if (!_links.TryGetValue(oid, out CremaDDownloadLink? link) || link.Expires - Margin <= config.Time.GetUtcNow())
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
        Dictionary<string, CremaDDownloadFile> asked = [];
        foreach (CremaDDownloadFile file in files.Skip(first).Take(config.BatchSize))
        {
            asked.TryAdd(file.Sha256, file); // the corpus has clips of identical content
        }

        byte[] question = Question(asked.Values);
        try
        {
            await CremaDDownloadRetry.RunAsync(config, () => http.ExchangeAsync(AskOnceAsync, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (CremaDDownloadFault fault)
        {
            _end = new CremaDDownloadFault($"{config.Endpoint} cannot be used: {fault.Message}", fault) { IsFinal = true, EndsRun = true };
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
            catch (CremaDDownloadFault fault) when (fault.NeedsNewLink)
            {
                throw new CremaDDownloadFault(fault.Message, fault) { IsFinal = true };
            }
            catch (IOException cause)
            {
                throw new CremaDDownloadFault(CremaDDownloadFault.Clean(cause.Message), cause);
            }
        }
    }

    private static byte[] Question(IEnumerable<CremaDDownloadFile> asked) => Encoding.UTF8.GetBytes(new JsonObject
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
    private void Read(byte[] answer, Dictionary<string, CremaDDownloadFile> asked)
    {
        Dictionary<string, CremaDDownloadLink> read = [];
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            JsonElement root = json.RootElement;
            if (root.TryGetProperty("transfer", out JsonElement transfer) && transfer.GetString() is string kind and not "basic")
            {
                throw new FormatException($"it wants to transfer by '{CremaDDownloadFault.Clean(kind)}', not 'basic'");
            }

            foreach (JsonElement item in root.GetProperty("objects").EnumerateArray())
            {
                if (item.GetProperty("oid").GetString() is string oid && asked.TryGetValue(oid, out CremaDDownloadFile? file))
                {
                    read[oid] = CremaDDownloadLink.Read(item, file, config.Endpoint, config.Time.GetUtcNow());
                }
            }
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CremaDDownloadFault($"the answer is not one of a Git LFS server: {CremaDDownloadFault.Clean(cause.Message)}", cause);
        }

        foreach (string oid in asked.Keys)
        {
            _links[oid] = read.TryGetValue(oid, out CremaDDownloadLink? link)
                ? link
                : new CremaDDownloadLink(null, [], DateTimeOffset.MaxValue, new CremaDDownloadFault("the server's answer leaves the file out") { NeedsNewLink = true });
        }
    }
}
