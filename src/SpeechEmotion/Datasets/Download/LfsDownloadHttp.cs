using System.Net;
using System.Text.Json;

namespace SpeechEmotion.Datasets.Download;

/// <summary>Sends requests and turns whatever goes wrong on the wire into a <see cref="LfsDownloadFault"/>.</summary>
internal sealed class LfsDownloadHttp(HttpClient http, LfsDownloadConfig config)
{
    private const int MostRedirects = 5;
    private const int LongestMessage = 64 * 1024;

    /// <summary>
    /// Runs an exchange under the stall time-out. The exchange gets a token to pass to the network and an action to call whenever bytes have arrived.
    /// </summary>
    public async Task<T> ExchangeAsync<T>(Func<CancellationToken, Action, Task<T>> exchange, CancellationToken cancellation)
    {
        using CancellationTokenSource stall = new(config.StallTimeout, config.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stall.Token);
        try
        {
            return await exchange(either.Token, () => stall.CancelAfter(config.StallTimeout)).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (!cancellation.IsCancellationRequested)
        {
            // The stall clock, or the client's own time-out.
            throw new LfsDownloadFault($"no data for {config.StallTimeout.TotalSeconds:0.#} s", cause);
        }
        catch (HttpRequestException cause)
        {
            string root = cause.GetBaseException().Message; // "the SSL connection could not be established" does not say why
            string message = cause.Message.Contains(root, StringComparison.Ordinal) ? cause.Message : $"{cause.Message} ({root})";
            throw new LfsDownloadFault(LfsDownloadFault.Clean(message), cause);
        }
    }

    /// <summary>
    /// Sends a request and follows redirects with the same method and body; a success comes back with its body still to be read.
    /// </summary>
    /// <param name="address">Where to.</param>
    /// <param name="build">Makes the request for an address; the flag says whether it is still the server asked at first, which alone may see credentials.</param>
    /// <param name="cancellation">Ends the exchange.</param>
    public async Task<HttpResponseMessage> SendAsync(Uri address, Func<Uri, bool, HttpRequestMessage> build, CancellationToken cancellation)
    {
        Uri current = address;
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            using HttpRequestMessage request = build(current, current.Scheme == address.Scheme && current.Authority == address.Authority);
            HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                bool moved = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                    or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
                current = moved && response.Headers.Location is Uri target
                    ? Resolve(current, target)
                    : throw await RefusalAsync(current.Host, response, cancellation).ConfigureAwait(false);
            }
        }

        throw new LfsDownloadFault($"{address.Host} redirects more than {MostRedirects} times") { NeedsNewLink = true };
    }

    /// <summary>The address a server points to; only http and https, and never from https to http.</summary>
    public static Uri Resolve(Uri from, Uri target)
    {
        if (Uri.TryCreate(from, target, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp)))
        {
            return address;
        }

        string where = LfsDownloadFault.Clean(target.OriginalString);
        throw new LfsDownloadFault($"{from.Host} points to '{where}', which is not an address to follow from {from.Scheme}") { NeedsNewLink = true };
    }

    private async Task<LfsDownloadFault> RefusalAsync(string host, HttpResponseMessage response, CancellationToken cancellation)
    {
        TimeSpan? retryAfter = response.Headers.RetryAfter switch
        {
            { Delta: TimeSpan delta } => delta,
            { Date: DateTimeOffset date } => date - config.Time.GetUtcNow(),
            _ => null,
        };
        int status = (int)response.StatusCode;
        bool mayPass = status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        string words = await ReadMessageAsync(response, cancellation).ConfigureAwait(false) ?? response.ReasonPhrase ?? "";
        return new LfsDownloadFault($"{host} answers {status} {LfsDownloadFault.Clean(words)}".TrimEnd())
        {
            NeedsNewLink = !mayPass,
            StartsAgain = response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>The <c>message</c> of a Git LFS error answer; null if there is none.</summary>
    private static async Task<string?> ReadMessageAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(LongestMessage, cancellation).ConfigureAwait(false);
            using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("message", out JsonElement message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()
                : null;
        }
        catch (Exception cause) when (cause is JsonException or HttpRequestException or IOException or InvalidOperationException)
        {
            return null; // the status says enough
        }
    }
}
