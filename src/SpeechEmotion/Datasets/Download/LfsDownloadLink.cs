using System.Globalization;
using System.Text.Json;

namespace SpeechEmotion.Datasets.Download;

/// <summary>Where a file can be fetched, until when, and with which headers; or why it cannot.</summary>
/// <param name="Address">Where to fetch it; null if the server names a fault instead.</param>
/// <param name="Headers">Headers to send along.</param>
/// <param name="Expires">When the address stops working.</param>
/// <param name="Fault">What the server says is wrong with this file; null if there is an address.</param>
internal sealed record LfsDownloadLink(
    Uri? Address, IReadOnlyList<KeyValuePair<string, string>> Headers, DateTimeOffset Expires, LfsDownloadFault? Fault)
{
    /// <summary>Reads an object of a batch answer.</summary>
    /// <exception cref="FormatException">It is not what the batch API promises.</exception>
    public static LfsDownloadLink Read(JsonElement item, LfsDownloadFile file, Uri endpoint, DateTimeOffset now)
    {
        if (item.TryGetProperty("error", out JsonElement error))
        {
            int code = error.TryGetProperty("code", out JsonElement number) && number.TryGetInt32(out int value) ? value : 0;
            string words = error.TryGetProperty("message", out JsonElement message) ? LfsDownloadFault.Clean(message.ToString()) : "no reason given";
            bool missing = code is 404 or 410 or 422;
            return Broken(new LfsDownloadFault($"the server refuses the file: {code} {words}")
            {
                IsFinal = missing,
                IsMissingObject = missing,
                NeedsNewLink = !missing,
            });
        }

        if (item.TryGetProperty("size", out JsonElement size) && (!size.TryGetInt64(out long bytes) || bytes != file.Bytes))
        {
            return Broken(new LfsDownloadFault($"the server has {LfsDownloadFault.Clean(size.ToString())} bytes of the {file.Bytes}") { NeedsNewLink = true });
        }

        if (!item.TryGetProperty("actions", out JsonElement actions)
            || !actions.TryGetProperty("download", out JsonElement download)
            || !download.TryGetProperty("href", out JsonElement href)
            || !Uri.TryCreate(href.GetString(), UriKind.Absolute, out Uri? target))
        {
            return Broken(new LfsDownloadFault("the server gives no address for the file") { NeedsNewLink = true });
        }

        try
        {
            return new LfsDownloadLink(LfsDownloadHttp.Resolve(endpoint, target), ReadHeaders(download), ReadExpiry(download, now), null);
        }
        catch (LfsDownloadFault fault)
        {
            return Broken(fault);
        }
    }

    private static LfsDownloadLink Broken(LfsDownloadFault fault) => new(null, [], DateTimeOffset.MaxValue, fault);

    private static List<KeyValuePair<string, string>> ReadHeaders(JsonElement download)
    {
        List<KeyValuePair<string, string>> headers = [];
        if (download.TryGetProperty("header", out JsonElement header) && header.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty pair in header.EnumerateObject())
            {
                string value = pair.Value.ToString();
                if (value.Any(letter => !char.IsAscii(letter) || char.IsControl(letter)))
                {
                    throw new FormatException($"header '{LfsDownloadFault.Clean(pair.Name)}' has characters that no header may have");
                }

                headers.Add(new(pair.Name, value));
            }
        }

        return headers;
    }

    /// <summary><c>expires_in</c> seconds from now, else <c>expires_at</c>; 0 and the year 1 are what some servers write for "never".</summary>
    private static DateTimeOffset ReadExpiry(JsonElement download, DateTimeOffset now)
    {
        if (download.TryGetProperty("expires_in", out JsonElement seconds) && seconds.TryGetDouble(out double left) && left != 0)
        {
            return now.AddSeconds(Math.Clamp(left, int.MinValue, int.MaxValue));
        }

        return download.TryGetProperty("expires_at", out JsonElement at)
            && DateTimeOffset.TryParse(at.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end) && end.Year > 1
            ? end
            : DateTimeOffset.MaxValue;
    }
}
