using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>The command lines that the studio's page offers, run as they stand there: they print what the page exports.</summary>
public sealed class LinesTests(Studio studio) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-lines-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("curl", "Plain", false)]
    [InlineData("curl", "Adapted", false)]
    [InlineData("curl", "Adapted", true)]
    [InlineData("ser", "Plain", false)]
    [InlineData("ser", "Adapted", false)]
    [InlineData("ser", "Adapted", true)]
    public async Task Line_AsItStands_PrintsTheNumbersOfThePage(string program, string choice, bool hasVoice)
    {
        const string name = "Anna's call (1).wav";
        string ser = Repository.PathOf("artifacts/bin/SpeechEmotion.Cli/release/ser.dll");
        Assert.SkipUnless(program == "curl" ? File.Exists("/usr/bin/curl") : File.Exists(ser), $"{program} is not there");
        File.Copy(Repository.PathOf("samples/audio/monotone.wav"), Path.Combine(_folder, name));
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

        await page.GetByLabel("Choose files").SetInputFilesAsync(Path.Combine(_folder, name));
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
        await page.GetByText(choice, new() { Exact = true }).ClickAsync();
        IDownload exported = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "JSON", Exact = true }).ClickAsync());
        await page.GetByText("The same from a terminal").ClickAsync();
        string line = await page.Locator("code", new() { HasText = program == "curl" ? "curl " : "ser predict" }).InnerTextAsync();

        JsonElement expected = Result(await File.ReadAllTextAsync(await exported.PathAsync())), actual = Result(await RunAsync(program == "curl" ? line : $"ser() {{ dotnet '{ser}' \"$@\"; }}; {line}"));
        Assert.NotEqual(0, expected.GetProperty("segments").GetArrayLength());
        Assert.Equal(choice == "Adapted", expected.GetProperty("segments")[0].TryGetProperty("adapted", out _));
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("segments"), actual.GetProperty("segments")), $"{expected}\n{actual}");
    }

    private static JsonElement Result(string json) => JsonDocument.Parse(json).RootElement.GetProperty("results")[0];

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
