using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using SpeechEmotion.Audio;
using SpeechEmotion.Tests;
using SpeechEmotion.Web.Hosting;
using Xunit;

namespace SpeechEmotion.Web.Tests;

/// <summary>The server as <c>ser serve</c> starts it, at a free port: its limits are those of the real thing.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private TestServer(WebApplication app)
    {
        App = app;
        Address = app.Urls.Single();
        Client = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public static string Clip => Repository.PathOf("samples/audio/announcement.wav");

    public WebApplication App { get; }

    public string Address { get; }

    public HttpClient Client { get; }

    public static async Task<TestServer> StartAsync(ServerConfig? config = null, ErrorLog? log = null)
    {
        WebApplication app = StudioHost.Create(config ?? new ServerConfig(), ["http://127.0.0.1:0"], configure: builder => builder.Logging.AddProvider(log ?? new ErrorLog()));
        await app.StartAsync();
        return new TestServer(app);
    }

    /// <summary>The bytes of a file as a body.</summary>
    public static ByteArrayContent Body(string path) => new(File.ReadAllBytes(path)) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };

    /// <summary>A recording of one of the samples over and over, with pauses between.</summary>
    public static byte[] LongClip(double seconds)
    {
        AudioClip clip = AudioFile.Read(Clip);
        float[] samples = new float[(int)(seconds * clip.SampleRate)];
        int period = clip.Samples.Length + clip.SampleRate;
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = i % period < clip.Samples.Length ? clip.Samples[i % period] : 0;
        }

        string path = Path.Combine(Path.GetTempPath(), $"web-tests-{Guid.NewGuid():N}.wav");
        try
        {
            WavWriter.Write(path, new AudioClip(samples, clip.SampleRate));
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public Task<HttpResponseMessage> PostAsync(string query, HttpContent? body = null) => Client.PostAsync($"/v1/recognitions{query}", body ?? Body(Clip));

    /// <summary>Requires a problem of a status and a type, with a trace id.</summary>
    public static async Task<string> ProblemAsync(HttpResponseMessage response, int status, string code)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"urn:speech-emotion:{code}", problem.GetProperty("type").GetString());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        return problem.GetProperty("detail").GetString()!;
    }

    /// <summary>Asks for the status until a recognition has ended.</summary>
    public async Task<JsonElement> WaitAsync(Uri location)
    {
        while (true)
        {
            JsonElement status = await Client.GetFromJsonAsync<JsonElement>(location);
            if (status.GetProperty("state").GetString() is not ("queued" or "running"))
            {
                return status;
            }

            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}
