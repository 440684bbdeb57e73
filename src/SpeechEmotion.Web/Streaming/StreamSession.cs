using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Hosting;
using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Recognitions;

namespace SpeechEmotion.Web.Streaming;

/// <summary>
/// One live recording. The client sends binary messages of 16-bit little-endian mono samples, cut anywhere, and at the end the text <c>{"type":"end"}</c>. It gets one JSON object
/// per message: <c>window</c> (what the last seconds sound like), <c>segment</c> (final, as of a timeline), and at the end <c>done</c> or <c>error</c>. With a session, answers are adapted to its
/// voice, and the plain ones come with them.
/// <code>
/// // bytes ──▶ samples ──▶ the last window ──▶ window
/// //              └──▶ RecognizeAsync ──▶ segment
/// </code>
/// </summary>
internal sealed class StreamSession : IDisposable
{
    private const int BytesPerMessage = 1 << 14;
    private const int BlocksAhead = 16;
    private const double ShortestWindowSeconds = 0.5;

    /// <summary>Seconds that may come faster than one talks; after them, samples are taken at twice the speed of talking.</summary>
    private const double HeadStartSeconds = 30;

    /// <summary>How long a client is waited for that is to hear the last word.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly RecognitionEngine _engine;
    private readonly EmotionSession? _voice;
    private readonly LimitsConfig _limits;
    private readonly TimelineConfig _timeline;
    private readonly int _rate;
    private readonly float[] _window; // the last samples, the sample i of the stream at i modulo its length
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Channel<float[]> _blocks = Channel.CreateBounded<float[]>(BlocksAhead);
    private long _received, _listened;
    private Task _listening = Task.CompletedTask;

    public StreamSession(WebSocket socket, RecognitionEngine engine, EmotionSession? voice, LimitsConfig limits, TimelineConfig timeline, int rate)
    {
        _socket = socket;
        _engine = engine;
        _voice = voice;
        _limits = limits;
        _timeline = timeline;
        _rate = rate;
        _window = new float[Length(timeline, rate)];
    }

    /// <summary>What a stream holds in memory: a window that is filled, and one that is heard.</summary>
    public static long Bytes(TimelineConfig timeline, int rate) => 2L * sizeof(float) * Length(timeline, rate);

    /// <summary>Runs until the client ends or goes.</summary>
    /// <param name="trace">What the server's log calls the request.</param>
    /// <param name="shutdown">The server is being stopped.</param>
    /// <param name="cancellation">The client has gone.</param>
    public async Task RunAsync(string trace, CancellationToken shutdown, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task receive = ReceiveAsync(stop.Token), segments = SegmentsAsync(stop.Token), leave = LeaveAsync(receive, trace, stop, shutdown);
        try
        {
            await foreach (Task ended in Task.WhenEach(receive, segments))
            {
                if (!ended.IsCompletedSuccessfully)
                {
                    await stop.CancelAsync();
                    await Task.WhenAll(receive, segments).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    await ended;
                }
            }

            await _listening;
            await EndAsync($$"""{"type":"done","seconds":{{Math.Round((double)_received / _rate, 3)}}}""", WebSocketCloseStatus.NormalClosure, cancellation);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            _socket.Abort(); // the client has gone
        }
        catch (Exception e) when (e is ProblemException or InvalidDataException or ArgumentException or OutOfMemoryException)
        {
            await EndAsync(Message(Problem.Of(e, CancellationToken.None), trace), WebSocketCloseStatus.PolicyViolation, cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(leave, _listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the model may be freed afterwards
        }
    }

    public void Dispose() => _sending.Dispose();

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        byte[] bytes = new byte[BytesPerMessage];
        int kept = 0; // half a sample may be left of the message before
        long started = Stopwatch.GetTimestamp(), heard = started;
        while (true)
        {
            using CancellationTokenSource idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            idle.CancelAfter(TimeSpan.FromSeconds(Math.Max(0, _limits.StreamIdleSeconds - Stopwatch.GetElapsedTime(heard).TotalSeconds)));
            ValueWebSocketReceiveResult got = await _socket.ReceiveAsync(bytes.AsMemory(kept), idle.Token);
            if (got.MessageType == WebSocketMessageType.Text)
            {
                await RequireEndAsync(got, bytes.AsMemory(kept), idle.Token);
            }

            if (got.MessageType != WebSocketMessageType.Binary)
            {
                break;
            }

            int count = kept + got.Count;
            float[] samples = Samples(bytes.AsSpan(0, count));
            kept = count % 2;
            bytes[0] = bytes[Math.Max(0, count - 1)];
            Remember(samples);
            if ((double)_received / _rate > _limits.MaximumSeconds)
            {
                throw new ProblemException(ProblemKind.UnreadableAudio, $"The recording is longer than {_limits.MaximumSeconds} s.");
            }

            await _blocks.Writer.WriteAsync(samples, cancellation);
            Listen(cancellation);
            double ahead = ((double)_received / _rate) - HeadStartSeconds - (2 * Stopwatch.GetElapsedTime(started).TotalSeconds);
            if (ahead > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(ahead / 2), cancellation);
            }

            heard = got.Count > 0 ? Stopwatch.GetTimestamp() : heard; // a message without samples keeps no stream alive; the time that the server takes does not count
        }

        _blocks.Writer.Complete();
    }

