using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SpeechEmotion.Tests.Audio;
using Xunit;

namespace SpeechEmotion.Web.Tests.Recognitions;

/// <summary>Alone, because it takes the temporary folder away.</summary>
[CollectionDefinition(nameof(UploadPrivacyTests), DisableParallelization = true)]
public sealed class UploadPrivacyGroup;

[Collection(nameof(UploadPrivacyTests))]
public sealed class UploadPrivacyTests
{
    [Theory]
    [InlineData("flac")]
    [InlineData("mp3")]
    [InlineData("wav")]
    public async Task Post_AnyFormat_NeedsNoTemporaryFolder(string format)
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        byte[]? file = Ffmpeg.TryRun(TestServer.LongClip(20), "-f", "wav", "-i", "pipe:0", "-f", format, "pipe:1");
        Assert.SkipWhen(file is null, "This ffmpeg cannot write the format.");
        await using TestServer server = await TestServer.StartAsync();
        await WithoutTemporaryFolderAsync(async () =>
        {
            foreach (HttpContent body in new HttpContent[] { Body(file!), new MultipartFormDataContent { { Body(file!), "file", "a" } } })
            {
                using HttpResponseMessage response = await server.PostAsync("", body);
                string text = await response.Content.ReadAsStringAsync();
                Assert.True(response.StatusCode == HttpStatusCode.OK, text);
                Assert.Equal(20, JsonDocument.Parse(text).RootElement.GetProperty("results")[0].GetProperty("seconds").GetDouble(), 0.1);
            }
        });
    }

    [Fact]
    public async Task TemporaryFolder_IsGoneInTheseTests() => await WithoutTemporaryFolderAsync(() =>
    {
        Assert.ThrowsAny<IOException>(Path.GetTempFileName);
        return Task.CompletedTask;
    });

    private static ByteArrayContent Body(byte[] file) => new(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    private static async Task WithoutTemporaryFolderAsync(Func<Task> action)
    {
        string[] names = ["TMPDIR", "TMP", "TEMP", "ASPNETCORE_TEMP"];
        string?[] before = [.. names.Select(Environment.GetEnvironmentVariable)];
        string none = Path.Combine(Path.GetTempPath(), $"web-tests-{Guid.NewGuid():N}");
        try
        {
            Array.ForEach(names, name => Environment.SetEnvironmentVariable(name, none));
            await action();
        }
        finally
        {
            foreach ((string name, string? value) in names.Zip(before))
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }
}
