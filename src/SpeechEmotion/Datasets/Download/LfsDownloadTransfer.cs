using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace SpeechEmotion.Datasets.Download;

/// <summary>Fetches one file: <c>name.part</c> grows until it has the length of the corpus's file, is verified, and only then gets its name.</summary>
internal sealed class LfsDownloadTransfer(LfsDownloadHttp http, LfsDownloadMeter meter, string folder)
{
    private const int BufferLength = 64 * 1024;

    /// <summary>Whether a file lies in the folder with the corpus's length and SHA-256.</summary>
    public async Task<bool> IsVerifiedAsync(LfsDownloadFile file, CancellationToken cancellation)
    {
        FileInfo there = new(Path.Combine(folder, file.Name));
        if (!there.Exists || there.Length != file.Bytes)
        {
            return false;
        }

        await using FileStream stream = new(there.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        return await HasContentAsync(stream, file, cancellation).ConfigureAwait(false);
    }

    /// <summary>One try. A fault leaves in <c>name.part</c> what the next try can continue.</summary>
    /// <exception cref="LfsDownloadFault">The network or the server failed.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task FetchAsync(LfsDownloadFile file, Func<Task<LfsDownloadLink>> findLink, CancellationToken cancellation)
    {
        string part = Path.Combine(folder, file.Name + ".part");
        long counted = 0;
        try
        {
            await using (FileStream stream = new(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, useAsync: true))
            {
                try
                {
                    if (stream.Length > file.Bytes)
                    {
                        stream.SetLength(0);
                    }

                    Count(stream.Length);
                    if (stream.Length < file.Bytes)
                    {
                        LfsDownloadLink link = await findLink().ConfigureAwait(false);
                        await http.ExchangeAsync(
                            (either, arrived) => ReceiveAsync(file, link, stream, arrived, Count, either, cancellation), cancellation).ConfigureAwait(false);
                    }

                    if (!await HasContentAsync(stream, file, cancellation).ConfigureAwait(false))
                    {
                        throw new LfsDownloadFault("the content has another SHA-256 than the corpus's file") { StartsAgain = true };
                    }
                }
                catch (LfsDownloadFault fault) when (fault.StartsAgain)
                {
                    stream.SetLength(0);
                    throw;
                }
            }

            File.Move(part, Path.Combine(folder, file.Name), overwrite: true);
        }
        catch
        {
            meter.AddDone(-counted);
            if (new FileInfo(part) is { Exists: true, Length: 0 })
            {
                File.Delete(part); // nothing to continue
            }

            throw;
        }

        void Count(long length)
        {
            meter.AddDone(length - counted);
            counted = length;
        }
    }

    // part [start bytes] + body [bytes - start] -> part [bytes]
    private async Task<bool> ReceiveAsync(
        LfsDownloadFile file, LfsDownloadLink link, FileStream part, Action arrived, Action<long> count, CancellationToken either, CancellationToken cancellation)
    {
        long start = part.Length;
        using HttpResponseMessage response = await http.SendAsync(
            link.Address!, (address, isFirst) => Request(address, isFirst ? link.Headers : [], start), either).ConfigureAwait(false);
        arrived();
        if (response.StatusCode == HttpStatusCode.OK)
        {
            if (start > 0) // the server ignores ranges and sends everything
            {
                start = 0;
                part.SetLength(0);
                count(0);
            }
        }
        else if (response.StatusCode != HttpStatusCode.PartialContent || !Continues(response.Content.Headers.ContentRange, start, file.Bytes))
        {
            throw new LfsDownloadFault($"the server answers {(int)response.StatusCode} with another part of the file than asked for") { StartsAgain = true };
        }

        long expected = file.Bytes - start;
        if (response.Content.Headers.ContentLength is long declared && declared != expected)
        {
            throw new LfsDownloadFault($"the server announces {declared} bytes where {expected} are due") { StartsAgain = true };
        }

        await CopyAsync(response, part, start, file.Bytes, arrived, count, either, cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task CopyAsync(
        HttpResponseMessage response, FileStream part, long start, long end, Action arrived, Action<long> count, CancellationToken either, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(either).ConfigureAwait(false);
            part.Position = start;
            while (await ReadAsync(body, buffer, either).ConfigureAwait(false) is int read and > 0)
            {
                arrived();
                if (part.Position + read > end)
                {
                    throw new LfsDownloadFault($"the server sends more than the file's {end} bytes") { StartsAgain = true };
                }

                await part.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                count(part.Position);
                meter.AddReceived(read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (part.Position < end)
        {
            throw new LfsDownloadFault($"the transfer ended after {part.Position} of {end} bytes");
        }
    }

    /// <summary>Reads from the network only, so that its errors are not taken for those of the disk.</summary>
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken either)
    {
        try
        {
            return await body.ReadAsync(buffer, either).ConfigureAwait(false);
        }
        catch (IOException cause)
        {
            throw new LfsDownloadFault(LfsDownloadFault.Clean(cause.Message), cause);
        }
    }

    private static HttpRequestMessage Request(Uri address, IReadOnlyList<KeyValuePair<string, string>> headers, long start)
    {
        HttpRequestMessage request = new(HttpMethod.Get, address);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Range = start > 0 ? new RangeHeaderValue(start, null) : null;
        return request;
    }

    private static bool Continues(ContentRangeHeaderValue? range, long start, long bytes) =>
        range is { Unit: "bytes" } && range.From == start && (range.Length ?? bytes) == bytes;

    private static async Task<bool> HasContentAsync(FileStream stream, LfsDownloadFile file, CancellationToken cancellation)
    {
        stream.Position = 0;
        byte[] hash = await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false);
        return Convert.ToHexStringLower(hash) == file.Sha256;
    }
}
