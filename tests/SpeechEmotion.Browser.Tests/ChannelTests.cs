using Microsoft.Playwright;
using SpeechEmotion.Web.Tests;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>A call with one side per channel on the studio's page.</summary>
public sealed class ChannelTests(Studio studio)
{
    [Fact]
    public async Task Call_TwoSides_HasATrackPerChannelAndOneTogether()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("Choose files").SetInputFilesAsync(new FilePayload { Name = "call.wav", MimeType = "audio/wav", Buffer = StereoClip.Bytes() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
        Assert.Equal(2, await page.GetByRole(AriaRole.Slider).CountAsync());
        Assert.True(await page.GetByRole(AriaRole.Slider, new() { Name = "Emotion over time in Right channel of call.wav" }).IsVisibleAsync());
        await page.GetByText("The same from a terminal").ClickAsync();
        Assert.Contains("--channels split", await page.GetByText("ser predict 'call.wav'").InnerTextAsync(), StringComparison.Ordinal);

        // Each starts where its side speaks.
        Assert.StartsWith("0:00", await FirstAsync(page, "Left channel"), StringComparison.Ordinal);
        Assert.StartsWith("0:03", await FirstAsync(page, "Right channel"), StringComparison.Ordinal);

        List<IDownload> downloads = [];
        page.Download += (_, download) => downloads.Add(download);
        await page.GetByRole(AriaRole.Button, new() { Name = "WebVTT" }).ClickAsync();
        while (downloads.Count < 2)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["call-0.vtt", "call-1.vtt"], downloads.Select(download => download.SuggestedFilename).Order());

        await page.GetByText("Channels together").ClickAsync();
        await page.GetByRole(AriaRole.Slider, new() { Name = "Emotion over time in call.wav" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
        Assert.Equal(1, await page.GetByRole(AriaRole.Slider).CountAsync());
    }

    private static async Task<string> FirstAsync(IPage page, string channel) =>
        await page.GetByRole(AriaRole.Region, new() { Name = $"Segments of {channel} of call.wav" }).GetByRole(AriaRole.Row).Nth(1).InnerTextAsync();
}
