using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Features;
using SpeechEmotion.Runs;
using SpeechEmotion.Tests.Runs;
using Xunit;

namespace SpeechEmotion.Plots.Tests;

public sealed class PlotTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public static TheoryData<string, int, int> Plots => new()
    {
        { "confusion", ConfusionMatrixPlot.Width, ConfusionMatrixPlot.Height },
        { "curves", TrainingCurvesPlot.Width, TrainingCurvesPlot.Height },
        { "waveform", WaveformPlot.Width, WaveformPlot.Height },
        { "spectrogram", SpectrogramPlot.Width, SpectrogramPlot.Height },
        { "mel", MelSpectrogramPlot.Width, MelSpectrogramPlot.Height },
        { "features", FeaturesPlot.Width, FeaturesPlot.Height },
        { "saliency", SaliencyPlot.Width, SaliencyPlot.Height },
        { "balance", ClassBalancePlot.Width, ClassBalancePlot.Height },
        { "runs", RunsPlot.Width, 74 + 86 + (3 * 44) },
    };

    [Theory]
    [MemberData(nameof(Plots))]
    public void Save_Png_HasTwoPixelsPerUnitAndIsNotBlank(string name, int width, int height)
    {
        string path = Draw(name, "png");

        using var picture = new Picture(path);
        Assert.Equal((2 * width, 2 * height), picture.Size);
        Assert.True(picture.Colors() > 50, $"only {picture.Colors()} colours");
        Assert.Equal([Path.GetFileName(path)], _folder.GetFiles().Select(file => file.Name));
    }

    [Theory]
    [MemberData(nameof(Plots))]
    public void Save_Svg_HasTheSizeAndTheTitle(string name, int width, int height)
    {
        string svg = File.ReadAllText(Draw(name, "svg"));

        Assert.Contains($"width=\"{width}\" height=\"{height}\"", svg, StringComparison.Ordinal);
        Assert.Contains("A title", svg, StringComparison.Ordinal);
        Assert.Contains("Inter, sans-serif\"", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ConfusionMatrixAsSvg_ContainsLabelsCountsAndFigures()
    {
        string svg = File.ReadAllText(Draw("confusion", "svg"));

        Assert.All(EmotionNames.CremaD, label => Assert.Contains(label, svg, StringComparison.Ordinal));
        Assert.All(ExampleRun.Confusion.SelectMany(row => row), count => Assert.Contains($"\t{count}\n", svg, StringComparison.Ordinal));
        Assert.Contains("accuracy 57.9 %  ·  UAR 58.2 %  ·  2,233 clips".Replace("  ", " ", StringComparison.Ordinal),
            svg.Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_Saliency_FillsTheAreaWithPartsOfOneSize()
    {
        string path = Path.Combine(_folder.FullName, "s.png");
        SaliencyPlot.Save(path, Tone(440), "A title", "", [0, 1000, 8000], [[1, 0, 0, 0], [0, 0, 0, 0]]);

        // The data area is 168 to 2180 by 1100 to 1680 pixels; a quarter of its lower half has another colour.
        using Picture picture = new(path);
        (byte, byte, byte) decisive = picture.At(200, 1640), other = picture.At(2000, 1200);
        Assert.NotEqual(decisive, other);
        Assert.Equal(decisive, picture.At(640, 1420));
        Assert.Equal(other, picture.At(700, 1420));
        Assert.Equal(other, picture.At(640, 1360));
    }

    [Fact]
    public void Save_SaliencyOfOtherSize_SaysWhatMustFit() =>
        Assert.Throws<ArgumentException>("drops", () => SaliencyPlot.Save(Path.Combine(_folder.FullName, "s.png"), Tone(440), "A title", "", [0, 1000], [[0.2f], [0.1f]]));

    [Fact]
    public void Save_PerfectConfusionMatrix_HasADarkDiagonalAndAPaleRest()
    {
        string path = Path.Combine(_folder.FullName, "c.png");

        ConfusionMatrixPlot.Save(path, [[9, 0, 0], [0, 9, 0], [0, 0, 9]], ["aa", "bb", "cc"], "perfect");

        // The data lie between 58 and 796 units across (40 + 9 per letter of a label; 24), and 104 and 802 down; two pixels per unit.
        using var picture = new Picture(path);
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                // A quarter from the cell's corner, off the text.
                (byte red, _, _) = picture.At((int)(2 * (58 + ((column + 0.15) * 738 / 3))), (int)(2 * (104 + ((row + 0.15) * 698 / 3))));
                Assert.True(row == column ? red < 20 : red > 230, $"cell {row}, {column} has red {red}");
            }
        }
    }

    [Fact]
    public void Save_Curves_MarksTheBestEpoch()
    {
        string svg = File.ReadAllText(Draw("curves", "svg"));

        Assert.Contains("best epoch 14:", svg, StringComparison.Ordinal);
        Assert.Contains("<path fill=\"#9AA5B1\"", svg, StringComparison.Ordinal);
        Assert.Contains("validation UAR", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_CurvesWithTheEpochThatWasKept_MarksThatOne()
    {
        string path = Path.Combine(_folder.FullName, "c.svg");

        TrainingCurvesPlot.Save(path, ExampleRun.Epochs(), "t", bestEpoch: 3);

        Assert.Contains("best epoch 3:", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingCurvesPlot.Save(path, ExampleRun.Epochs(), "t", bestEpoch: 99));
    }

    [Fact]
    public void Save_CurvesWithoutValidation_ShowsTrainingOnly()
    {
        EpochMetrics[] epochs = [.. ExampleRun.Epochs()[..1].Select(row => row with { ValidationLoss = double.NaN, ValidationAccuracy = double.NaN, ValidationUar = double.NaN })];
        string path = Path.Combine(_folder.FullName, "c.svg");

        TrainingCurvesPlot.Save(path, epochs, "one epoch");

        string svg = File.ReadAllText(path);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<path fill=\"#9AA5B1\"", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("best epoch", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("validation", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_SpectrogramOfATone_IsBrightestAtItsFrequency()
    {
        string path = Path.Combine(_folder.FullName, "s.png");

        SpectrogramPlot.Save(path, Tone(2000), "tone");

        // 8,000 Hz at 110 units down, 0 Hz at 500: 2,000 Hz at 402.5. Column 500 units is far from both ends.
        using var picture = new Picture(path);
        (byte toneRed, byte toneGreen, _) = picture.At(1000, 805);
        (byte otherRed, byte otherGreen, _) = picture.At(1000, 500);
        Assert.True(toneRed > 240 && toneGreen > 180, $"the tone is {toneRed}, {toneGreen}");
        Assert.True(otherRed < 30 && otherGreen < 30, $"beside the tone it is {otherRed}, {otherGreen}");
    }

    [Theory]
    [InlineData(1, 16000)]
    [InlineData(5, 8000)]
    [InlineData(400, 44100)]
    public void Save_ClipShorterThanAFrame_IsDrawn(int samples, int sampleRate)
    {
        var clip = new AudioClip([.. Enumerable.Range(0, samples).Select(i => (i % 3) - 1f)], sampleRate);

        foreach (Action<string> save in (Action<string>[])[path => WaveformPlot.Save(path, clip, "t"), path => SpectrogramPlot.Save(path, clip, "t"),
            path => MelSpectrogramPlot.Save(path, clip, "t"), path => FeaturesPlot.Save(path, clip, "t")])
        {
            string path = Path.Combine(_folder.FullName, "short.png");
            save(path);
            using var picture = new Picture(path);
            Assert.True(picture.Colors() > 10);
        }
    }

    [Fact]
    public void Save_Silence_IsDark()
    {
        string path = Path.Combine(_folder.FullName, "silence.png");

        MelSpectrogramPlot.Save(path, new AudioClip(new float[8000], 16000), "silence");

        using var picture = new Picture(path);
        Assert.Equal((0, 0, 3), picture.At(1000, 600));
    }

    [Fact]
    public void Save_LongClip_MergesFramesWithoutLosingAClick()
    {
        // 12,501 frames in 2,400 columns: a click of one sample must still be seen.
        float[] samples = new float[1_600_000];
        samples[800_000] = 1;
        string path = Path.Combine(_folder.FullName, "long.png");

        SpectrogramPlot.Save(path, new AudioClip(samples, 16000), "click");

        using var picture = new Picture(path);
        Assert.Contains(Enumerable.Range(1150, 100), x => picture.At(x, 600).Red > 200);
    }

    [Fact]
    public void Save_OneMelBand_IsDrawn()
    {
        string path = Path.Combine(_folder.FullName, "band.png");

        MelSpectrogramPlot.Save(path, Tone(300), "one band", new FeatureConfig { MelBands = 1 });

        using var picture = new Picture(path);
        Assert.True(picture.Colors() > 10);
    }

    [Fact]
    public void Save_TitleTooLong_IsCutWithAnEllipsis()
    {
        string path = Path.Combine(_folder.FullName, "w.svg");

        WaveformPlot.Save(path, Tone(100), new string('x', 500));

        string svg = File.ReadAllText(path);
        Assert.Contains("xx…", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 200), svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ClassBalance_UsesTheEmotionsFixedColors()
    {
        using var picture = new Picture(Draw("balance", "png"));

        Assert.All(EmotionNames.CremaD, emotion => Assert.True(picture.Count(EmotionColors.Of(emotion)) > 1000, emotion));
    }

    [Fact]
    public void Save_ClassBalanceWithUnknownSex_DoesNotDivideTheBars()
    {
        string path = Path.Combine(_folder.FullName, "b.svg");

        ClassBalancePlot.Save(path, [.. Utterances().Select(utterance => utterance with { Sex = null })], "balance");

        Assert.DoesNotContain("female", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_Runs_HasNamesAndFiguresFromTopToBottomAndBarsAsLongAsTheFigures()
    {
        string svg = File.ReadAllText(Draw("runs", "svg"));
        foreach ((string name, string uar) in new[] { ("half", "0.300"), ("published", "0.582"), ("better", "0.700") })
        {
            Assert.Contains(name, svg, StringComparison.Ordinal);
            Assert.Contains(uar, svg, StringComparison.Ordinal);
        }

        using var picture = new Picture(Draw("runs", "png"));
        int[] bars = picture.Bars("#0072B2");
        Assert.Equal(3, bars.Length);
        Assert.Equal(0.582 / 0.3, (double)bars[1] / bars[0], 0.02);
        Assert.Equal(0.7 / 0.3, (double)bars[2] / bars[0], 0.02);
    }

    [Fact]
    public void Save_OtherExtension_SaysWhichAreKnown()
    {
        var error = Assert.Throws<ArgumentException>(() => WaveformPlot.Save("w.jpg", Tone(100), "t"));

        Assert.Contains("'w.jpg' ends in '.jpg'; a plot is written as .png or .svg.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_NothingToDraw_Throws()
    {
        var empty = new AudioClip([], 16000);

        Assert.Throws<ArgumentException>(() => WaveformPlot.Save("w.png", empty, "t"));
        Assert.Throws<ArgumentException>(() => SpectrogramPlot.Save("w.png", empty, "t"));
        Assert.Throws<ArgumentException>(() => MelSpectrogramPlot.Save("w.png", empty, "t"));
        Assert.Throws<ArgumentException>(() => FeaturesPlot.Save("w.png", empty, "t"));
        Assert.Throws<ArgumentException>(() => TrainingCurvesPlot.Save("w.png", [], "t"));
        Assert.Throws<ArgumentException>(() => ClassBalancePlot.Save("w.png", [], "t"));
        Assert.Throws<ArgumentException>(() => RunsPlot.Save("w.png", [], "t"));
        Assert.Throws<ArgumentException>(() => ConfusionMatrixPlot.Save("w.png", [[1]], ["sad", "anger"], "t"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static AudioClip Tone(double frequency) =>
        new([.. Enumerable.Range(0, 16000).Select(i => 0.5f * MathF.Sin((float)(2 * Math.PI * frequency * i / 16000)))], 16000);

    private static Utterance[] Utterances() => [.. Enumerable.Range(0, 60).Select(i => new Utterance
    {
        Name = $"{i}", Path = $"{i}", Emotion = EmotionNames.CremaD[i % 6], Speaker = $"{i % 7}", Sex = i % 7 < 3 ? "male" : "female",
    })];

    private static RunSummary[] Runs() => [.. new[] { ("half", 0.3), ("published", 0.582), ("better", 0.7) }.Select(run =>
        new RunSummary(run.Item1, EvaluationReport.From(ExampleRun.Predictions(), "speaker") with { Uar = run.Item2, Interval = new EvaluationInterval([run.Item2 - 0.03, run.Item2 + 0.03], [0, 1]) }, [], ""))];

    private string Draw(string name, string extension)
    {
        string path = Path.Combine(_folder.FullName, $"{name}.{extension}");
        const string Title = "A title";
        switch (name)
        {
            case "confusion": ConfusionMatrixPlot.Save(path, ExampleRun.Confusion, EmotionNames.CremaD, Title); break;
            case "curves": TrainingCurvesPlot.Save(path, ExampleRun.Epochs(), Title); break;
            case "waveform": WaveformPlot.Save(path, Tone(440), Title); break;
            case "spectrogram": SpectrogramPlot.Save(path, Tone(440), Title); break;
            case "mel": MelSpectrogramPlot.Save(path, Tone(440), Title); break;
            case "features": FeaturesPlot.Save(path, Tone(440), Title); break;
            case "saliency": SaliencyPlot.Save(path, Tone(440), Title, "neutral 60 %", [0, 1000, 8000], [[0.2f, -0.1f, 0], [0, 0.05f, 0]]); break;
            case "runs": RunsPlot.Save(path, Runs(), Title); break;
            default: ClassBalancePlot.Save(path, Utterances(), Title); break;
        }

        return path;
    }
}
