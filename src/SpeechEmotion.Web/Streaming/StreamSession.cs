using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Recognitions;

namespace SpeechEmotion.Web.Streaming;

/// <summary>
/// One live recording. The client sends binary messages of 16-bit little-endian mono samples, cut anywhere, and at the end the text <c>{"type":"end"}</c>. It gets one JSON object
/// per message: <c>window</c> (what the last seconds sound like), <c>segment</c> (final, as of a timeline), and at the end <c>done</c> or <c>error</c>.
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

    private readonly WebSocket _socket;
    private readonly RecognitionEngine _engine;
    private readonly LimitsConfig _limits;
    private readonly TimelineConfig _timeline;
    private readonly int _rate;
    private readonly float[] _window;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Channel<float[]> _blocks = Channel.CreateBounded<float[]>(BlocksAhead);
    private long _received, _listened;
    private Task _listening = Task.CompletedTask;

    public StreamSession(WebSocket socket, RecognitionEngine engine, LimitsConfig limits, TimelineConfig timeline, int rate)
    {
        _socket = socket;
        _engine = engine;
        _limits = limits;
        _timeline = timeline;
        _rate = rate;
        _window = new float[(int)(timeline.WindowSeconds * rate)];
    }

    /// <summary>Runs until the client ends or goes.</summary>
    public async Task RunAsync(string trace, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            Task receive = ReceiveAsync(stop.Token), segments = SegmentsAsync(stop.Token);
            await foreach (Task ended in Task.WhenEach(receive, segments))
            {
                if (!ended.IsCompletedSuccessfully)
                {
                    await stop.CancelAsync();
                    await Task.WhenAll(receive, segments).ContinueWith(_ => { }, TaskScheduler.Default);
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
        catch (Exception e) when (e is ProblemException or InvalidDataException or ArgumentException)
        {
            string problem = JsonSerializer.Serialize(Problem.Details(Problem.Of(e, CancellationToken.None), trace));
            await EndAsync($$"""{"type":"error","problem":{{problem}}}""", WebSocketCloseStatus.PolicyViolation, cancellation);
        }
    }

    public void Dispose() => _sending.Dispose();

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        byte[] bytes = new byte[BytesPerMessage];
        int kept = 0; // half a sample may be left of the message before
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            using CancellationTokenSource idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            idle.CancelAfter(TimeSpan.FromSeconds(_limits.StreamIdleSeconds));
            ValueWebSocketReceiveResult got = await _socket.ReceiveAsync(bytes.AsMemory(kept), idle.Token);
            if (got.MessageType == WebSocketMessageType.Close || IsEnd(got, bytes.AsSpan(kept, got.Count)))
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
        }

        _blocks.Writer.Complete();
    }

    private async Task SegmentsAsync(CancellationToken cancellation)
    {
        await foreach (EmotionSegment segment in _engine.Recognizer.RecognizeAsync(_blocks.Reader.ReadAllAsync(cancellation), _rate, _timeline, cancellation))
        {
            await SendAsync($$"""{"type":"segment","segment":{{ResultWriter.Segment(segment, _engine.Recognizer.Card)}}}""", cancellation);
        }
    }

    /// <summary>Starts to recognise the last window, unless the one before is still being recognised or hardly anything has come since.</summary>
    private void Listen(CancellationToken cancellation)
    {
        if (_listening.IsCompleted && _received - _listened >= _timeline.StepSeconds * _rate && _received >= ShortestWindowSeconds * _rate)
        {
            _listened = _received;
            int length = (int)Math.Min(_received, _window.Length);
            _listening = WindowAsync(new AudioClip(_window[^length..], _rate), (double)_received / _rate, cancellation);
        }
    }

    private async Task WindowAsync(AudioClip clip, double end, CancellationToken cancellation)
    {
        await Task.Yield();
        EmotionScores scores = _engine.Recognizer.Recognize(clip, cancellation);
        await SendAsync($$"""{"type":"window","end":{{Math.Round(end, 3)}},"scores":{{ResultWriter.Window(scores, clip.DurationSeconds, _engine.Recognizer.Card)}}}""", cancellation);
    }

    /// <summary>Moves samples into the window, from its end.</summary>
    private void Remember(float[] samples)
    {
        int count = Math.Min(samples.Length, _window.Length);
        _window.AsSpan(count).CopyTo(_window);
        samples.AsSpan(samples.Length - count).CopyTo(_window.AsSpan(_window.Length - count));
        _received += samples.Length;
    }

    private static float[] Samples(ReadOnlySpan<byte> bytes)
    {
        float[] samples = new float[bytes.Length / 2];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768f;
        }

        return samples;
    }

    private static bool IsEnd(ValueWebSocketReceiveResult got, ReadOnlySpan<byte> message)
    {
        if (got.MessageType != WebSocketMessageType.Text)
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(message);
            if (got.EndOfMessage && JsonElement.TryParseValue(ref reader, out JsonElement? text) && text.Value is { ValueKind: JsonValueKind.Object } value
                && value.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("end"))
            {
                return true;
            }
        }
        catch (JsonException)
        {
            // as any other text
        }

        throw new ProblemException(ProblemKind.BadRequest, """The only text message is {"type":"end"}; samples are binary messages.""");
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

    /// <summary>Says the last word; a client that does not listen is left after a moment.</summary>
    private async Task EndAsync(string message, WebSocketCloseStatus status, CancellationToken cancellation)
    {
        using CancellationTokenSource moment = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        moment.CancelAfter(TimeSpan.FromSeconds(2));
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
