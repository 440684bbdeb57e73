using System.Text.Json;
using Microsoft.Playwright;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>What axe finds on the studio's pages: nothing, in either colour scheme, wide and narrow, in every state that a person gets to.</summary>
public sealed class AccessibilityTests(Studio studio)
{
    private const string Folder = "tests/SpeechEmotion.Browser.Tests";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 375)]
    [InlineData(ColorScheme.Dark, 375)]
    public async Task Page_InUse_HasNoFaults(ColorScheme colors, int width)
    {
        IPage page = await OpenAsync(colors, width);
        await page.GotoAsync("/");
        await RequireNoFaultsAsync(page, "the first sight");

        await page.GetByLabel("Learn from a file").SetInputFilesAsync(Studio.Spoken);
        await page.GetByText("Answers adapt to this voice").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hear an example" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).WaitForAsync();
        await page.GetByLabel("Choose files").SetInputFilesAsync(Repository.PathOf("samples/audio/monotone.wav"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).Nth(1).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Where the model listened" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the whole sound" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare" }).Nth(1).ClickAsync();
        await page.GetByLabel("Choose files").SetInputFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "This is no audio, and no header of any."u8.ToArray() });
        await page.GetByText("is neither WAV, MP3, Ogg Vorbis nor audio").First.WaitForAsync();
        await page.GetByRole(AriaRole.Article, new() { Name = "monotone.wav" }).GetByText("The same from a terminal").ClickAsync();
        await RequireNoFaultsAsync(page, "results");

        await page.GetByRole(AriaRole.Button, new() { Name = "Model and limits" }).ClickAsync();
        await RequireNoFaultsAsync(page, "the model's card");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Description_OfTheApi_HasNoFaults(ColorScheme colors)
    {
        IPage page = await OpenAsync(colors, 1280);
        await page.GotoAsync("/api.html");
        await page.GetByText("POST /v1/recognitions").First.WaitForAsync();
        await RequireNoFaultsAsync(page, "the API");
    }

    private async Task<IPage> OpenAsync(ColorScheme colors, int width)
    {
        IPage page = await studio.OpenAsync(new BrowserNewPageOptions { ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        string? missing = await Npm.InstallAsync(Folder);
        Assert.SkipWhen(missing is not null, $"axe is not tried: {missing}");
        return page;
    }

    private static async Task RequireNoFaultsAsync(IPage page, string state)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Repository.PathOf($"{Folder}/node_modules/axe-core/axe.min.js")));
        JsonElement result = await page.EvaluateAsync<JsonElement>(
            "axe.run().then(result => ({ faults: result.violations.flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.html} ${node.failureSummary}`)), passes: result.passes.length }))");
        Assert.True(result.GetProperty("faults").GetArrayLength() == 0, $"{state}: {string.Join("\n", result.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()))}");
        Assert.True(result.GetProperty("passes").GetInt32() > 20);
    }
}
