using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SpeechEmotion.Models;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Hosting;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>What happens in a recognition, as server-sent events: <c>segment</c>, <c>progress</c>, and at the end <c>done</c> or <c>error</c>.</summary>
internal static class RecognitionEvents
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100), s_heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>The events of a recognition until its end.</summary>
    /// <param name="job">The recognition.</param>
    /// <param name="card">The model.</param>
    /// <param name="next">The index of the first segment to tell of.</param>
    /// <param name="trace">What the server's log calls the request.</param>
    /// <param name="shutdown">The end of the server: the last event is then an error, and a client may go on after it elsewhere or later.</param>
    /// <param name="cancellation">Ends the events, not the recognition.</param>
    public static async IAsyncEnumerable<SseItem<string>> WatchAsync(
        RecognitionJob job, ModelCard card, int next, string trace, Shutdown shutdown, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, shutdown.Begun);
        double told = -1;
        bool isStopped = false;
        while (true)
        {
            Task changed = job.Changed;
            bool isFinal = job.IsFinal;
            double seconds = job.Seconds;
            foreach ((int? channel, EmotionSegment segment) in job.SegmentsFrom(next))
            {
                yield return new SseItem<string>(ResultWriter.Segment(segment, card, channel), "segment") { EventId = $"{next++}" };
            }

            if (isFinal)
            {
                yield return Last(job, trace);
                yield break;
            }

            if (seconds != told)
            {
                told = seconds;
                yield return new SseItem<string>($$"""{"state":"{{RecognitionStatus.Of(job, "").State}}","seconds":{{Math.Round(seconds, 3)}}}""", "progress");
            }

            try
            {
                await changed.WaitAsync(s_heartbeat, end.Token);
                await Task.Delay(s_pause, end.Token); // what happens meanwhile is told at once
            }
            catch (TimeoutException)
            {
                told = -1; // so that proxies see that the connection lives
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                isStopped = true;
            }

            if (isStopped)
            {
                yield return Error(Shutdown.Problem, trace);
                yield break;
            }
        }
    }

    private static SseItem<string> Error(ProblemException problem, string trace) => new(JsonSerializer.Serialize(Problem.Details(problem, trace)), "error");

    private static SseItem<string> Last(RecognitionJob job, string trace) => job.Problem is { } problem
        ? Error(problem, trace)
        : new SseItem<string>($$"""{"seconds":{{Math.Round(job.Seconds, 3)}}}""", "done");
}
