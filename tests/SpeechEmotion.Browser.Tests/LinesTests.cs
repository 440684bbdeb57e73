using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests;
using SpeechEmotion.Web.Tests;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>The lines that the studio's page offers, run as they stand there: they print what the page exports.</summary>
public sealed class LinesTests(Studio studio) : IDisposable
{
    private const string Name = "Anna's call (1).wav";

    private readonly string _folder = Directory.CreateTempSubdirectory("studio-lines-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Plain", false, false)]
    [InlineData("Adapted", false, false)]
    [InlineData("Adapted", true, false)]
    [InlineData("Plain", false, true)]
    [InlineData("Adapted", false, true)]
    [InlineData("Adapted", true, true)]
    public async Task Lines_AsTheyStand_PrintTheNumbersOfThePage(string choice, bool hasVoice, bool isCall)
    {
        string ser = Repository.PathOf("artifacts/bin/SpeechEmotion.Cli/release/ser.dll"), recording = Path.Combine(_folder, Name);
        await File.WriteAllBytesAsync(recording, isCall ? StereoClip.Bytes() : await File.ReadAllBytesAsync(Repository.PathOf("samples/audio/monotone.wav")));
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        if (hasVoice)
        {
            EmotionSession voice = new(EmotionRecognizer.Default);
            voice.Enrol(AudioFile.Read(Studio.Spoken));
            voice.Save(Path.Combine(_folder, "voice.json"));
            await page.GetByLabel("Open a kept one").SetInputFilesAsync(Path.Combine(_folder, "voice.json"));
            await page.GetByText("Answers adapt to this voice").WaitForAsync();
        }

        await page.GetByLabel("Choose files").SetInputFilesAsync(recording);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
        await page.Locator("#recordings").GetByText(choice, new() { Exact = true }).ClickAsync();
        IDownload exported = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "JSON", Exact = true }).ClickAsync());
        JsonElement expected = Segments(await File.ReadAllTextAsync(await exported.PathAsync()));
        Assert.Equal(isCall ? 2 : 1, expected.GetArrayLength());
        Assert.All(expected.EnumerateArray(), segments => Assert.Equal(choice == "Adapted", segments[0].TryGetProperty("adapted", out _)));
        await page.GetByText("The same from a terminal").ClickAsync();

        string printed = await CSharpLine.RunAsync(await LineAsync(page, "using SpeechEmotion"), _folder);
        Assert.Equal(expected.EnumerateArray().SelectMany((segments, channel) => segments.EnumerateArray().Select(segment => Row(segment, isCall ? channel : null))), printed.TrimEnd().ReplaceLineEndings("\n").Split('\n'));
        if (File.Exists("/usr/bin/curl"))
        {
            RequireEqual(expected, Segments(await RunAsync(await LineAsync(page, "curl "))));
        }

        if (File.Exists(ser)) // it is built with the whole solution; it comes last, because it teaches the voice in the file
        {
            RequireEqual(expected, Segments(await RunAsync($"ser() {{ dotnet '{ser}' \"$@\"; }}; {await LineAsync(page, "ser predict")}")));
        }
    }

    private static Task<string> LineAsync(IPage page, string start) => page.Locator("code", new() { HasText = start }).InnerTextAsync();

    /// <summary>The segments of each result.</summary>
    private static JsonElement Segments(string json) =>
        JsonSerializer.SerializeToElement(JsonDocument.Parse(json).RootElement.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("segments")));

    private static void RequireEqual(JsonElement expected, JsonElement actual) => Assert.True(JsonElement.DeepEquals(expected, actual), $"{expected}\n{actual}");

    /// <summary>A segment as the line of C# prints it.</summary>
    private static string Row(JsonElement segment, int? channel) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(channel is null ? "" : $"{channel} ")}{segment.GetProperty("start").GetDouble():0.000} {segment.GetProperty("end").GetDouble():0.000} {segment.GetProperty("answer")} {segment.GetProperty("probability").GetDecimal():0.000000}");

    private async Task<string> RunAsync(string line)
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", line]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = shell.StandardError.ReadToEndAsync();
        string output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, await errors);
        return output;
    }
}
