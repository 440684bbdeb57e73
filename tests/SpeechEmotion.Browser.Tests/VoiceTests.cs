using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>The voice that the studio's page adapts to.</summary>
public sealed class VoiceTests(Studio studio)
{
    private static EmotionRecognizer Model => EmotionRecognizer.Default;

    [Fact]
    public async Task Voice_EnrolledAndKept_AdaptsAsTheLibraryDoesWithTheFile()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("Learn from a file").SetInputFilesAsync(Studio.Spoken);
        await page.GetByText("Answers adapt to this voice").WaitForAsync();
        IDownload kept = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync());
        EmotionSession expected = new(Model);
        expected.Enrol(AudioFile.Read(Studio.Spoken));
        EmotionSession actual = EmotionSession.Load(Model, await kept.PathAsync());
        Assert.Equal(expected.ToJson(), actual.ToJson());

        await page.GetByLabel("Choose files").SetInputFilesAsync(Repository.PathOf("samples/audio/monotone.wav"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
        Assert.True(await page.GetByRole(AriaRole.Radio, new() { Name = "Adapted" }).IsCheckedAsync());
        IReadOnlyList<EmotionSegment> plain = await SegmentsAsync(Repository.PathOf("samples/audio/monotone.wav"));
        Assert.NotEmpty(plain);
        await RequireAsync(page, actual.Hear(plain));
        Assert.Contains($"{actual.Seconds:0.0} s in {actual.Clips} clips", await page.Locator(".basis").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByText("The same from a terminal").ClickAsync();
        Assert.Contains("--session voice.json", await page.GetByText("ser predict 'monotone.wav'").InnerTextAsync(), StringComparison.Ordinal);

        await page.Locator("#recordings").GetByText("Plain", new() { Exact = true }).ClickAsync();
        await RequireAsync(page, plain);
    }

    [Fact]
    public async Task Voice_Known_LiveAnswersArePlainOrAdapted()
    {
        EmotionSession session = new(Model);
        session.Enrol(AudioFile.Read(Studio.Spoken), "sad");
        IPage page = await studio.OpenAsync();
        List<string> told = [], asked = [];
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => told.Add(frame.Text ?? "");
        page.Request += (_, request) => asked.Add($"{request.Method} {new Uri(request.Url).AbsolutePath}");
        await page.GotoAsync("/");
        await page.GetByLabel("Open a kept one").SetInputFilesAsync(new FilePayload { Name = "anna.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(session.ToJson()) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        await page.GetByText($"Adapted answers rest on {session.Seconds:0.0} s in 1 clip").WaitForAsync();
        ILocator bars = page.Locator("#bars");
        await bars.GetByText("%").First.WaitForAsync();

        foreach (string choice in new[] { "Adapted", "Plain" })
        {
            await page.Locator("#live").GetByText(choice, new() { Exact = true }).ClickAsync();
            await page.WaitForTimeoutAsync(100);
            // The answer may change between two looks, so one that was told is enough.
            string[] shown = [.. await bars.Locator(".number").AllInnerTextsAsync()];
            string[][] answers = [.. told.ToArray().Select(text => JsonDocument.Parse(text).RootElement).Where(message => message.GetProperty("type").GetString() == "window")
                .Select(message => Percentages(message.GetProperty(choice == "Plain" ? "plain" : "scores")))];
            Assert.Contains(shown, answers);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "microphone.wav" }).WaitForAsync();
        Assert.Contains("POST /v1/sessions", asked);
        Assert.Contains(asked, line => line.StartsWith("DELETE /v1/sessions/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Voice_OpenedAndReset_IsForgotten()
    {
        EmotionSession session = new(Model);
        session.Recognize(AudioFile.Read(Studio.Spoken));
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("Open a kept one").SetInputFilesAsync(new FilePayload { Name = "anna.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(session.ToJson()) });
        await page.GetByText($"from {session.Seconds:0.0} s in 1 clip").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset" }).ClickAsync();
        await page.GetByText("Voices differ").WaitForAsync();

        await page.GetByLabel("Open a kept one").SetInputFilesAsync(new FilePayload { Name = "notes.json", MimeType = "application/json", Buffer = "[]"u8.ToArray() });
        Assert.StartsWith("notes.json is no session", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Voice_SpokenAndLearning_HearsRecordingsToo()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        await page.GetByText("Adapt to a voice").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Speak normally" }).ClickAsync();
        await page.GetByText(new System.Text.RegularExpressions.Regex("Answers adapt to this voice, from [67]\\.\\d s in 1 clip")).WaitForAsync();
        await page.GetByLabel("learn from recordings, too").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hear an example" }).ClickAsync();
        await page.GetByText(new System.Text.RegularExpressions.Regex("Answers adapt to this voice, from (9|1\\d)\\.\\d s in [2-9] clips")).WaitForAsync();
    }

    private static string[] Percentages(JsonElement scores) => scores.GetProperty("probabilities") is { ValueKind: JsonValueKind.Object } probabilities
        ? [.. probabilities.EnumerateObject().Select(probability => $"{Math.Floor((100 * probability.Value.GetDouble()) + 0.5):0} %")]
        : [.. Model.Card.Labels.Select(_ => "–")];

    private static async Task RequireAsync(IPage page, IReadOnlyList<EmotionSegment> expected)
    {
        string[] values = await page.Locator("td[data-value]").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.dataset.value)");
        Assert.Equal(
            expected.Select(segment => segment.Scores.IsSpeech ? Math.Round((decimal)segment.Probability, 6) : -1),
            values.Select(value => value.Length == 0 ? -1 : decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture)));
    }

    private static async Task<IReadOnlyList<EmotionSegment>> SegmentsAsync(string path)
    {
        List<EmotionSegment> segments = [];
        await foreach (EmotionSegment segment in Model.RecognizeAsync(path))
        {
            segments.Add(segment);
        }

        return segments;
    }
}
