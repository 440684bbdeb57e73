using System.Diagnostics;
using SpeechEmotion.Audio;
using SpeechEmotion.Tests;
using SpeechEmotion.Tests.Audio;
using Xunit;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>Recognition as a server does it: bodies of requests that can only be read asynchronously, many at once, and ended at any time.</summary>
public sealed class RecognizeAsyncTests(TimelineModel model) : IClassFixture<TimelineModel>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(61)]
    public async Task RecognizeWholeAsync_StreamThatForbidsSynchronousReads_IsTheAnswerForTheFile(int seconds)
    {
        byte[] wav = RecognitionServicesTests.Wav(RecognitionServicesTests.Clip(seconds), 1, TimelineModel.Rate);
        using AudioReader reader = AudioReader.Open(new MemoryStream(wav), "clip.wav");
        EmotionScores expected = model.Recognizer.RecognizeWhole(reader, Cancellation);
        EmotionScores actual = await model.Recognizer.RecognizeWholeAsync(new WaitingStream(wav, endsThere: true), "clip.wav", Cancellation);
        Assert.Equal(expected.Probabilities, actual.Probabilities);
        Assert.Equal(expected.Parts?.ToString(), actual.Parts?.ToString());
    }

    [Theory]
    [InlineData("tone.mp3")]
    [InlineData("tone.ogg")]
    public async Task ReadAsync_EveryFormat_GivesTheSamplesOfTheFile(string name)
    {
        string path = Repository.PathOf($"fuzz/seeds/audio/{name}");
        float[] expected = AudioFile.Read(path).Samples;
        Assert.Equal(expected, (await AudioFile.ReadAsync(path, cancellation: Cancellation)).Samples);
        Assert.Equal(expected, (await AudioFile.ReadAsync(new WaitingStream(File.ReadAllBytes(path), endsThere: true), name, cancellation: Cancellation)).Samples);
    }

    [Fact]
    public async Task RecognizeAsync_ManyStreamsThatWait_LeaveThePoolToOthers()
    {
        byte[] wav = RecognitionServicesTests.Wav(RecognitionServicesTests.Clip(2), 1, TimelineModel.Rate)[..^20_000]; // The rest never comes.
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task[] waiting = [.. Enumerable.Range(0, 16 * Environment.ProcessorCount).Select(_ => model.Recognizer.RecognizeWholeAsync(new WaitingStream(wav), "live.wav", stop.Token))];
        await Task.Delay(300, Cancellation);
        long before = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Thread.Sleep(1), Cancellation)));
        Assert.InRange(Stopwatch.GetElapsedTime(before).TotalSeconds, 0, 5); // Threads that the pool adds for those that are stuck come two a second.
        Assert.All(waiting, task => Assert.False(task.IsCompleted));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.All(waiting, task => Assert.True(task.IsCanceled));
    }

    [Fact]
    public void Recognize_Batch_EqualsOneByOne()
    {
        AudioClip[] clips = [.. Enumerable.Range(1, 12).Select(i => new AudioClip(TimelineModel.Sounds((ulong)i, 9_000 * i), i % 2 == 0 ? 16_000 : 22_050))];
        IReadOnlyList<EmotionScores> scores = model.Recognizer.Recognize(clips, Cancellation);
        Assert.Equal(clips.Select(clip => model.Recognizer.Recognize(clip, Cancellation).Probabilities), scores.Select(score => score.Probabilities));
        Assert.Empty(model.Recognizer.Recognize([], Cancellation));
    }

    [Fact]
    public void Recognize_BatchWithABadClip_SaysWhich()
    {
        AudioClip[] clips = [RecognitionServicesTests.Clip(1), new AudioClip([], 16_000)];
        Assert.StartsWith("Clip 1: The clip has 0 samples", Assert.Throws<ArgumentException>(() => model.Recognizer.Recognize(clips, Cancellation)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Clip 0: It is null.", Assert.Throws<ArgumentException>(() => model.Recognizer.Recognize([null!], Cancellation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recognize_RateFarFromTheModels_SaysWhichAreTaken()
    {
        const string expected = "The sample rate is 1 Hz; it must be 63 to 4096000 Hz for this model. (Parameter '{0}')";
        EmotionRecognizer shipped = EmotionRecognizer.Default;
        Assert.Equal(string.Format(null, expected, "clip"), Assert.Throws<ArgumentException>(() => shipped.Recognize(new AudioClip(new float[9], 1), Cancellation)).Message);
        Assert.Equal("Clip 0: " + string.Format(null, expected, "clips"), Assert.Throws<ArgumentException>(() => shipped.Recognize([new AudioClip(new float[9], 1)], Cancellation)).Message);
        Assert.Equal(string.Format(null, expected, "sampleRate"), Assert.Throws<ArgumentOutOfRangeException>(() => shipped.RecognizeAsync(TimelineModel.Blocks([1], 1), 1)).Message);
        Assert.Equal(string.Format(null, expected, "sampleRate"), (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => shipped.RecognizeWholeAsync(TimelineModel.Blocks([1], 1), 1, Cancellation))).Message);
    }

    [Fact]
    public async Task Recognize_NullBlock_SaysSo()
    {
        float[][] blocks = [new float[100], null!];
        ArgumentException whole = await Assert.ThrowsAsync<ArgumentException>(() => model.Recognizer.RecognizeWholeAsync(blocks.ToAsyncEnumerable(), TimelineModel.Rate, Cancellation));
        ArgumentException timeline = await Assert.ThrowsAsync<ArgumentException>(async () => await model.Recognizer.RecognizeAsync(blocks.ToAsyncEnumerable(), TimelineModel.Rate).ToListAsync(Cancellation));
        Assert.Equal(("A block of samples is null; leave it out, or give one of 0 samples.", whole.Message), (whole.Message, timeline.Message));
    }

    [Fact]
    public void Recognize_Cancelled_Ends()
    {
        Assert.Throws<OperationCanceledException>(() => model.Recognizer.Recognize(RecognitionServicesTests.Clip(1), new CancellationToken(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => model.Recognizer.Recognize([RecognitionServicesTests.Clip(1)], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Recognize_CancelledWhileTheModelRuns_Ends()
    {
        AudioClip hour = new(TimelineModel.Sounds(3, 1200 * TimelineModel.Rate), TimelineModel.Rate);
        using CancellationTokenSource stop = new();
        Task<EmotionScores> running = Task.Run(() => EmotionRecognizer.Default.Recognize(hour, stop.Token), Cancellation);
        await Task.Delay(300, Cancellation);
        Assert.False(running.IsCompleted);
        await stop.CancelAsync();
        long before = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        TestContext.Current.SendDiagnosticMessage($"ended after {Stopwatch.GetElapsedTime(before).TotalSeconds:0.00} s");
    }
}
