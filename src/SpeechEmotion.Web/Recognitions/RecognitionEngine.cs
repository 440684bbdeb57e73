using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>
/// Recognises uploads, some at a time, the others in a queue.
/// <code>
/// // Upload ──▶ queue ──▶ AudioReader ──▶ EmotionRecognizer ──▶ segments or scores of the RecognitionJob
/// </code>
/// </summary>
internal sealed partial class RecognitionEngine : IDisposable
{
    private static readonly TimeSpan s_lastWait = TimeSpan.FromSeconds(5);

    private readonly ServerConfig _config;
    private readonly TimeProvider _time;
    private readonly ILogger<RecognitionEngine> _log;
    private readonly ConcurrencyLimiter _places;
    private readonly ConcurrentDictionary<RecognitionJob, TaskCompletionSource> _running = new();

    public RecognitionEngine(ServerConfig config, EmotionRecognizer recognizer, TimeProvider time, ILogger<RecognitionEngine> log)
    {
        _config = config;
        _time = time;
        _log = log;
        Recognizer = recognizer;
        _places = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = config.Limits.ConcurrentRecognitions,
            QueueLimit = int.MaxValue, // those that wait for their next turn have been let in already
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>The model that answers.</summary>
    public EmotionRecognizer Recognizer { get; }

    /// <summary>Refuses before anything is uploaded.</summary>
    /// <exception cref="ProblemException">The queue is full.</exception>
    public void RequirePlace()
    {
        if (_places.GetStatistics() is { CurrentAvailablePermits: 0 } places && places.CurrentQueuedCount >= _config.Limits.QueueLength)
        {
            throw new ProblemException(ProblemKind.Busy, "As many recordings wait as the server lets wait.", TimeSpan.FromSeconds(2));
        }
    }

    /// <summary>Waits for one of the places in which a model may run.</summary>
    /// <exception cref="ProblemException">The queue is full.</exception>
    public async ValueTask<RecognitionPlace> EnterAsync(CancellationToken cancellation)
    {
        RequirePlace();
        return await TakeTurnAsync(cancellation);
    }

    /// <summary>Waits for a place on behalf of somebody who has been let in already.</summary>
    public async ValueTask<RecognitionPlace> TakeTurnAsync(CancellationToken cancellation) => new(_places, await _places.AcquireAsync(1, cancellation));

    /// <summary>Recognises an upload and frees it; whatever happens is the job's result.</summary>
    public async Task RunAsync(RecognitionJob job, Upload upload)
    {
        TaskCompletionSource ended = _running[job] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await using (upload)
            using (RecognitionPlace place = await EnterAsync(job.Cancellation))
            {
                job.Start();
                await RecognizeAsync(job, upload, place);
            }
        }
        catch (Exception e)
        {
            bool isLate = e is OperationCanceledException && _time.GetUtcNow() - job.Created >= TimeSpan.FromSeconds(_config.Limits.RecognitionSeconds);
            ProblemException problem = Problem.Of(e, isLate ? job.Cancellation : CancellationToken.None);
            if (problem.Kind == ProblemKind.Internal)
            {
                LogFailure(e);
            }

            job.Fail(problem, _time.GetUtcNow());
        }
        finally
        {
            job.Dispose();
            _running.TryRemove(job, out _);
            ended.SetResult();
        }
    }

    /// <summary>Ends what still runs, and waits until it no longer needs the model.</summary>
    public void Dispose()
    {
        foreach (RecognitionJob job in _running.Keys)
        {
            job.Cancel();
        }

        Task.WaitAll([.. _running.Values.Select(ended => ended.Task)], s_lastWait);
        _places.Dispose();
    }

    private async Task RecognizeAsync(RecognitionJob job, Upload upload, RecognitionPlace place)
    {
        int?[] channels = job.Query.Channels.IsSplit ? await SplitAsync(job, upload) : [job.Query.Channels.Number];
        List<RecognizedChannel> results = [];
        foreach (int? channel in channels)
        {
            upload.Position = 0;
            using AudioReader audio = await OpenAsync(job, upload, channel);
            results.Add(await RecognizeAsync(job, audio, place, channel, channels.Length));
        }

        job.Succeed(results, _time.GetUtcNow());
    }

    private async Task<RecognizedChannel> RecognizeAsync(RecognitionJob job, AudioReader audio, RecognitionPlace place, int? channel, int of)
    {
        IAsyncEnumerable<float[]> blocks = ReadAsync(audio, place, seconds => job.Hear(seconds / of), job.Cancellation);
        EmotionSession? voice = job.Query.Channels.IsSplit && job.Voice is not null ? new EmotionSession(Recognizer) : job.Voice; // one voice per channel
        if (job.Query.Timeline is not { } timeline)
        {
            EmotionScores scores = await Recognizer.RecognizeWholeAsync(blocks, audio.SampleRate, job.Cancellation);
            return new RecognizedChannel(channel, audio.SecondsRead, [], null, voice is null ? scores
                : job.Query.Enrol is { } emotion ? voice.Enrol(scores, emotion)
                : voice.Hear(scores));
        }

        List<EmotionSegment> segments = [];
        await foreach (EmotionSegment segment in Recognizer.RecognizeAsync(blocks, audio.SampleRate, timeline, job.Cancellation))
        {
            segments.Add(segment);
            job.Add(channel, segment);
        }

        return new RecognizedChannel(channel, audio.SecondsRead, segments, voice?.Hear(segments), null);
    }

    private async Task<int?[]> SplitAsync(RecognitionJob job, Upload upload)
    {
        using AudioReader audio = await OpenAsync(job, upload, null);
        return audio.Channels <= ChannelChoice.MostSplit ? [.. Enumerable.Range(0, audio.Channels).Select(channel => (int?)channel)]
            : throw new ProblemException(ProblemKind.UnreadableAudio, $"{upload.Name}: has {audio.Channels} channels; up to {ChannelChoice.MostSplit} can be answered one by one.");
    }

    private Task<AudioReader> OpenAsync(RecognitionJob job, Upload upload, int? channel)
    {
        AudioConfig config = new() { MaximumSeconds = _config.Limits.MaximumSeconds, Channel = channel };
        return Task.Run(() => AudioReader.Open(upload, upload.Name, config, job.Cancellation), job.Cancellation);
    }

    /// <summary>The samples of a recording, telling how many seconds of it have come since the last time, and letting others in between.</summary>
    private static async IAsyncEnumerable<float[]> ReadAsync(AudioReader audio, RecognitionPlace place, Action<double> progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (float[] block in audio.ReadBlocksAsync(cancellation: cancellation))
        {
            progress((double)block.Length / audio.SampleRate);
            await place.ShareAsync(cancellation);
            yield return block;
        }
    }

    [LoggerMessage(LogLevel.Error, "A recognition failed.")]
    private partial void LogFailure(Exception error);
}
