using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SpeechEmotion.Datasets.Download;

namespace SpeechEmotion.Tests.Datasets.Download;

/// <summary>A Git LFS server on a loopback port, which serves made-up clips and misbehaves as scripted: each reply put on a queue is used once, then it is honest.</summary>
internal sealed class LfsDownloadServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _loop;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, byte[]> _contents = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpListenerContext, byte[], Task>>> _scripts = [];
    private long _bytesSent;

    public LfsDownloadServer()
    {
        (_listener, Address) = Listen();
        _loop = Task.Run(LoopAsync);
    }

    public Uri Address { get; }

    public Uri Endpoint => new(Address, "objects/batch");

    public List<LfsDownloadFile> Manifest { get; } = [];

    /// <summary>Replies to the next batch requests.</summary>
    public ConcurrentQueue<Func<HttpListenerContext, Task>> BatchScript { get; } = [];

    /// <summary>Bodies of the batch requests.</summary>
    public ConcurrentQueue<JsonNode> Batches { get; } = [];

    /// <summary>Requests for files: name, first byte asked for, and the header <c>X-Token</c>.</summary>
    public ConcurrentQueue<(string Name, long From, string? Token)> Requests { get; } = [];

    /// <summary>Changes the batch answer's object before it is sent.</summary>
    public Action<JsonObject, LfsDownloadFile> EditObject { get; set; } = (_, _) => { };

    /// <summary>Bytes of content written to the network.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Ends when the server is disposed.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>Adds clips of growing length, a few kilobytes each, that are the same in every run.</summary>
    public LfsDownloadServer WithFiles(int count)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] content = new byte[3000 + (500 * i)];
            new Random(i).NextBytes(content);
            Add($"10{i:00}_DFA_ANG_XX.wav", content);
        }

        return this;
    }

    public LfsDownloadFile Add(string name, byte[] content)
    {
        LfsDownloadFile file = new(name, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
        Manifest.Add(file);
        _contents[file.Sha256] = content;
        return file;
    }

    public byte[] Content(LfsDownloadFile file) => _contents[file.Sha256];

    /// <summary>Replies to the next requests for a file.</summary>
    public void Script(LfsDownloadFile file, params Func<HttpListenerContext, byte[], Task>[] replies) => _scripts[file.Sha256] = new(replies);

    /// <summary>Sends bytes of content and counts them.</summary>
    public async Task SendAsync(HttpListenerContext context, ReadOnlyMemory<byte> bytes)
    {
        Interlocked.Add(ref _bytesSent, bytes.Length); // before, so that whoever has the bytes finds them counted
        await context.Response.OutputStream.WriteAsync(bytes, End);
        await context.Response.OutputStream.FlushAsync(End);
    }

    /// <summary>The honest reply: all of it, or, where a range is asked for, from there.</summary>
    public async Task SendContentAsync(HttpListenerContext context, byte[] content)
    {
        int from = (int)From(context);
        if (from > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.AddHeader("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}");
        }

        context.Response.ContentLength64 = content.Length - from;
        await SendAsync(context, content.AsMemory(from));
    }

    /// <summary>Sends the first half, and waits before it leaves the connection to <paramref name="next"/>.</summary>
    public async Task SendHalfAsync(HttpListenerContext context, byte[] content, Task wait, Action<HttpListenerContext> next)
    {
        context.Response.ContentLength64 = content.Length;
        await SendAsync(context, content.AsMemory(0, content.Length / 2));
        await wait.WaitAsync(End);
        next(context);
    }

    public static Func<HttpListenerContext, byte[], Task> Status(int status, string? header = null, string? value = null) => (context, _) =>
    {
        context.Response.StatusCode = status;
        if (header is not null)
        {
            context.Response.AddHeader(header, value!);
        }

        return Task.CompletedTask;
    };

    public static Func<HttpListenerContext, Task> Text(int status, string mediaType, string text) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength64 = bytes.Length; // chunked, an empty text would end the answer twice
        await context.Response.OutputStream.WriteAsync(bytes);
    };

    public async Task SendBatchAsync(HttpListenerContext context, JsonNode question)
    {
        JsonArray objects = [];
        foreach (JsonNode? asked in question["objects"]!.AsArray())
        {
            string oid = (string)asked!["oid"]!;
            LfsDownloadFile file = Manifest.First(file => file.Sha256 == oid);
            JsonObject item = new()
            {
                ["oid"] = oid,
                ["size"] = file.Bytes,
                ["actions"] = new JsonObject
                {
                    ["download"] = new JsonObject
                    {
                        ["href"] = new Uri(Address, $"storage/{oid}").ToString(),
                        ["header"] = new JsonObject { ["X-Token"] = $"token {oid[..8]}" },
                        ["expires_in"] = 3600,
                    },
                },
            };
            EditObject(item, file);
            objects.Add(item);
        }

        await Text(200, "application/vnd.git-lfs+json", new JsonObject { ["transfer"] = "basic", ["objects"] = objects }.ToJsonString())(context);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Close();
        await _loop;
        _end.Dispose();
    }

    private static (HttpListener Listener, Uri Address) Listen()
    {
        for (int attempt = 0; ; attempt++)
        {
            Uri address = new($"http://127.0.0.1:{FreePort()}/");
            HttpListener listener = new();
            listener.Prefixes.Add(address.ToString());
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (Exception cause) when (cause is HttpListenerException or SocketException && attempt < 20)
            {
                listener.Close(); // someone took the port in between
            }
        }
    }

    public static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static long From(HttpListenerContext context) =>
        context.Request.Headers["Range"] is string range ? long.Parse(range["bytes=".Length..].TrimEnd('-')) : 0;

    private async Task LoopAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception cause) when (cause is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            string path = context.Request.Url!.AbsolutePath;
            await (path.StartsWith("/storage/", StringComparison.Ordinal) ? AnswerFileAsync(context, path["/storage/".Length..]) : AnswerBatchAsync(context));
            context.Response.Close();
        }
        catch (Exception cause) when (cause is HttpListenerException or IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            context.Response.Abort(); // the client has gone, or the reply broke its own promise
        }
    }

    private async Task AnswerFileAsync(HttpListenerContext context, string oid)
    {
        string name = Manifest.First(file => file.Sha256 == oid).Name;
        Requests.Enqueue((name, From(context), context.Request.Headers["X-Token"]));
        await (_scripts.TryGetValue(oid, out var script) && script.TryDequeue(out var reply) ? reply(context, _contents[oid]) : SendContentAsync(context, _contents[oid]));
    }

    private async Task AnswerBatchAsync(HttpListenerContext context)
    {
        JsonNode question = (await JsonNode.ParseAsync(context.Request.InputStream))!;
        Batches.Enqueue(question);
        await (BatchScript.TryDequeue(out var reply) ? reply(context) : SendBatchAsync(context, question));
    }
}
