using System.Net.ServerSentEvents;
using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using Xunit;

namespace SpeechEmotion.Web.Tests.Recognitions;

/// <summary>Recordings of several channels, each answered by itself.</summary>
public sealed class ChannelTests
{
    private static EmotionRecognizer Model => EmotionRecognizer.Default;

    [Fact]
    public async Task Post_Split_AnswersEachChannelAsIfItWereAlone()
    {
        await using TestServer server = await TestServer.StartAsync();
        JsonElement[] results = await ResultsAsync(await server.PostAsync("?channels=split&name=call.wav", Body()));
        Assert.Equal([0, 1], results.Select(result => result.GetProperty("channel").GetInt32()));
        foreach (JsonElement result in results)
        {
            EmotionScores expected = Model.Recognize(StereoClip.Side(result.GetProperty("channel").GetInt32()));
            Assert.Equal(expected.Answer, result.GetProperty("answer").GetString());
            Assert.Equal(Math.Round((decimal)expected.Probability, 6), result.GetProperty("probability").GetDecimal());
        }

        JsonElement one = (await ResultsAsync(await server.PostAsync("?channels=1&name=call.wav", Body())))[0];
        Assert.Equal(results[1].GetRawText(), one.GetRawText());
        Assert.False((await ResultsAsync(await server.PostAsync("?name=call.wav", Body())))[0].TryGetProperty("channel", out _));
    }

    [Fact]
    public async Task Post_SplitTimeline_HasSegmentsEventsAndFormatsPerChannel()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/recognitions?timeline&channels=split&adapt") { Content = Body(), Headers = { { "Prefer", "respond-async" } } };
        using HttpResponseMessage accepted = await server.Client.SendAsync(request);
        await server.WaitAsync(accepted.Headers.Location!);
        string address = $"{accepted.Headers.Location}";

        JsonElement[] results = await ResultsAsync(await server.Client.GetAsync($"{address}/result?adapt=false"));
        for (int channel = 0; channel < 2; channel++)
        {
            AudioClip side = StereoClip.Side(channel);
            List<EmotionSegment> expected = [];
            await foreach (EmotionSegment segment in Model.RecognizeAsync(new[] { side.Samples }.ToAsyncEnumerable(), side.SampleRate))
            {
                expected.Add(segment);
            }

            Assert.NotEmpty(expected);
            Assert.Equal(
                expected.Select(segment => (Math.Round(segment.Start, 3), segment.Answer)),
                results[channel].GetProperty("segments").EnumerateArray().Select(segment => (segment.GetProperty("start").GetDouble(), segment.GetProperty("answer").GetString()!)));
            JsonElement adapted = (await ResultsAsync(await server.Client.GetAsync($"{address}/result")))[channel].GetProperty("segments")[0].GetProperty("adapted");
            Assert.Equal(expected.Count(segment => segment.Scores.IsSpeech), adapted.GetProperty("clips").GetInt32());
            Assert.Equal(expected.Count, (await server.Client.GetStringAsync($"{address}/result?format=audacity&channels={channel}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }

        SseItem<string>[] events = [.. SseParser.Create(await server.Client.GetStreamAsync($"{address}/events")).Enumerate()];
        int[] channels = [.. events.Where(item => item.EventType == "segment").Select(item => JsonDocument.Parse(item.Data).RootElement.GetProperty("channel").GetInt32())];
        Assert.Equal(results.SelectMany((result, i) => result.GetProperty("segments").EnumerateArray().Select(_ => i)), channels);

        string[] csv = (await server.Client.GetStringAsync($"{address}/result?format=csv&adapt=false")).TrimEnd().Split('\n');
        Assert.StartsWith("file,channel,start", csv[0], StringComparison.Ordinal);
        Assert.Equal(channels.Select(channel => $"recording,{channel},"), csv[1..].Select(line => line[.."recording,0,".Length]));
        await TestServer.ProblemAsync(await server.Client.GetAsync($"{address}/result?format=webvtt"), 400, "bad-request");
        await TestServer.ProblemAsync(await server.Client.GetAsync($"{address}/result?channels=2"), 400, "bad-request");
        Assert.Equal("The recording was heard with 'channels=split'; its result has no other.", await TestServer.ProblemAsync(await server.Client.GetAsync($"{address}/result?channels=mix"), 400, "bad-request"));
        foreach (string query in (string[])["?foo=1", "/events?foo"])
        {
            Assert.Equal("The parameter 'foo' is unknown; there is none.", await TestServer.ProblemAsync(await server.Client.GetAsync($"{address}{query}"), 400, "bad-request"));
        }
    }

    [Theory]
    [InlineData("?channels=left", "bad-request", 400)]
    [InlineData("?channels=-1", "bad-request", 400)]
    [InlineData("?channels=split&enrol", "bad-request", 400)]
    [InlineData("?channels=split&timeline&format=webvtt", "bad-request", 400)]
    [InlineData("?channels=2", "unreadable-audio", 422)]
    public async Task Post_Unfit_IsSaidSo(string query, string code, int status)
    {
        await using TestServer server = await TestServer.StartAsync();
        await TestServer.ProblemAsync(await server.PostAsync(query, Body()), status, code);
    }

    [Fact]
    public async Task Post_ManyChannels_IsRefused()
    {
        byte[] nine = StereoClip.Bytes();
        (nine[22], nine[32]) = (9, 18); // channels, bytes per frame
        await using TestServer server = await TestServer.StartAsync();
        string detail = await TestServer.ProblemAsync(await server.PostAsync("?channels=split", new ByteArrayContent(nine)), 422, "unreadable-audio");
        Assert.Contains("has 9 channels", detail, StringComparison.Ordinal);
    }

    private static ByteArrayContent Body() => new(StereoClip.Bytes());

    private static async Task<JsonElement[]> ResultsAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return [.. JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("results").EnumerateArray()];
        }
    }
}
