using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Hosting;
using Xunit;

namespace SpeechEmotion.Web.Tests.Hosting;

public sealed class StudioHostTests
{
    [Theory]
    [InlineData("http://0.0.0.0:0", "http://0.0.0.0:0 can be reached from other machines: set an API key, or allow everybody with --allow-anonymous")]
    [InlineData("http://*:0", "http://*:0 can be reached from other machines: set an API key, or allow everybody with --allow-anonymous")]
    [InlineData("https://localhost:0", "'https://localhost:0' must be http://ADDRESS:PORT; for https, put a proxy before the server (docs/server.md)")]
    [InlineData("http://127.0.0.1:99999", "'http://127.0.0.1:99999' has the port 99999; it must be 0 to 65535")]
    [InlineData("http://localhost:0", "'http://localhost:0' is two addresses, which cannot share a free port; write http://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:abc", "'http://127.0.0.1:abc' must be http://ADDRESS:PORT")]
    [InlineData("localhost", "'localhost' is no address to listen at; name one such as http://127.0.0.1:5000")]
    public void Create_WrongAddress_IsRefused(string url, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => StudioHost.Create(new ServerConfig(), [url])).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_NoAddress_IsRefused() =>
        Assert.StartsWith("there is no address to listen at", Assert.Throws<ArgumentException>(() => StudioHost.Create(new ServerConfig(), [])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0123456789abcdef", false)]
    [InlineData(null, true)]
    public async Task Create_OtherAddressWithKeyOrFlag_IsAllowed(string? key, bool anonymous)
    {
        await using WebApplication app = StudioHost.Create(new ServerConfig { ApiKey = key }, ["http://0.0.0.0:0"], anonymous);
        Assert.NotNull(app);
    }

    [Fact]
    public void Create_NoModel_IsRefused()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "no model");
        Assert.Throws<InvalidDataException>(() => StudioHost.Create(new ServerConfig { Model = path }, ["http://127.0.0.1:0"]));
        File.Delete(path);
    }

    [Fact]
    public async Task Get_Models_IsTheCard()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonElement models = (await server.Client.GetFromJsonAsync<JsonElement>("/v1/models")).GetProperty("models");
        using JsonDocument card = JsonDocument.Parse(EmotionRecognizer.Default.Card.ToJson());
        Assert.True(JsonElement.DeepEquals(card.RootElement, Assert.Single(models.EnumerateArray().ToArray())));
    }

    [Theory]
    [InlineData("/healthz/live", "live")]
    [InlineData("/healthz/ready", "ready")]
    public async Task Get_Health_IsGood(string address, string expected)
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { ApiKey = "0123456789abcdef" });
        Assert.Equal(expected, await server.Client.GetStringAsync(address));
    }

    [Fact]
    public async Task Get_OpenApi_TellsOfEveryEndpoint()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonElement paths = (await server.Client.GetFromJsonAsync<JsonElement>("/openapi/speech-emotion.json")).GetProperty("paths");
        string[] operations = [.. paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name} {path.Name}"))];
        Assert.Equal(
            [
                "delete /v1/recognitions/{id}", "delete /v1/sessions/{id}", "get /v1/models", "get /v1/recognitions/{id}", "get /v1/recognitions/{id}/events", "get /v1/recognitions/{id}/result",
                "get /v1/sessions/{id}", "post /v1/recognitions", "post /v1/saliency", "post /v1/sessions",
            ],
            operations.Order(StringComparer.Ordinal));
        string[] parameters = [.. paths.GetProperty("/v1/recognitions").GetProperty("post").GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!)];
        Assert.Equal(["timeline", "window", "step", "format", "name", "channels", "adapt", "session", "enrol", "Speech-Emotion-Session"], parameters);
    }

    [Fact]
    public async Task MapSpeechEmotion_AnotherApplication_AnswersThere()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSpeechEmotion(); // That of the server, though the library's is in scope as well.
        await using WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGroup("/voice").MapSpeechEmotion();
        await app.StartAsync();
        using HttpClient client = new() { BaseAddress = new Uri(app.Urls.Single()) };
        using HttpResponseMessage response = await client.PostAsync("/voice/v1/recognitions", TestServer.Body(TestServer.Clip));
        Assert.Contains("probabilities", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Config_NamesWhatIsWrong()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{ "limits": { "queueLength": 3 }, "trustedProxies": ["10.0.0.1"] } // fine""");
            Assert.Equal((3, new LimitsConfig().MaximumSeconds), (ServerConfig.Read(path).Limits.QueueLength, ServerConfig.Read(path).Limits.MaximumSeconds));
            File.WriteAllText(path, """{ "limits": { "queue": 3 } }""");
            Assert.Contains("queue", Assert.Throws<InvalidDataException>(() => ServerConfig.Read(path)).Message, StringComparison.Ordinal);
            File.WriteAllText(path, """{ "limits": { "queueLength": 1.5, "connections": "many" }, "trustedProxies": [null] }""");
            Assert.Equal(
                $"{path}: limits.queueLength is 1.5; it must be a whole number; limits.connections is 'many'; it must be a whole number; trustedProxies[0] is null",
                Assert.Throws<InvalidDataException>(() => ServerConfig.Read(path)).Message);
            File.WriteAllText(path, "7");
            Assert.Equal($"{path}: the document is 7; it must be an object, in braces", Assert.Throws<InvalidDataException>(() => ServerConfig.Read(path)).Message);
            File.WriteAllText(path, """{ "apiKey": "short", "limits": { "connections": 0, "keepSeconds": 0 } }""");
            Assert.Equal(
                $"{path}: server.apiKey has 5 characters; it must have 16 or more; server.limits.connections is 0; it must be 1 to 1000000; server.limits.keepSeconds is 0; it must be 0.001 to 1000000 s",
                Assert.Throws<InvalidDataException>(() => ServerConfig.Read(path)).Message);
            File.WriteAllText(path, """{ "apiKey": " 0123456789abcdef", "limits": { "concurrentStreams": 2147483647, "maximumBodyBytes": 9223372036854775807, "headerSeconds": 1e-9, "answerAtOnceSeconds": 1e10 } }""");
            Assert.Equal(
                $"{path}: server.apiKey begins or ends with a space, which no client can send; leave it out; server.limits.concurrentStreams is 2147483647; it must be 0 to 1000000; "
                + "server.limits.maximumBodyBytes is 9223372036854775807; it must be 1 to 1125899906842624; server.limits.headerSeconds is 1E-09; it must be 0.001 to 1000000 s; server.limits.answerAtOnceSeconds is 10000000000; it must be 0 to 1000000 s",
                Assert.Throws<InvalidDataException>(() => ServerConfig.Read(path)).Message);
            File.WriteAllText(path, """{ "limits": { "maximumSeconds": 1, "MaximumSeconds": 20 } }""");
            Assert.Contains("MaximumSeconds", Assert.Throws<InvalidDataException>(() => ServerConfig.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
