using System.Globalization;
using Microsoft.Playwright;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>The studio's page in a real browser, found by labels and roles.</summary>
public sealed class StudioTests(Studio studio)
{
    [Fact]
    public async Task Example_OneClick_ShowsTheSegmentsOfTheLibrary()
    {
        IPage page = await studio.OpenAsync();
        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Hear an example" }).ClickAsync();
        await RequireSegmentsAsync(page);
        await page.GetByRole(AriaRole.Heading, new() { Name = "announcement.wav" }).WaitForAsync();
        Assert.All(asked, url => Assert.True(url.StartsWith(studio.Address, StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal), url));
        Assert.Null(await page.EvaluateAsync<string?>("document.refused ?? null"));
    }

    [Fact]
    public async Task File_Chosen_CanBeExportedAndRemoved()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("Choose files").SetInputFilesAsync(Studio.Spoken);
        await RequireSegmentsAsync(page);
        foreach ((string name, string start) in new[] { ("JSON", "{"), ("CSV", "file,start,end"), ("WebVTT", "WEBVTT"), ("Audacity", "0."), ("PNG", "\u0089PNG") })
        {
            IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync());
            string text = await File.ReadAllTextAsync(await download.PathAsync(), System.Text.Encoding.Latin1);
            Assert.StartsWith(start, text, StringComparison.Ordinal);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Article).CountAsync());
    }

    [Fact]
    public async Task Track_Keyboard_MovesThePlayhead()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("Choose files").SetInputFilesAsync(Studio.Spoken);
        await RequireSegmentsAsync(page);
        ILocator track = page.GetByRole(AriaRole.Slider);
        await track.PressAsync("ArrowRight");
        await track.PressAsync("ArrowRight");
        Assert.Equal("2.0", await track.GetAttributeAsync("aria-valuenow"));
        await track.PressAsync("Home");
        Assert.StartsWith("0.0 seconds", await track.GetAttributeAsync("aria-valuetext"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Track_Clicked_ListensFromThere()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("Choose files").SetInputFilesAsync(Studio.Spoken);
        await RequireSegmentsAsync(page);
        ILocator track = page.GetByRole(AriaRole.Slider);
        LocatorBoundingBoxResult box = (await track.BoundingBoxAsync())!;
        const float gutter = 56; // px, beside the names of the rows
        double duration = AudioFile.Read(Studio.Spoken).DurationSeconds;
        await track.ClickAsync(new() { Position = new() { X = gutter + ((box.Width - gutter) / 2), Y = 20 } });
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).WaitForAsync();
        Assert.InRange(await page.Locator("audio").EvaluateAsync<double>("audio => audio.currentTime"), (duration / 2) - 0.05, duration);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Play" }).WaitForAsync();

        await track.PressAsync("Home");
        string whole = await track.EvaluateAsync<string>("canvas => canvas.toDataURL()");
        await page.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        Assert.NotEqual(whole, await track.EvaluateAsync<string>("canvas => canvas.toDataURL()"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Zoom out" }).ClickAsync();
        Assert.Equal(whole, await track.EvaluateAsync<string>("canvas => canvas.toDataURL()"));
    }

    [Theory]
    [InlineData(1280, 56)] // px of the window, and beside the names of the rows
    [InlineData(390, 0)]
    public async Task Track_Segments_StandUnderTheirSound(int wide, int gutter)
    {
        AudioClip clip = AudioFile.Read(Studio.Spoken);
        float[] samples = [.. new float[2 * clip.SampleRate], .. clip.Samples, .. new float[5 * clip.SampleRate], .. clip.Samples, .. new float[3 * clip.SampleRate]];
        string path = Path.Combine(Path.GetTempPath(), $"studio-{Guid.NewGuid():N}.wav");
        WavWriter.Write(path, new AudioClip(samples, clip.SampleRate));
        try
        {
            IPage page = await studio.OpenAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = wide, Height = 900 } });
            await page.GotoAsync("/");
            await page.GetByLabel("Choose files").SetInputFilesAsync(path);
            await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
            List<EmotionSegment> segments = [];
            await foreach (EmotionSegment segment in EmotionRecognizer.Default.RecognizeAsync(path))
            {
                segments.Add(segment);
            }

            // Places where the strip of answers, the last row above the axis, begins to be coloured or ends.
            double[] drawn = await page.GetByRole(AriaRole.Slider).EvaluateAsync<double[]>(
                """
                canvas => {
                  const height = canvas.height - 24, wide = canvas.width, row = canvas.getContext('2d').getImageData(0, Math.round(0.95 * height), wide, 1).data;
                  const isPaper = x => [0, 1, 2].every(i => row[4 * x + i] === row[4 * (wide - 1) + i]);
                  const places = [];
                  for (let x = wide > 560 ? 64 : 8; x < wide; x++) if (isPaper(x) !== isPaper(x - 1)) places.push(x);
                  return [wide, places[0], places.at(-1)];
                }
                """);
            double Place(double time) => gutter + ((drawn[0] - gutter) * time * clip.SampleRate / samples.Length);
            Assert.Equal([Place(segments[0].Start), Place(segments[^1].End)], [drawn[1], drawn[2]], (expected, actual) => Math.Abs(expected - actual) < 3);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Long_BeforeItsEnd_ShowsSegmentsAndCanBeCancelled()
    {
        AudioClip clip = AudioFile.Read(Studio.Spoken).Resample(8000);
        string path = Path.Combine(Path.GetTempPath(), $"studio-{Guid.NewGuid():N}.wav");
        WavWriter.Write(path, new AudioClip([.. Enumerable.Repeat(clip.Samples, 300).SelectMany(samples => samples.Concat(new float[clip.SampleRate]))], clip.SampleRate));
        try
        {
            IPage page = await studio.OpenAsync();
            await page.GotoAsync("/");
            await page.GetByLabel("Choose files").SetInputFilesAsync(path);
            await page.GetByRole(AriaRole.Row).Nth(1).WaitForAsync();
            await page.Locator(".progress span", new() { HasText = "heard" }).WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await page.GetByText("Cancelled; what was found until then is kept.").First.WaitForAsync();
            Assert.InRange(await page.GetByRole(AriaRole.Row).CountAsync(), 2, 1000);
            await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Microphone_ServerIsBusy_RecordsNevertheless()
    {
        IPage page = await studio.OpenAsync();
        await page.AddInitScriptAsync("window.WebSocket = class extends WebSocket { constructor(address, protocols) { super(address.href.replace('rate=', 'rates='), protocols); } }"); // is refused
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        await page.GetByText("There are no live answers").WaitForAsync();
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Row).Nth(1).WaitForAsync();
    }

    [Fact]
    public async Task Folder_Dropped_OpensItsRecordings()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.EvaluateAsync(
            """
            async address => {
              const sound = await (await fetch(address)).arrayBuffer();
              const file = (name, type) => ({ name, isDirectory: false, file: done => done(new File([type === 'audio/wav' ? sound : 'x'], name, { type })) });
              const folder = (name, entries) => ({ name, isDirectory: true, createReader: () => { const parts = [entries, []]; return { readEntries: done => done(parts.shift()) }; } });
              const items = [folder('calls', [folder('monday', [file('inner.wav', 'audio/wav')]), file('notes.txt', 'text/plain'), file('outer.wav', 'audio/wav')])];
              const event = new Event('drop', { cancelable: true });
              event.dataTransfer = { items: items.map(entry => ({ webkitGetAsEntry: () => entry })), files: [new File([], 'calls')] };
              dispatchEvent(event);
            }
            """,
            "/examples/announcement.wav");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).Nth(1).WaitForAsync();
        Assert.Equal(["outer.wav", "inner.wav"], await page.GetByRole(AriaRole.Article).EvaluateAllAsync<string[]>("articles => articles.map(article => article.ariaLabel)"));
    }

    [Fact]
    public async Task File_NoAudio_IsSaidSo()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("Choose files").SetInputFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "This is no audio, and no header of any."u8.ToArray() });
        await page.GetByText("is neither WAV, MP3, Ogg Vorbis nor audio").First.WaitForAsync();
    }

    [Fact]
    public async Task Microphone_Spoken_ShowsBarsThenSegments()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        await page.GetByText("%").First.WaitForAsync(); // a bar has its number
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "microphone.wav" }).WaitForAsync();
        await page.GetByRole(AriaRole.Row).Nth(1).WaitForAsync();
    }

    [Theory]
    [InlineData("NotAllowedError", "The microphone is blocked")]
    [InlineData("NotFoundError", "No microphone was found")]
    [InlineData("NotReadableError", "Another program is using the microphone")]
    [InlineData("unsupported", "This browser cannot record here")]
    [InlineData("insecure", "Browsers open the microphone on secure pages only")]
    public async Task Microphone_Unusable_SaysWhy(string error, string expected)
    {
        IPage page = await studio.OpenAsync();
        await page.AddInitScriptAsync(error switch
        {
            "unsupported" => "Object.defineProperty(window, 'AudioWorkletNode', { value: undefined })",
            "insecure" => "Object.defineProperty(window, 'isSecureContext', { value: false })",
            _ => $"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}'))",
        });
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        Assert.StartsWith(expected, await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task RequireSegmentsAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync(); // it is done
        List<EmotionSegment> expected = [];
        await foreach (EmotionSegment segment in EmotionRecognizer.Default.RecognizeAsync(Studio.Spoken))
        {
            expected.Add(segment);
        }

        string[] values = await page.Locator("td[data-value]").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.dataset.value)");
        Assert.Equal(expected.Select(segment => Math.Round((decimal)segment.Probability, 6)), values.Select(value => decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture)));
        Assert.Equal(AudioFile.Read(Studio.Spoken).DurationSeconds, double.Parse((await page.GetByRole(AriaRole.Slider).GetAttributeAsync("aria-valuemax"))!, CultureInfo.InvariantCulture), 0.06);
    }
}
