using Microsoft.Playwright;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>Where the model listened, over the spectrogram of the studio's page.</summary>
public sealed class SaliencyTests(Studio studio)
{
    [Fact]
    public async Task Where_Segment_LightsUpWhatTheLibraryFinds()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hear an example" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
        string before = await PictureAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Where the model listened from 0:00.0" }).ClickAsync();
        ILocator told = page.GetByText("alone is neutral with");
        await told.WaitForAsync();

        EmotionSegment segment = await EmotionRecognizer.Default.RecognizeAsync(Studio.Spoken).FirstAsync();
        AudioClip clip = AudioFile.Read(Studio.Spoken);
        int first = (int)Math.Round(segment.Start * clip.SampleRate), last = (int)Math.Round(Math.Round(segment.End, 3) * clip.SampleRate);
        SaliencyMap map = EmotionRecognizer.Default.Explain(new AudioClip(clip.Samples[first..last], clip.SampleRate), "neutral", TestContext.Current.CancellationToken);
        (_, int band) = map.Drops.Select((row, band) => (row.Max(), band)).Max();
        Assert.Contains($"{Math.Round(map.Frequencies[band])} to {Math.Round(map.Frequencies[band + 1])} Hz", await told.InnerTextAsync(), StringComparison.Ordinal);
        Assert.NotEqual(before, await PictureAsync(page));

        await page.GetByRole(AriaRole.Button, new() { Name = "Show the whole sound" }).ClickAsync();
        Assert.True(await told.IsHiddenAsync());
        Assert.Equal(before, await PictureAsync(page));
        Assert.Null(await page.EvaluateAsync<string?>("document.refused ?? null"));
    }

    private static Task<string> PictureAsync(IPage page) => page.EvaluateAsync<string>("document.querySelector('.track').toDataURL()");
}
