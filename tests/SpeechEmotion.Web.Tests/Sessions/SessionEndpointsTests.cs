using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Recognition.Formats;
using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Sessions;
using Xunit;

namespace SpeechEmotion.Web.Tests.Sessions;

public sealed class SessionEndpointsTests
{
    private static EmotionRecognizer Model => EmotionRecognizer.Default;

    private static AudioClip Clip { get; } = AudioFile.Read(TestServer.Clip);

    [Fact]
    public async Task Post_Session_IsReadAsTheProgramReadsIt()
    {
        await using TestServer server = await TestServer.StartAsync();
        string json = new EmotionSession(Model).ToJson();
        using HttpResponseMessage marked = await server.Client.PostAsync("/v1/sessions", new ByteArrayContent([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)]));
        Assert.Equal(json, await server.Client.GetStringAsync(marked.Headers.Location));
        Assert.Contains("'foo' is unknown", await TestServer.ProblemAsync(await server.Client.PostAsync("/v1/sessions?foo=1", null), 400, "bad-request"), StringComparison.Ordinal);
        Assert.Contains("'x' is unknown", await TestServer.ProblemAsync(await server.Client.GetAsync($"{marked.Headers.Location}?x=1"), 400, "bad-request"), StringComparison.Ordinal);
    }

    // Reference: the library

    [Fact]
    public async Task Post_Adapt_IsAnsweredAsThePredictCommandAdaptsAFile()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.PostAsync("?adapt&name=a.wav");
        Assert.Equal(Document(new EmotionSession(Model).Recognize(Clip)), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_AdaptedTimeline_HasTheSegmentsOfTheLibraryInEveryFormat()
    {
        EmotionSession session = new(Model);
        List<EmotionSegment> plain = [];
        await foreach (EmotionSegment segment in Model.RecognizeAsync(TestServer.Clip))
        {
            plain.Add(segment);
        }

        using StringWriter expected = new() { NewLine = "\n" };
        using (TimelineCsv writer = new(expected, Model.Card.Labels, isAdapted: true))
        {
            writer.Begin(new AudioInput("recording", "recording"));
            session.Hear(plain).ToList().ForEach(writer.Write);
            writer.End(Clip.DurationSeconds, null);
        }

        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage csv = await server.PostAsync("?timeline&adapt&format=csv"), json = await server.PostAsync("?timeline&adapt");
        Assert.Equal(expected.ToString(), await csv.Content.ReadAsStringAsync());
        JsonElement adapted = JsonDocument.Parse(await json.Content.ReadAsStringAsync()).RootElement.GetProperty("results")[0].GetProperty("segments")[0].GetProperty("adapted");
        Assert.Equal(session.Clips, adapted.GetProperty("clips").GetInt64());
        Assert.Equal(plain[0].Emotion, adapted.GetProperty("plainEmotion").GetString());
    }

    [Fact]
    public async Task Session_KeptByTheServer_LearnsAndCanBeTakenAway()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage created = await server.Client.PostAsync("/v1/sessions", null);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        string id = JsonDocument.Parse(await created.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
        Assert.EndsWith(id, $"{created.Headers.Location}", StringComparison.Ordinal);

        EmotionSession expected = new(Model);
        using HttpResponseMessage enrolled = await server.PostAsync($"?session={id}&enrol&name=a.wav");
        Assert.Equal(Document(expected.Enrol(Clip)), await enrolled.Content.ReadAsStringAsync());
        using HttpResponseMessage next = await server.PostAsync($"?session={id}&name=a.wav");
        Assert.Equal(Document(expected.Recognize(Clip)), await next.Content.ReadAsStringAsync());
        Assert.False(next.Headers.Contains(SessionHeader.Name)); // the server keeps it

        string kept = await server.Client.GetStringAsync(created.Headers.Location);
        Assert.Equal(expected.ToJson(), kept);
        using HttpResponseMessage again = await server.Client.PostAsync("/v1/sessions", new StringContent(kept));
        Assert.Equal(kept, await server.Client.GetStringAsync(again.Headers.Location));

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync(created.Headers.Location)).StatusCode);
        await TestServer.ProblemAsync(await server.Client.GetAsync(created.Headers.Location), 404, "unknown-session");
        await TestServer.ProblemAsync(await server.PostAsync($"?session={id}"), 404, "unknown-session");
    }

    [Fact]
    public async Task Session_CarriedInRequests_LearnsOnAnyServer()
    {
        EmotionSession expected = new(Model);
        string? carried = null;
        for (int i = 0; i < 3; i++)
        {
            await using TestServer server = await TestServer.StartAsync(); // another one each time
            using HttpRequestMessage request = new(HttpMethod.Post, i == 0 ? "/v1/recognitions?enrol=sad&name=a.wav" : "/v1/recognitions?name=a.wav") { Content = TestServer.Body(TestServer.Clip) };
            if (carried is not null)
            {
                request.Headers.Add(SessionHeader.Name, carried);
            }

            using HttpResponseMessage response = await server.Client.SendAsync(request);
            Assert.Equal(Document(i == 0 ? expected.Enrol(Clip, "sad") : expected.Recognize(Clip)), await response.Content.ReadAsStringAsync());
            carried = response.Headers.GetValues(SessionHeader.Name).Single();
        }

        Assert.Equal(expected.ToJson(), EmotionSession.Parse(Model, carried!).ToJson());
    }

    [Fact]
    public async Task Session_InTheBackground_GoesWithTheResult()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/recognitions?timeline&adapt") { Content = TestServer.Body(TestServer.Clip), Headers = { { "Prefer", "respond-async" } } };
        using HttpResponseMessage accepted = await server.Client.SendAsync(request);
        await server.WaitAsync(accepted.Headers.Location!);
        using HttpResponseMessage result = await server.Client.GetAsync($"{accepted.Headers.Location}/result");
        Assert.NotEqual(0, EmotionSession.Parse(Model, result.Headers.GetValues(SessionHeader.Name).Single()).Clips);
        Assert.DoesNotContain("adapted", await server.Client.GetStringAsync($"{accepted.Headers.Location}/events"), StringComparison.Ordinal);
    }

    // Edges

    [Theory]
    [InlineData("?adapt=maybe", "", "bad-request", 400)]
    [InlineData("?adapt=false&session=x", "", "bad-request", 400)]
    [InlineData("?enrol=bliss", "", "bad-request", 400)]
    [InlineData("?enrol&timeline", "", "bad-request", 400)]
    [InlineData("?adapt&timeline&format=events", "", "bad-request", 400)]
    [InlineData("?session=x", "", "unknown-session", 404)]
    [InlineData("", "{}", "unreadable-session", 422)]
    [InlineData("", "{\"version\":1,\"model\":\"x\",\"voice\":{\"sum\":[],\"weight\":0,\"seconds\":0,\"clips\":0}}", "unreadable-session", 422)]
    public async Task Post_Unfit_IsSaidSo(string query, string session, string code, int status)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, $"/v1/recognitions{query}") { Content = TestServer.Body(TestServer.Clip) };
        if (session.Length > 0)
        {
            request.Headers.Add(SessionHeader.Name, session);
        }

        await TestServer.ProblemAsync(await server.Client.SendAsync(request), status, code);
    }

    [Fact]
    public async Task Create_NoSession_IsSaidSo()
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.StartsWith(
            "the body: is no session, or has been damaged: the document is a list; it must be an object, in braces; a session is what ser predict --session or the server has saved",
            await TestServer.ProblemAsync(await server.Client.PostAsync("/v1/sessions", new StringContent("[1]")), 422, "unreadable-session"),
            StringComparison.Ordinal);
        await TestServer.ProblemAsync(await server.Client.PostAsync("/v1/sessions", new ByteArrayContent(new byte[100_000])), 413, "body-too-large");
        await TestServer.ProblemAsync(await server.Client.GetAsync("/v1/sessions/0123456789abcdef0123456789abcdef"), 404, "unknown-session");
    }

    [Fact]
    public async Task Create_MoreThanAreKept_IsRefusedUntilOneIsForgotten()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { KeptSessions = 2, SessionIdleSeconds = 1 } });
        using HttpResponseMessage first = await server.Client.PostAsync("/v1/sessions", null), second = await server.Client.PostAsync("/v1/sessions", null);
        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
        string detail = await TestServer.ProblemAsync(await server.Client.PostAsync("/v1/sessions", null), 503, "busy");
        Assert.Contains(SessionHeader.Name, detail, StringComparison.Ordinal);

        await Task.Delay(1200, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, (await server.Client.PostAsync("/v1/sessions", null)).StatusCode);
        Assert.Throws<ProblemException>(() => server.App.Services.GetRequiredService<SessionStore>().Get($"{first.Headers.Location}".Split('/')[^1]));
    }

    private static string Document(EmotionScores scores)
    {
        using StringWriter text = new() { NewLine = "\n" };
        using (PredictionJson writer = new(text, Model.Card))
        {
            writer.Write(new PredictedFile(new AudioInput("a.wav", "a.wav"), Clip.DurationSeconds, scores, null));
        }

        return text.ToString();
    }
}
