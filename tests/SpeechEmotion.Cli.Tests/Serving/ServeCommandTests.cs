using System.Text.Json;
using System.Text.RegularExpressions;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Serving;

public sealed partial class ServeCommandTests(TestModel model)
{
    [Theory]
    [InlineData("")]
    [InlineData("--timeline")]
    public async Task Serve_Recording_GivesTheDocumentOfPredict(string option)
    {
        string clip = Repository.PathOf("samples/audio/announcement.wav");
        using Terminal predict = new(), serve = new();
        await predict.SucceedAsync([.. new[] { "predict", clip, "--model", model.File, "--json", option }.Where(word => word != "")]);

        using CancellationTokenSource stop = new();
        Task<int> server = serve.RunAsync(stop.Token, "serve", "--urls", "http://127.0.0.1:0", "--model", model.File);
        Match address = Address().Match("");
        while (!address.Success && !server.IsCompleted)
        {
            await Task.Delay(50);
            address = Address().Match(serve.Output);
        }

        Assert.True(address.Success, serve.Error);
        using HttpClient client = new();
        using HttpResponseMessage response = await client.PostAsync(
            $"{address.Value}/v1/recognitions?name={Path.GetFileName(clip)}{(option == "" ? "" : "&timeline")}", new ByteArrayContent(await File.ReadAllBytesAsync(clip)));
        string document = await response.Content.ReadAsStringAsync();
        await stop.CancelAsync();
        Assert.Equal(Cli.Success, await server);
        Assert.Equal(Without(predict.Output, "file"), Without(document, "file"));
    }

    [Fact]
    public async Task Serve_OtherMachinesWithoutAKey_IsRefused()
    {
        using Terminal terminal = new();
        await terminal.FailAsync("http://0.0.0.0:0 can be reached from other machines: set an API key, or allow everybody with --allow-anonymous", "serve", "--urls", "http://0.0.0.0:0");
    }

    [Fact]
    public async Task Serve_PortTaken_IsOneLine()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        string url = $"http://127.0.0.1:{((System.Net.IPEndPoint)taken.LocalEndpoint).Port}";
        using Terminal terminal = new();
        Assert.Equal(Cli.UsageError, await terminal.RunAsync("serve", "--urls", url, "--model", model.File));
        Assert.StartsWith($"ser: --urls {url}: cannot listen there: ", terminal.Error, StringComparison.Ordinal);
        Assert.Single(terminal.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Serve_NoModel_IsRefused()
    {
        using Terminal terminal = new();
        await terminal.FailAsync("none.onnx: no such model file", "serve", "--model", "none.onnx");
    }

    /// <summary>The result of a document, without what differs: a path here, its last part there.</summary>
    private static string[] Without(string document, string name) =>
        [.. JsonDocument.Parse(document).RootElement.GetProperty("results")[0].EnumerateObject().Where(property => property.Name != name).Select(property => $"{property}")];

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+(?=;)")]
    private static partial Regex Address();
}
