using System.Globalization;
using Microsoft.Playwright;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>The page of samples/browser in a real browser, found by what assistive technology finds it by: labels and roles.</summary>
public sealed class PageTests(ServedPage served)
{
    // The browser divides positive 16-bit samples by 32767 and negative ones by 32768; the rest is rounding of another runtime.
    private const double Tolerance = 1e-3;

    private static readonly string s_audio = Repository.PathOf("samples/audio");

    public static TheoryData<string> Recordings => [.. Directory.GetFiles(s_audio, "*.wav").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task File_Recording_GivesTheProbabilitiesOfTheLibrary(string name)
    {
        IPage page = await OpenAsync();
        await page.GetByLabel("Recording", new() { Exact = true }).SetInputFilesAsync(Path.Combine(s_audio, name));

        Dictionary<string, double> actual = await ReadAsync(page);
        EmotionScores expected = EmotionRecognizer.Default.Recognize(AudioFile.Read(Path.Combine(s_audio, name)));
        Assert.Equal(expected.Labels, actual.Keys);
        Assert.All(expected.Labels.Zip(expected.Probabilities), pair => Assert.Equal(pair.Second, actual[pair.First], Tolerance));
        string status = await page.GetByRole(AriaRole.Status).InnerTextAsync();
        Assert.Contains(expected.IsSpeech ? expected.Emotion : "No speech", status, StringComparison.Ordinal);
        Assert.Equal(expected.IsSpeech && expected.IsUnsure, status.StartsWith("Unsure", StringComparison.Ordinal));
        Assert.Contains(name, await page.GetByRole(AriaRole.Caption).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_OtherRateAndChannels_IsMixedAndResampled()
    {
        AudioClip clip = AudioFile.Read(Directory.GetFiles(s_audio, "*.wav").Order(StringComparer.Ordinal).First()).Resample(44100);
        IPage page = await OpenAsync();
        await page.GetByLabel("Recording", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "stereo.wav", MimeType = "audio/wav", Buffer = Stereo(clip) });

        Dictionary<string, double> actual = await ReadAsync(page);
        float[] expected = EmotionRecognizer.Default.Recognize(new AudioClip([.. clip.Samples.Select(sample => sample / 2)], clip.SampleRate)).Probabilities;
        Assert.All(expected.Zip(actual.Values), pair => Assert.Equal(pair.First, pair.Second, 0.05)); // another resampler
    }

    [Fact]
    public async Task File_NoAudio_IsSaidSo()
    {
        IPage page = await OpenAsync();
        await page.GetByLabel("Recording", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "no audio"u8.ToArray() });
        await page.GetByText("notes.txt cannot be recognised").WaitForAsync();
        Assert.True(await page.Locator("#result").IsHiddenAsync());
    }

    [Fact]
    public async Task Microphone_RecordAndStop_IsRecognised()
    {
        IPage page = await OpenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).ClickAsync();
        ILocator stop = page.GetByRole(AriaRole.Button, new() { Name = "Stop" });
        await stop.WaitForAsync();
        await page.WaitForTimeoutAsync(1500);
        await stop.ClickAsync();

        Dictionary<string, double> probabilities = await ReadAsync(page);
        Assert.Equal(1, probabilities.Values.Sum(), 1e-4);
        Assert.Contains("your recording", await page.GetByRole(AriaRole.Caption).InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).WaitForAsync();
    }

    [Fact]
    public async Task Page_InUse_AsksNobodyButItsOwnServer()
    {
        IPage page = await served.OpenAsync();
        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);
        await LoadAsync(page);
        int before = asked.Count(url => url.StartsWith("http", StringComparison.Ordinal));
        await page.GetByLabel("Recording", new() { Exact = true }).SetInputFilesAsync(Directory.GetFiles(s_audio, "*.wav")[0]);
        await ReadAsync(page);

        Assert.All(asked, url => Assert.True(url.StartsWith(served.Address, StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
        Assert.Equal(before, asked.Count(url => url.StartsWith("http", StringComparison.Ordinal))); // a recording asks for nothing
        Assert.Equal("connect-src", await page.EvaluateAsync<string>(
            """
            new Promise(resolve => {
              document.addEventListener('securitypolicyviolation', violation => resolve(violation.effectiveDirective));
              fetch('http://127.0.0.1:9/').then(() => resolve('sent'), () => setTimeout(() => resolve('failed'), 5000));
            })
            """));
    }

    [Theory]
    [InlineData(404, "", "it was not found")]
    [InlineData(200, "<!doctype html><p>no model</p>", "it is no ONNX file, or not all of one")]
    public async Task Model_MissingOrNone_IsSaidSo(int status, string body, string expected)
    {
        IPage page = await served.OpenAsync();
        await page.RouteAsync("**/model.onnx", route => route.FulfillAsync(new() { Status = status, Body = body }));
        await page.GotoAsync("/");
        await page.GetByText($"The model cannot be used: {expected}").WaitForAsync();
        Assert.True(await page.GetByRole(AriaRole.Button, new() { Name = "Record", Exact = true }).IsDisabledAsync());
    }

    private async Task<IPage> OpenAsync()
    {
        IPage page = await served.OpenAsync();
        await LoadAsync(page);
        return page;
    }

    private static async Task LoadAsync(IPage page)
    {
        await page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', () => document.securityPolicyViolated = true)");
        await page.GotoAsync("/");
        await page.GetByText("Choose a recording, or speak.").WaitForAsync();
        Assert.False(await page.EvaluateAsync<bool>("!!document.securityPolicyViolated"));
    }

    private static async Task<Dictionary<string, double>> ReadAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Table).WaitForAsync();
        string[] labels = [.. await page.GetByRole(AriaRole.Rowheader).AllInnerTextsAsync()];
        string[] values = await page.Locator("data").EvaluateAllAsync<string[]>("all => all.map(one => one.value)");
        return labels.Zip(values).ToDictionary(pair => pair.First, pair => double.Parse(pair.Second, CultureInfo.InvariantCulture));
    }

    /// <summary>A WAV file of 16 bits whose two channels are the clip and silence, so that their mean is half the clip.</summary>
    private static byte[] Stereo(AudioClip clip)
    {
        int length = 4 * clip.Samples.Length;
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)2);
        writer.Write(clip.SampleRate);
        writer.Write(4 * clip.SampleRate);
        writer.Write((short)4);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(length);
        foreach (float sample in clip.Samples)
        {
            writer.Write((short)Math.Clamp(Math.Round(32767 * sample), short.MinValue, short.MaxValue));
            writer.Write((short)0);
        }

        return bytes.ToArray();
    }
}
