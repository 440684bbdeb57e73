using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Download;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>A Git LFS server inside the client: some made-up clips, one of which may be missing, or whose transfer never ends.</summary>
internal sealed class LfsServer : HttpMessageHandler
{
    private readonly Dictionary<string, byte[]> _contents = [];

    public LfsServer(int files)
    {
        for (int i = 0; i < files; i++)
        {
            byte[] content = new byte[2000 + i];
            new Random(i).NextBytes(content);
            string digest = Convert.ToHexStringLower(SHA256.HashData(content));
            _contents[digest] = content;
            Manifest.Add(new LfsDownloadFile($"{1001 + i}_DFA_ANG_XX.wav", digest, content.Length));
        }
    }

    public List<LfsDownloadFile> Manifest { get; } = [];

    public LfsDownloadFile? Missing { get; set; }

    /// <summary>Is called when a file is asked for.</summary>
    public Func<LfsDownloadFile, CancellationToken, Task> OnFile { get; set; } = (_, _) => Task.CompletedTask;

    public LfsDownloadConfig Config => KnownCorpora.Download("crema-d") with { Manifest = Manifest, Tries = 1, FirstDelay = TimeSpan.Zero, ConcurrentDownloads = 1 };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post)
        {
            return await BatchAsync(request, cancellationToken);
        }

        LfsDownloadFile file = Manifest.Single(f => request.RequestUri!.AbsolutePath.EndsWith(f.Sha256, StringComparison.Ordinal));
        await OnFile(file, cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(_contents[file.Sha256]), RequestMessage = request };
    }

    private async Task<HttpResponseMessage> BatchAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        JsonNode question = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellation))!;
        JsonArray objects = [];
        foreach (JsonNode? asked in question["objects"]!.AsArray())
        {
            string digest = (string)asked!["oid"]!;
            JsonObject answer = new() { ["oid"] = digest, ["size"] = _contents[digest].Length };
            if (digest == Missing?.Sha256)
            {
                answer["error"] = new JsonObject { ["code"] = 404, ["message"] = "Object does not exist" };
            }
            else
            {
                answer["actions"] = new JsonObject { ["download"] = new JsonObject { ["href"] = $"https://media.example/{digest}" } };
            }

            objects.Add(answer);
        }

        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(new JsonObject { ["transfer"] = "basic", ["objects"] = objects }.ToJsonString(), null, "application/vnd.git-lfs+json"),
            RequestMessage = request,
        };
    }
}