    /// <summary>When the server is being stopped, says so, gives the client a moment to close the connection, and ends the stream.</summary>
    private async Task LeaveAsync(Task receive, string trace, CancellationTokenSource stop, CancellationToken shutdown)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(shutdown, stop.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stop.IsCancellationRequested)
        {
            stop.CancelAfter(s_moment);
            await SendAsync(Message(Shutdown.Problem, trace), stop.Token);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, stop.Token);
            await receive; // which a cancelled one aborts
            await stop.CancelAsync();
        }
    }

    private async Task SegmentsAsync(CancellationToken cancellation)
    {
        await foreach (EmotionSegment segment in _engine.Recognizer.RecognizeAsync(_blocks.Reader.ReadAllAsync(cancellation), _rate, _timeline, cancellation))
        {
            string adapted = ResultWriter.Segment(new EmotionSegment(segment.Start, segment.End, Adapted(segment.Scores)), _engine.Recognizer.Card);
            string plain = _voice is null ? "" : $",\"plain\":{ResultWriter.Segment(segment, _engine.Recognizer.Card)}";
            await SendAsync($$"""{"type":"segment","segment":{{adapted}}{{plain}}}""", cancellation);
        }
    }

    /// <summary>Starts to recognise the last window, unless the one before is still being recognised or hardly anything has come since.</summary>
    private void Listen(CancellationToken cancellation)
    {
        if (_listening.IsCompleted && _received - _listened >= _timeline.StepSeconds * _rate && _received >= ShortestWindowSeconds * _rate)
        {
            _listened = _received;
            _listening = WindowAsync(new AudioClip(LastWindow(), _rate), (double)_received / _rate, cancellation);
        }
    }

    private async Task WindowAsync(AudioClip clip, double end, CancellationToken cancellation)
    {
        EmotionScores scores;
        using (await _engine.TakeTurnAsync(cancellation))
        {
            scores = await Task.Run(() => _engine.Recognizer.Recognize(clip, cancellation), cancellation);
        }

        string adapted = ResultWriter.Window(Adapted(scores), clip.DurationSeconds, _engine.Recognizer.Card);
        string plain = _voice is null ? "" : $",\"plain\":{ResultWriter.Window(scores, clip.DurationSeconds, _engine.Recognizer.Card)}";
        await SendAsync($$"""{"type":"window","end":{{Math.Round(end, 3)}},"scores":{{adapted}}{{plain}}}""", cancellation);
    }

    /// <summary>Puts samples into the window, over the oldest ones.</summary>
    private void Remember(float[] samples)
    {
        ReadOnlySpan<float> rest = samples;
        while (rest.Length > 0)
        {
            int at = (int)(_received % _window.Length), count = Math.Min(rest.Length, _window.Length - at);
            rest[..count].CopyTo(_window.AsSpan(at));
            rest = rest[count..];
            _received += count;
        }
    }

    /// <summary>The window from its oldest sample to the latest; as long as it is not full, from the first.</summary>
    private float[] LastWindow()
    {
        int end = (int)(_received % _window.Length);
        return _received < _window.Length ? _window[..end] : [.. _window.AsSpan(end), .. _window.AsSpan(0, end)];
    }

    /// <summary>Scores that fit the voice of the session, if there is one; it learns nothing, because windows overlap and segments are heard before the rest.</summary>
    private EmotionScores Adapted(EmotionScores scores) => _voice?.Adapt(scores) ?? scores;

    private static int Length(TimelineConfig timeline, int rate) => (int)(timeline.WindowSeconds * rate);

    private static float[] Samples(ReadOnlySpan<byte> bytes)
    {
        float[] samples = new float[bytes.Length / 2];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768f;
        }

        return samples;
    }

    /// <summary>Refuses a text message that is not the end. It may come in parts.</summary>
    private async Task RequireEndAsync(ValueWebSocketReceiveResult got, Memory<byte> message, CancellationToken cancellation)
    {
        int length = got.Count;
        while (!got.EndOfMessage && length < message.Length)
        {
            got = await _socket.ReceiveAsync(message[length..], cancellation);
            length += got.Count;
        }

        if (got.EndOfMessage && IsEnd(message.Span[..length]))
        {
            return;
        }

        throw new ProblemException(ProblemKind.BadRequest, """The only text message is {"type":"end"}; samples are binary messages.""");
    }

    private static bool IsEnd(ReadOnlySpan<byte> message)
    {
        try
        {
            Utf8JsonReader reader = new(message);
            return JsonElement.TryParseValue(ref reader, out JsonElement? text) && text.Value is { ValueKind: JsonValueKind.Object } value
                && value.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("end");
        }
        catch (JsonException)
        {
            return false; // as any other text
        }
    }

    private async Task SendAsync(string message, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static string Message(ProblemException problem, string trace) => $$"""{"type":"error","problem":{{JsonSerializer.Serialize(Problem.Details(problem, trace))}}}""";

    /// <summary>Says the last word; a client that does not listen is left after a moment.</summary>
    private async Task EndAsync(string message, WebSocketCloseStatus status, CancellationToken cancellation)
    {
        using CancellationTokenSource moment = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        moment.CancelAfter(s_moment);
        try
        {
            await SendAsync(message, moment.Token);
            await _socket.CloseAsync(status, null, moment.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            _socket.Abort();
        }
    }
}
