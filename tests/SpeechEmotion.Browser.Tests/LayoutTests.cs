using Microsoft.Playwright;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>How the studio's page fits a phone and a desktop, in every state that a person gets to.</summary>
public sealed class LayoutTests(Studio studio)
{
    private const int Fingertip = 44;

    [Theory]
    [InlineData(360)]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1280)]
    public async Task Page_InUse_NeedsNoSidewaysScrollingAndFitsFingers(int width)
    {
        IPage page = await studio.OpenAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 844 } });
        await page.GotoAsync("/");
        await RequireFitAsync(page, width, "the first sight");
        Assert.False(await page.GetByText("Voices differ").IsVisibleAsync()); // the voice is folded away
        await page.GetByText("Adapt to a voice").ClickAsync();
        await RequireFitAsync(page, width, "the voice");

        foreach (string name in new[] { "announcement.wav", "monotone.wav" })
        {
            await page.GetByLabel("Choose files").SetInputFilesAsync(Repository.PathOf($"samples/audio/{name}"));
            ILocator article = page.GetByRole(AriaRole.Article, new() { Name = name });
            await article.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
            await article.GetByText("The same from a terminal").ClickAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Where the model listened" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the whole sound" }).WaitForAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Side by side" }).WaitForAsync();
        await RequireFitAsync(page, width, "results");
        await page.GetByRole(AriaRole.Button, new() { Name = "Model and limits" }).ClickAsync();
        await RequireFitAsync(page, width, "the model's card");
        await page.GotoAsync("/api.html");
        await page.GetByText("POST /v1/recognitions").First.WaitForAsync();
        await RequireFitAsync(page, width, "the API");
    }

    /// <summary>Nothing is wider than the page, and on a phone, everything that is pressed is as high as a fingertip; links within a sentence are not counted.</summary>
    private static async Task RequireFitAsync(IPage page, int width, string state)
    {
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{state}: the page scrolls sideways");
        string[] wide = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.scroll')].filter(box => box.scrollWidth > box.clientWidth).map(box => `${box.getAttribute('aria-label')}: ${box.scrollWidth} in ${box.clientWidth}`)");
        Assert.True(wide.Length == 0, $"{state}: {string.Join(", ", wide)}");
        if (width >= 700)
        {
            return;
        }

        string[] low = await page.EvaluateAsync<string[]>(
            """
            height => [...document.querySelectorAll('button, .button, summary, nav a, label:has(input)')]
              .filter(control => control.checkVisibility() && !control.matches('p:not(.exports, .hint) > .link') && control.getBoundingClientRect().height < height)
              .map(control => `${control.getAttribute('aria-label') ?? control.innerText} ${control.getBoundingClientRect().height}`)
            """,
            Fingertip - 0.5);
        Assert.True(low.Length == 0, $"{state}: {string.Join(", ", low)}");
    }
}
