using System.Diagnostics;
using System.Diagnostics.Metrics;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>What listeners are told. Other tests recognise meanwhile, so activities are told apart by a parent, and sums are lower bounds.</summary>
public sealed class RecognitionTelemetryTests(TimelineModel model) : IClassFixture<TimelineModel>
{
    [Theory]
    [InlineData(RecognitionTelemetry.Clip, 2, false)]
    [InlineData(RecognitionTelemetry.Clip, 3, true)] // a short recording, read as it goes
    [InlineData(RecognitionTelemetry.Recording, 61, true)]
    [InlineData(RecognitionTelemetry.Timeline, 5, false)]
    public async Task Recognize_WhileListened_TellsKindSecondsAndAnswer(string kind, double seconds, bool isRead)
    {
        Dictionary<string, double> sums = [];
        List<string> tags = [];
        using MeterListener meters = new();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RecognitionTelemetry.SourceName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        void Add(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> with)
        {
            lock (sums)
            {
                sums[$"{name} {with[0].Value}"] = sums.GetValueOrDefault($"{name} {with[0].Value}") + value;
                tags.Add(with[0].Key);
            }
        }

        meters.SetMeasurementEventCallback<long>((instrument, value, with, _) => Add(instrument.Name, value, with));
        meters.SetMeasurementEventCallback<double>((instrument, value, with, _) => Add(instrument.Name, value, with));
        meters.Start();
        using Activity parent = new Activity("test").Start();
        List<Activity> told = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == RecognitionTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.SpanId == parent.SpanId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = told.Add,
        };
        ActivitySource.AddActivityListener(listener);

        AudioClip clip = new(TimelineModel.Tone(seconds, 0, seconds), TimelineModel.Rate);
        string answer = kind switch
        {
            RecognitionTelemetry.Clip when !isRead => model.Recognizer.Recognize(clip).Answer,
            RecognitionTelemetry.Clip or RecognitionTelemetry.Recording => (await model.Recognizer.RecognizeWholeAsync(TimelineModel.Blocks(clip.Samples, 8000), clip.SampleRate, TestContext.Current.CancellationToken)).Answer,
            _ => (await model.RecognizeAsync(clip.Samples))[0].Answer,
        };

        Activity activity = Assert.Single(told);
        Assert.Equal($"recognize {kind}", activity.OperationName);
        Assert.Equal(seconds, (double)activity.GetTagItem("speech_emotion.seconds")!, 0.01);
        Assert.Equal(kind == RecognitionTelemetry.Timeline ? null : answer, activity.GetTagItem("speech_emotion.answer"));
        Assert.True(activity.Duration > TimeSpan.Zero);
        lock (sums)
        {
            Assert.True(sums[$"speech_emotion.recognitions {kind}"] >= 1);
            Assert.True(sums[$"speech_emotion.audio {kind}"] >= seconds - 0.01);
            Assert.True(sums[$"speech_emotion.recognition.duration {kind}"] > 0);
            Assert.True(sums[$"speech_emotion.answers {answer}"] >= 1);
            Assert.Equal(["answer", "kind"], tags.Distinct().Order()); // and nothing else, such as names
        }
    }
}
