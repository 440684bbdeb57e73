using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SpeechEmotion.Tests.Audio;
using Xunit;

namespace SpeechEmotion.Web.Tests.Recognitions;

/// <summary>Recordings that unpack to far more than they take: hours of silence.</summary>
public sealed class DecompressionTests
{
    private const int Hour = 3600, Limit = 600;

    private static ServerConfig Config => new() { Limits = new LimitsConfig { MaximumSeconds = Limit, ConcurrentRecognitions = 1, AnswerAtOnceSeconds = 100 } };

    [Theory]
    [InlineData("flac", true)]
    [InlineData("ogg", true, "-c:a", "libvorbis")]
    [InlineData("ogg", true, "-c:a", "libopus", "-application", "voip")]
    [InlineData("mp3", true, "-b:a", "8k")]
    [InlineData("mp3", false, "-b:a", "8k", "-write_xing", "0")]
    [InlineData("adts", false)]
    public async Task Post_HoursOfSilence_IsRefusedBeforeItIsUnpacked(string format, bool isStated, params string[] codec)
    {
        await using TestServer server = await TestServer.StartAsync(Config);
        byte[] bomb = Silence(format, codec, Hour);
        Assert.InRange(bomb.Length, 100, 4_000_000);
        string detail = await TestServer.ProblemAsync(await server.PostAsync("", new ByteArrayContent(bomb)), 422, "unreadable-audio");
        Assert.Equal("recording: is longer than 600 s, the limit that was set; split the recording", detail);

        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/recognitions?timeline") { Content = new ByteArrayContent(bomb), Headers = { { "Prefer", "respond-async" } } };
        using HttpResponseMessage accepted = await server.Client.SendAsync(request);
        JsonElement status = await server.WaitAsync(accepted.Headers.Location!);
        Assert.Equal("failed", status.GetProperty("state").GetString());
        double unpacked = status.GetProperty("seconds").GetDouble();
        Assert.InRange(unpacked, 0, isStated ? 0 : Limit + 1);
        await TestServer.ProblemAsync(await server.Client.GetAsync($"{accepted.Headers.Location}/result"), 422, "unreadable-audio");

        using HttpResponseMessage shorter = await server.PostAsync("", new ByteArrayContent(Silence(format, codec, Limit - 1)));
        Assert.Equal(HttpStatusCode.OK, shorter.StatusCode);
    }

    [Fact]
    public async Task Post_ShortBesideALong_WaitsForATurnOnly()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { ConcurrentRecognitions = 1, AnswerAtOnceSeconds = 100 } });
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/recognitions?timeline&step=0.05") { Content = new ByteArrayContent(TestServer.LongClip(1200)), Headers = { { "Prefer", "respond-async" } } };
        using HttpResponseMessage accepted = await server.Client.SendAsync(request);
        using HttpResponseMessage shorter = await server.PostAsync("");
        Assert.Equal(HttpStatusCode.OK, shorter.StatusCode);

        JsonElement status = await server.Client.GetFromJsonAsync<JsonElement>(accepted.Headers.Location);
        Assert.Equal("running", status.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync(accepted.Headers.Location)).StatusCode);
    }

    private static byte[] Silence(string format, string[] codec, int seconds)
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        byte[]? file = Ffmpeg.TryRunToFile(["-f", "lavfi", "-i", $"anullsrc=r=16000:cl=mono:d={seconds}", .. codec, "-f", format]);
        Assert.SkipWhen(file is null, "This ffmpeg cannot write the format.");
        return file!;
    }
}
