using Microsoft.Playwright;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>Takes the picture of the studio that stands in README, when it is asked for one.</summary>
public sealed class PictureTests(Studio studio)
{
    private const string Target = "SER_STUDIO_PICTURE", Clips = "SER_STUDIO_CLIPS";
    private const double PauseSeconds = 0.7;

    [Fact]
    public async Task Studio_WithASession_IsPhotographed()
    {
        string? path = Environment.GetEnvironmentVariable(Target);
        Assert.SkipWhen(path is null, $"no picture is taken: {Target} does not name one");
        IPage page = await studio.OpenAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1120, Height = 800 }, DeviceScaleFactor = 1.5f });
        await page.GotoAsync("/");
        await page.GetByLabel("Choose files").SetInputFilesAsync(new FilePayload { Name = "session.wav", MimeType = "audio/wav", Buffer = Session() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "session.wav" }).HoverAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path });
        Assert.InRange(new FileInfo(path!).Length, 50_000, 300_000);
    }

    /// <summary>Recordings one after the other, with pauses.</summary>
    private static byte[] Session()
    {
        AudioClip[] clips = [.. Environment.GetEnvironmentVariable(Clips)!.Split(':').Select(path => AudioFile.Read(path))];
        float[] pause = new float[(int)(PauseSeconds * clips[0].SampleRate)];
        string path = Path.GetTempFileName();
        try
        {
            WavWriter.Write(path, new AudioClip([.. clips.SelectMany(clip => clip.Resample(clips[0].SampleRate).Samples.Concat(pause))], clips[0].SampleRate));
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
