using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using Xunit;

namespace SpeechEmotion.Web.Tests.Recognitions;

public sealed class SaliencyEndpointTests
{
    [Theory]
    [InlineData("?start=3.5&end=5.5&channels=1", 1, 3.5, 5.5, null)]
    [InlineData("?start=0.5&end=2&emotion=sad&channels=0", 0, 0.5, 2, "sad")]
    public async Task Post_PartOfAChannel_IsExplainedAsByTheLibrary(string query, int channel, double start, double end, string? emotion)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.Client.PostAsync($"/v1/saliency{query}", new ByteArrayContent(StereoClip.Bytes()));
        JsonElement actual = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        AudioClip side = StereoClip.Side(channel);
        int first = (int)Math.Round(start * side.SampleRate), last = (int)Math.Round(end * side.SampleRate);
        SaliencyMap expected = EmotionRecognizer.Default.Explain(new AudioClip(side.Samples[first..last], side.SampleRate), emotion, TestContext.Current.CancellationToken);
        Assert.Equal(expected.Emotion, actual.GetProperty("emotion").GetString());
        Assert.Equal(EmotionRecognizer.Default.Recognize(new AudioClip(side.Samples[first..last], side.SampleRate), TestContext.Current.CancellationToken).Answer, actual.GetProperty("answer").GetString());
        Assert.Equal(expected.Times.Select(time => Math.Round(start + time, 3)), actual.GetProperty("times").EnumerateArray().Select(time => time.GetDouble()));
        Assert.Equal(
            expected.Drops.SelectMany(band => band.Select(drop => Math.Round((decimal)drop, 6))),
            actual.GetProperty("drops").EnumerateArray().SelectMany(band => band.EnumerateArray().Select(drop => drop.GetDecimal())));
    }

    [Theory]
    [InlineData("?start=-1", "bad-request")]
    [InlineData("?start=1&end=1.01", "bad-request")]
    [InlineData("?start=0&end=60", "bad-request")]
    [InlineData("?start=100&end=101", "bad-request")]
    [InlineData("?emotion=bliss", "bad-request")]
    [InlineData("?channels=split", "bad-request")]
    [InlineData("?begin=1", "bad-request")]
    public async Task Post_Unfit_IsSaidSo(string query, string code)
    {
        await using TestServer server = await TestServer.StartAsync();
        await TestServer.ProblemAsync(await server.Client.PostAsync($"/v1/saliency{query}", TestServer.Body(TestServer.Clip)), 400, code);
    }
}
