using System.Globalization;
using Microsoft.Playwright;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>Two recordings side by side on the studio's page.</summary>
public sealed class ComparisonTests(Studio studio)
{
    [Fact]
    public async Task Compare_TwoRecordings_ShowsTheMeansOfTheLibrary()
    {
        IPage page = await studio.OpenAsync();
        await page.GotoAsync("/");
        string[] files = [Studio.Spoken, Repository.PathOf("samples/audio/monotone.wav")];
        foreach (string file in files)
        {
            await page.GetByLabel("Choose files").SetInputFilesAsync(file);
            await page.GetByRole(AriaRole.Article, new() { Name = Path.GetFileName(file) }).GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        }

        ILocator comparison = page.GetByRole(AriaRole.Region, new() { Name = "Comparison", Exact = true });
        await comparison.GetByRole(AriaRole.Heading, new() { Name = "Side by side" }).WaitForAsync();
        Assert.Equal(2, await comparison.GetByRole(AriaRole.Img).CountAsync());
        IReadOnlyList<string> labels = EmotionRecognizer.Default.Card.Labels;
        double[][] expected = [await MeansAsync(files[0]), await MeansAsync(files[1])];
        for (int i = 0; i < labels.Count; i++)
        {
            ILocator row = comparison.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = labels[i], Exact = true }) }).First;
            string[] values = await row.Locator("td[data-value]").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.dataset.value)");
            Assert.Equal(2, values.Length);
            Assert.Equal(expected[0][i], double.Parse(values[0], CultureInfo.InvariantCulture), 1e-4);
            Assert.Equal(expected[1][i], double.Parse(values[1], CultureInfo.InvariantCulture), 1e-4);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).First.ClickAsync();
        await comparison.GetByText("Choose Compare at another recording").WaitForAsync();
    }

    private static async Task<double[]> MeansAsync(string file)
    {
        List<EmotionSegment> segments = await EmotionRecognizer.Default.RecognizeAsync(file).Where(segment => segment.Scores.IsSpeech).ToListAsync();
        double total = segments.Sum(segment => segment.End - segment.Start);
        return [.. segments[0].Probabilities.Select((_, i) => segments.Sum(segment => (segment.End - segment.Start) * segment.Probabilities[i]) / total)];
    }
}
