using System.Text.Json;
using System.Text.Json.Nodes;
using SpeechEmotion.Runs;
using Xunit;

namespace SpeechEmotion.Tests.Runs;

public sealed class EvaluationReportTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    [Fact]
    public void From_PublishedExpoNet_HasThePublishedFigures()
    {
        EvaluationReport report = EvaluationReport.From(ExampleRun.Predictions(), "random", seconds: 12.5, parameters: 1234);

        Assert.Equal(2233, report.Clips);
        Assert.Equal(91, report.Speakers);
        Assert.Equal(0.5795, report.Accuracy, 0.00005);
        Assert.Equal(0.5824, report.Uar, 0.00005);
        Assert.Equal(0.57, report.MacroF1, 0.005);
        Assert.Equal(ExampleRun.Confusion, report.Confusion);
        Assert.InRange(report.Interval.Uar[0], 0.54, report.Uar);
        Assert.InRange(report.Interval.Uar[1], report.Uar, 0.62);
        Assert.InRange(report.Interval.Accuracy[0], 0.54, report.Accuracy);
        Assert.Equal((12.5, 1234), (report.Seconds, report.Parameters));
    }

    [Fact]
    public void From_ProbabilityOfTheRecognised_GivesTheCalibrationError()
    {
        Prediction[] clips = [new("a", null, 0, [0.9f, 0.1f]), new("b", null, 1, [0.9f, 0.1f])];

        EvaluationReport report = EvaluationReport.From(new Predictions(["sad", "anger"], clips), "speaker");

        Assert.Equal(0.4, report.Ece, 1e-7);
        Assert.Equal(0, report.Speakers);
    }

    [Fact]
    public void ToJson_AnyReport_HasTheAgreedProperties()
    {
        string json = EvaluationReport.From(ExampleRun.Predictions(), "speaker").ToJson();

        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(
            ["protocol", "clips", "speakers", "accuracy", "uar", "macroF1", "interval", "ece", "labels", "confusion", "perEmotion",
             "macroAverage", "weightedAverage", "seconds", "parameters", "corpus", "temperature", "perCorpus", "warnings"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["uar", "accuracy"], root.GetProperty("interval").EnumerateObject().Select(property => property.Name));
        Assert.Equal(2, root.GetProperty("interval").GetProperty("uar").GetArrayLength());
        Assert.Equal(
            ["emotion", "precision", "recall", "f1", "support"],
            root.GetProperty("perEmotion")[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(103, root.GetProperty("confusion")[4][0].GetInt32());
        Assert.Equal("sad", root.GetProperty("labels")[0].GetString());
    }

    [Fact]
    public void Load_WhatSaveWrote_IsTheSame()
    {
        EvaluationReport report = EvaluationReport.From(ExampleRun.Predictions(), "speaker", 1.5, 7);

        report.Save(_path);

        Assert.Equal(report.ToJson(), EvaluationReport.Load(_path).ToJson());
    }

    [Theory]
    [InlineData("{", "is no evaluation report")]
    [InlineData("{}", "protocol is missing")]
    [InlineData("null", "the document is null")]
    public void Load_NoReport_SaysWhichFile(string json, string expected)
    {
        File.WriteAllText(_path, json);

        var error = Assert.Throws<InvalidDataException>(() => EvaluationReport.Load(_path));

        Assert.StartsWith(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NullAnywhere_NamesIt()
    {
        JsonObject whole = JsonNode.Parse(EvaluationReport.From(ExampleRun.Predictions(), "speaker").ToJson())!.AsObject();
        whole.Remove("warnings"); // Computed; not read.
        foreach ((string path, Action<JsonObject> alter) in Nulls(whole, "", node => node).ToArray())
        {
            JsonObject copy = whole.DeepClone().AsObject();
            alter(copy);
            File.WriteAllText(_path, copy.ToJsonString());
            Assert.Contains($"{path} is null", Assert.Throws<InvalidDataException>(() => EvaluationReport.Load(_path)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("uar", "7", "uar is 7; it must be 0 to 1")]
    [InlineData("clips", "0", "there must be a clip")]
    [InlineData("temperature", "-1", "temperature is -1; it must be above 0")]
    [InlineData("interval", """{ "uar": [0.6, 0.5], "accuracy": [0, 1] }""", "interval.uar is [0.6, 0.5]; it must be two numbers in 0 to 1, the lower one first")]
    [InlineData("interval", """{ "uar": [0.5], "accuracy": [0, 1] }""", "interval.uar is [0.5]")]
    [InlineData("clips", "99", "clips is 99, but confusion holds 2233")]
    public void Load_AbsurdFigures_NamesThem(string name, string value, string expected)
    {
        JsonObject report = JsonNode.Parse(EvaluationReport.From(ExampleRun.Predictions(), "speaker").ToJson())!.AsObject();
        report[name] = JsonNode.Parse(value);
        File.WriteAllText(_path, report.ToJsonString());
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => EvaluationReport.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ConfusionSmallerThanLabels_Throws()
    {
        EvaluationReport report = EvaluationReport.From(ExampleRun.Predictions(), "speaker");
        (report with { Confusion = [[1]] }).Save(_path);

        Assert.Contains("do not fit", Assert.Throws<InvalidDataException>(() => EvaluationReport.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_PublishedExpoNet_IsScikitLearnsTextThenIntervalsAndErrors()
    {
        EvaluationReport report = EvaluationReport.From(ExampleRun.Predictions(), "random") with
        {
            Ece = 0.1234,
            Interval = new EvaluationInterval([0.56, 0.6], [0.555, 0.605]),
        };

        // Down to "weighted avg": scikit-learn 1.2.1's classification_report of the same matrix.
        const string Expected = """
                          precision    recall  f1-score   support

                     sad       0.51      0.69      0.59       381
                   anger       0.71      0.77      0.74       382
                 neutral       0.56      0.70      0.62       326
                   happy       0.57      0.51      0.54       382
                    fear       0.56      0.39      0.46       381
                 disgust       0.58      0.43      0.49       381

                accuracy                           0.58      2233
               macro avg       0.58      0.58      0.57      2233
            weighted avg       0.58      0.58      0.57      2233

            protocol random, 2,233 clips of 91 speakers
            UAR      0.5824  95 % interval 0.5600 to 0.6000
            accuracy 0.5795  95 % interval 0.5550 to 0.6050
            macro F1 0.5732  expected calibration error 0.1234
            most confused:
              fear taken for sad: 103 clips, 27 % of fear
              disgust taken for sad: 76 clips, 20 % of disgust
              fear taken for happy: 53 clips, 14 % of fear
              happy taken for fear: 52 clips, 14 % of happy
              happy taken for anger: 51 clips, 13 % of happy

            """;
        Assert.Equal(Expected, report.ToString());
    }

    [Fact]
    public void Warnings_OfManyClipsAndSpeakers_AreNone() => Assert.Empty(EvaluationReport.From(ExampleRun.Predictions(), "speaker").Warnings);

    [Fact]
    public void Warnings_OfLittle_SayWhat()
    {
        Prediction[] clips = [new("a", "anna", 0, [0.9f, 0.1f]), new("b", "anna", 0, [0.9f, 0.1f]), new("c", "anna", 0, [0.1f, 0.9f])];
        EvaluationReport report = EvaluationReport.From(new Predictions(["sad", "anger"], clips), "speaker");
        Assert.Equal(
            [
                "only 3 clips were tested; with fewer than 30 the figures and their intervals say little",
                "only 1 speaker was tested; the intervals are over clips and say nothing about other speakers",
                "clips of only 1 emotion were tested; UAR and macro F1 are not those of all emotions",
            ],
            report.Warnings);
        Assert.True(report.Interval.Accuracy[0] < report.Interval.Accuracy[1], "the interval of one speaker is over clips, not a point");
        Assert.Contains("warning: only 1 speaker was tested", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("only 1 speaker was tested", HtmlReport.Render(new RunSummary("run", report, [], "")), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_MetricsOfACorpus_NamesWhatIsWrong()
    {
        Predictions predictions = ExampleRun.Predictions();
        CorpusMetrics corpus = CorpusMetrics.From("made up", predictions);
        EvaluationReport report = EvaluationReport.From(predictions, "speaker") with { PerCorpus = [corpus] };
        Assert.Empty(report.Validate());
        string[] faults = [.. (report with { PerCorpus = [corpus, corpus with { Uar = 2, UarInterval = [0.5], Clips = 0, Answers = [] }] }).Validate()];
        Assert.Equal(["perCorpus[1].uar", "perCorpus[1].uarInterval", "perCorpus[1].clips", "perCorpus[1].answers"], faults.Select(fault => fault.Split(' ')[0]));
    }

    [Fact]
    public void From_NoClip_Throws() =>
        Assert.Throws<ArgumentException>(() => EvaluationReport.From(new Predictions(["sad"], []), "speaker"));

    [Fact]
    public void From_TooFewProbabilities_NamesTheClip()
    {
        var predictions = new Predictions(["sad", "anger"], [new Prediction("a.wav", null, 0, [1])]);

        var error = Assert.Throws<ArgumentException>(() => EvaluationReport.From(predictions, "speaker"));

        Assert.Contains("Clip 'a.wav' has 1 probabilities for 2 labels", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private static IEnumerable<(string Path, Action<JsonObject> Alter)> Nulls(JsonNode node, string path, Func<JsonNode, JsonNode> find) => node switch
    {
        JsonObject value => value.SelectMany(member => Nulls(member.Value!, $"{path}.{member.Key}".TrimStart('.'), root => find(root)[member.Key]!)
            .Append(($"{path}.{member.Key}".TrimStart('.'), root => find(root)[member.Key] = null))),
        JsonArray items when items.Count > 0 => Nulls(items[0]!, $"{path}[0]", root => find(root)[0]!).Append(($"{path}[0]", root => find(root)[0] = null)),
        _ => [],
    };
}
