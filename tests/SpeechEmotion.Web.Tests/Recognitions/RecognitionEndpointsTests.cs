using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;
using SpeechEmotion.Web.Recognitions;
using Xunit;

namespace SpeechEmotion.Web.Tests.Recognitions;

public sealed class RecognitionEndpointsTests
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private static EmotionRecognizer Model => EmotionRecognizer.Default;

    // Reference: the writers of the program, given what the library says

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("?format=csv", "text/csv")]
    public async Task Post_Recording_IsAnsweredInTheProgramsFormats(string query, string type)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.PostAsync($"{query}{(query == "" ? "?" : "&")}name=a.wav");

        AudioClip clip = AudioFile.Read(TestServer.Clip);
        using StringWriter expected = new() { NewLine = "\n" };
        using (IPredictionWriter writer = type == "text/csv" ? new PredictionCsv(expected, Model.Card.Labels) : new PredictionJson(expected, Model.Card))
        {
            writer.Write(new PredictedFile(new AudioInput("a.wav", "a.wav"), clip.DurationSeconds, Model.Recognize(clip), null));
        }

        Assert.Equal(expected.ToString(), await response.Content.ReadAsStringAsync());
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Post_LongerThanAMinute_IsAnsweredByItsParts()
    {
        byte[] body = TestServer.LongClip(70);
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.PostAsync("?name=a.wav", new ByteArrayContent(body));
        using AudioReader audio = AudioReader.Open(new MemoryStream(body), "a.wav");
        using StringWriter expected = new() { NewLine = "\n" };
        using (PredictionJson writer = new(expected, Model.Card))
        {
            EmotionScores scores = Model.RecognizeWhole(audio, TestContext.Current.CancellationToken);
            Assert.NotNull(scores.Parts);
            writer.Write(new PredictedFile(new AudioInput("a.wav", "a.wav"), 70, scores, null));
        }

        Assert.Equal(expected.ToString(), await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("csv", "text/csv")]
    [InlineData("webvtt", "text/vtt")]
    [InlineData("audacity", "text/plain")]
    public async Task Post_Timeline_IsAnsweredInTheProgramsFormats(string format, string type)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage byName = await server.PostAsync($"?timeline&format={format}");
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/recognitions?timeline=true") { Content = TestServer.Body(TestServer.Clip), Headers = { Accept = { new MediaTypeWithQualityHeaderValue(type) } } };
        using HttpResponseMessage byType = await server.Client.SendAsync(request);

        string expected = await ExpectedAsync(format);
        Assert.Equal(expected, await byName.Content.ReadAsStringAsync());
        Assert.Equal(expected, await byType.Content.ReadAsStringAsync());
        Assert.Equal(type, byType.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("application/json;q=0, */*", "text/csv")]
    [InlineData("text/*;q=0.5, application/json;q=0.1", "text/csv")]
    [InlineData("*/*", "application/json")]
    public async Task Post_Accept_HonoursQualities(string accept, string expected)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/recognitions") { Content = TestServer.Body(TestServer.Clip), Headers = { { "Accept", accept } } };
        using HttpResponseMessage response = await server.Client.SendAsync(request);
        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\me\\a b.wav", "a b.wav")]
    [InlineData("über\u0007.wav", "über.wav")]
    [InlineData("..//", "recording")]
    public void Label_FileName_IsItsLastPartAndNoPath(string name, string expected) => Assert.Equal(expected, UploadReader.Label(name) ?? "recording");

    [Fact]
    public async Task Post_Form_IsAnsweredUnderTheNameOfItsFile()
    {
        await using TestServer server = await TestServer.StartAsync();
        using MultipartFormDataContent form = new() { { new StringContent("x"), "note" }, { TestServer.Body(TestServer.Clip), "file", "../up/a.mp3" } };
        using HttpResponseMessage response = await server.PostAsync("", form);
        JsonElement result = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("results")[0];
        Assert.Equal("a.mp3", result.GetProperty("file").GetString()); // a WAV file, whatever it is called
        Assert.Equal(Math.Round(AudioFile.Read(TestServer.Clip).DurationSeconds, 3), result.GetProperty("seconds").GetDouble());
    }

    [Fact]
    public async Task Post_RespondAsync_HasStatusResultAndEnd()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/recognitions?timeline") { Content = TestServer.Body(TestServer.Clip), Headers = { { "Prefer", "respond-async" } } };
        using HttpResponseMessage accepted = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Uri location = accepted.Headers.Location!;

        JsonElement status = await server.WaitAsync(location);
        Assert.Equal("succeeded", status.GetProperty("state").GetString());
        Assert.Equal(await ExpectedAsync("json"), await server.Client.GetStringAsync(status.GetProperty("result").GetString()));
        Assert.Equal(await ExpectedAsync("webvtt"), await server.Client.GetStringAsync($"{location}/result?format=webvtt"));
        Assert.Equal(await ExpectedAsync("json"), await DocumentAsync(await server.Client.GetStreamAsync($"{location}/events")));

        Assert.Equal("The parameter 'formt' is unknown; there are format, channels, adapt.", await TestServer.ProblemAsync(await server.Client.GetAsync($"{location}/result?formt=csv"), 400, "bad-request"));

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync(location)).StatusCode);
        await TestServer.ProblemAsync(await server.Client.GetAsync(location), 404, "unknown-recognition");
    }

    [Fact]
    public async Task Post_Long_GoesOnInTheBackgroundAndEndsWhenDeleted()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { AnswerAtOnceSeconds = 0.2, ConcurrentRecognitions = 1 } });
        using HttpResponseMessage accepted = await server.PostAsync("?timeline&step=0.05", new ByteArrayContent(TestServer.LongClip(600)));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await TestServer.ProblemAsync(await server.Client.GetAsync($"{accepted.Headers.Location}/result"), 409, "not-finished");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync(accepted.Headers.Location)).StatusCode);

        using HttpResponseMessage next = await server.PostAsync(""); // the only place is free again
        Assert.True(next.IsSuccessStatusCode);
        await RequireAllMemoryAsync(server);
    }

    [Theory]
    [InlineData("?timeline&step=0.05")]
    [InlineData("?timeline&step=0.05&format=events")]
    public async Task Post_ClientGoes_EndsTheRecognition(string query)
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { AnswerAtOnceSeconds = 100, ConcurrentRecognitions = 1 } });
        using CancellationTokenSource leave = new(TimeSpan.FromSeconds(2));
        using HttpRequestMessage request = new(HttpMethod.Post, $"/v1/recognitions{query}") { Content = new ByteArrayContent(TestServer.LongClip(600)) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            using HttpResponseMessage response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
            await response.Content.ReadAsStringAsync(leave.Token);
        });

        using HttpResponseMessage next = await server.PostAsync("");
        Assert.True(next.IsSuccessStatusCode);
        await RequireAllMemoryAsync(server);
    }

    [Fact]
    public async Task Post_Events_AreTheSegmentsOfTheTimeline()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/recognitions?timeline") { Content = TestServer.Body(TestServer.Clip), Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/event-stream") } } };
        using HttpResponseMessage response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(await ExpectedAsync("json"), await DocumentAsync(await response.Content.ReadAsStreamAsync()));
    }

    [Fact]
    public async Task Post_EventsOfGarbage_EndWithAProblem()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.PostAsync("?timeline&format=events", new ByteArrayContent(new byte[100]));
        SseItem<string> last = SseParser.Create(await response.Content.ReadAsStreamAsync()).Enumerate().Last();
        Assert.Equal("error", last.EventType);
        Assert.Equal("urn:speech-emotion:unreadable-audio", JsonDocument.Parse(last.Data).RootElement.GetProperty("type").GetString());
    }

    /// <summary>An upload is given back a moment after its place in the queue.</summary>
    private static async Task RequireAllMemoryAsync(TestServer server)
    {
        MemoryBudget budget = server.App.Services.GetRequiredService<MemoryBudget>();
        for (int i = 0; i < 100 && budget.Left < new LimitsConfig().MaximumBufferedBytes; i++)
        {
            await Task.Delay(50);
        }

        Assert.Equal(new LimitsConfig().MaximumBufferedBytes, budget.Left);
    }

    private static async Task<string> ExpectedAsync(string format)
    {
        using StringWriter text = new() { NewLine = "\n" };
        using (ITimelineWriter writer = format switch
        {
            "csv" => new TimelineCsv(text, Model.Card.Labels),
            "webvtt" => new TimelineWebVtt(text),
            "audacity" => new TimelineAudacity(text),
            _ => new TimelineJson(text, Model.Card),
        })
        {
            writer.Begin(new AudioInput("recording", "recording"));
            await foreach (EmotionSegment segment in Model.RecognizeAsync(TestServer.Clip))
            {
                writer.Write(segment);
            }

            writer.End(AudioFile.Read(TestServer.Clip).DurationSeconds, null);
        }

        return text.ToString();
    }

    /// <summary>The document that events tell in parts, with the model of the expected one.</summary>
    private static async Task<string> DocumentAsync(Stream events)
    {
        SseItem<string>[] items = [.. SseParser.Create(events).Enumerate()];
        Assert.Equal("done", items[^1].EventType);
        string[] segments = [.. items.Where(item => item.EventType == "segment").Select(item => item.Data)];
        Assert.NotEmpty(segments);
        string seconds = JsonDocument.Parse(items[^1].Data).RootElement.GetProperty("seconds").GetRawText();
        JsonElement model = JsonDocument.Parse(await ExpectedAsync("json")).RootElement.GetProperty("model");
        string json = $$"""{"model":{{model.GetRawText()}},"results":[{"file":"recording","segments":[{{string.Join(',', segments)}}],"seconds":{{seconds}}}]}""";
        return JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, s_indented) + "\n";
    }
}
