using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Recognitions;
using SpeechEmotion.Web.Sessions;
using Xunit;

namespace SpeechEmotion.Web.Tests.Streaming;

public sealed class StreamEndpointTests
{
    private static readonly AudioClip s_clip = AudioFile.Read(TestServer.Clip);

    [Fact]
    public async Task Stream_SamplesCutAnywhere_GetTheSegmentsOfTheTimeline()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(server, $"rate={s_clip.SampleRate}");
        byte[] bytes = Bytes(s_clip.Samples);
        for (int start = 0; start < bytes.Length; start += 4097) // an odd length
        {
            await socket.SendAsync(bytes.AsMemory(start, Math.Min(4097, bytes.Length - start)), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }

        await SendTextAsync(socket, """{"type":"end"}""");
        JsonElement[] messages = await ReadAllAsync(socket);

        List<string> expected = [];
        await foreach (EmotionSegment segment in EmotionRecognizer.Default.RecognizeAsync(TestServer.Clip))
        {
            expected.Add(ResultWriter.Segment(segment, EmotionRecognizer.Default.Card));
        }

        Assert.Equal(expected, messages.Where(message => Type(message) == "segment").Select(message => message.GetProperty("segment").GetRawText()));
        Assert.Equal("done", Type(messages[^1]));
        Assert.Equal(s_clip.DurationSeconds, messages[^1].GetProperty("seconds").GetDouble(), 1e-3);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task Stream_FirstSecond_GetsTheScoresOfThatSecond()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(server, $"rate={s_clip.SampleRate}&window=1");
        float[] second = s_clip.Samples[s_clip.SampleRate..(2 * s_clip.SampleRate)];
        await socket.SendAsync(Bytes(second), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        JsonElement window = await ReadAsync(socket) ?? throw new InvalidOperationException("The stream has ended.");

        // The message comes in parts of 16 KB, so the window may hold its beginning only.
        Assert.Equal("window", Type(window));
        double end = window.GetProperty("end").GetDouble();
        EmotionScores expected = EmotionRecognizer.Default.Recognize(new AudioClip(second[..(int)Math.Round(end * s_clip.SampleRate)], s_clip.SampleRate));
        JsonElement probabilities = window.GetProperty("scores").GetProperty("probabilities");
        Assert.All(expected.Labels.Zip(expected.Probabilities), pair => Assert.Equal(pair.Second, probabilities.GetProperty(pair.First).GetSingle(), 1e-5f));
    }

    [Fact]
    public async Task Stream_EndInParts_IsTheEnd()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(server, "rate=16000");
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"type\":"), WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None);
        await socket.SendAsync(Encoding.UTF8.GetBytes("\"end\"}"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        Assert.Equal("done", Type(Assert.Single(await ReadAllAsync(socket))));
    }

    [Fact]
    public async Task Stream_MessagesWithoutSamples_KeepNoneAlive()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { StreamIdleSeconds = 0.5 } });
        using ClientWebSocket socket = await ConnectAsync(server, "rate=16000");
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
                await Task.Delay(100);
            }
        });
    }

    [Theory]
    [InlineData("rate=44100", """{"type":"start"}""")]
    [InlineData("rate=44100", "hello")]
    public async Task Stream_OtherText_EndsWithAProblem(string query, string text)
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(server, query);
        await SendTextAsync(socket, text);
        JsonElement[] messages = await ReadAllAsync(socket);
        Assert.Equal("urn:speech-emotion:bad-request", Assert.Single(messages).GetProperty("problem").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("rate=3")]
    [InlineData("rate=16000.5")]
    [InlineData("rate=16000&window=99")]
    [InlineData("rate=16000&bits=8")]
    public async Task Stream_WrongParameter_IsRefused(string query)
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.Contains("400", (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(server, query))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timeline")]
    [InlineData("format")]
    [InlineData("name")]
    [InlineData("channels")]
    [InlineData("adapt")]
    [InlineData("enrol")]
    public async Task Stream_ParameterOfRecordings_IsRefusedByName(string parameter)
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.Equal($"The parameter '{parameter}' is unknown; there are rate, window, step, session.", await RefusalAsync(server, $"rate=16000&{parameter}=1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_Session_GetsAdaptedAndPlainAnswersWithoutTeachingIt(bool isKept)
    {
        await using TestServer server = await TestServer.StartAsync();
        EmotionSession voice = new(EmotionRecognizer.Default);
        voice.Enrol(s_clip, "sad");
        using HttpResponseMessage created = await server.Client.PostAsync("/v1/sessions", new StringContent(voice.ToJson()));
        using ClientWebSocket socket = isKept
            ? await ConnectAsync(server, $"rate={s_clip.SampleRate}&session={$"{created.Headers.Location}".Split('/')[^1]}")
            : await ConnectAsync(server, $"rate={s_clip.SampleRate}", voice);
        await socket.SendAsync(Bytes(s_clip.Samples), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        await SendTextAsync(socket, """{"type":"end"}""");
        JsonElement[] messages = await ReadAllAsync(socket);

        List<(string Adapted, string Plain)> expected = [];
        await foreach (EmotionSegment segment in EmotionRecognizer.Default.RecognizeAsync(TestServer.Clip))
        {
            EmotionSegment adapted = new(segment.Start, segment.End, voice.Adapt(segment.Scores));
            expected.Add((ResultWriter.Segment(adapted, EmotionRecognizer.Default.Card), ResultWriter.Segment(segment, EmotionRecognizer.Default.Card)));
        }

        Assert.All(expected, answer => Assert.NotEqual(answer.Adapted, answer.Plain));
        Assert.Equal(expected, messages.Where(message => Type(message) == "segment").Select(message => (message.GetProperty("segment").GetRawText(), message.GetProperty("plain").GetRawText())));
        JsonElement window = messages.First(message => Type(message) == "window");
        JsonElement basis = window.GetProperty("scores").GetProperty("adapted");
        Assert.Equal((1, window.GetProperty("plain").GetProperty("emotion").GetString()), (basis.GetProperty("clips").GetInt32(), basis.GetProperty("plainEmotion").GetString()));
        Assert.Equal(voice.ToJson(), await server.Client.GetStringAsync(created.Headers.Location));
    }

    [Fact]
    public async Task Stream_UnknownSession_IsRefused()
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.Contains("404", (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(server, "rate=16000&session=none"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_LongWindowsOfManySamples_CountAsMemory()
    {
        await using TestServer server = await TestServer.StartAsync();
        const string large = "rate=192000&window=60"; // 92 MB: a window that is filled, and one that is heard
        using (ClientWebSocket first = await ConnectAsync(server, large))
        {
            Assert.Contains("503", (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(server, large))).Message, StringComparison.Ordinal);
            using ClientWebSocket small = await ConnectAsync(server, "rate=48000");
            await SendTextAsync(first, """{"type":"end"}""");
            await ReadAllAsync(first);
        }

        using ClientWebSocket next = await ConnectAsync(server, large);
        Assert.Equal(WebSocketState.Open, next.State);
    }

    [Fact]
    public async Task Stream_LongerThanItsWindow_GetsTheLastSamples()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket socket = await ConnectAsync(server, $"rate={s_clip.SampleRate}&window=0.7&step=0.7");
        byte[] bytes = Bytes(s_clip.Samples);
        for (int start = 0; start < bytes.Length; start += 5000)
        {
            await socket.SendAsync(bytes.AsMemory(start, Math.Min(5000, bytes.Length - start)), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }

        await SendTextAsync(socket, """{"type":"end"}""");
        JsonElement[] windows = [.. (await ReadAllAsync(socket)).Where(message => Type(message) == "window")];
        Assert.NotEmpty(windows);
        int length = (int)(0.7 * s_clip.SampleRate);
        foreach (JsonElement window in windows)
        {
            // The end is rounded to a millisecond, and at the edge of what is speech a few samples are 0.07: one of the ends that are rounded so must fit.
            double rounded = window.GetProperty("end").GetDouble();
            int nearest = (int)Math.Round(rounded * s_clip.SampleRate), half = s_clip.SampleRate / 2000;
            float speech = window.GetProperty("scores").GetProperty("speech").GetSingle();
            IEnumerable<int> ends = Enumerable.Range(nearest - half, (2 * half) + 1).Where(end => end <= s_clip.Samples.Length);
            Assert.Contains(ends, end => Math.Abs(Speech(s_clip.Samples[Math.Max(0, end - length)..end]) - speech) < 1e-4f);
        }

        static float Speech(float[] samples) => EmotionRecognizer.Default.Recognize(new AudioClip(samples, s_clip.SampleRate)).SpeechProbability;
    }

    [Fact]
    public async Task Stream_MoreThanTheLimit_IsBusyUntilOneEnds()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { ConcurrentStreams = 1 } });
        using (ClientWebSocket first = await ConnectAsync(server, "rate=16000"))
        {
            Assert.Contains("503", (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(server, "rate=16000"))).Message, StringComparison.Ordinal);
            await SendTextAsync(first, """{"type":"end"}""");
            await ReadAllAsync(first);
        }

        using ClientWebSocket next = await ConnectAsync(server, "rate=16000");
        Assert.Equal(WebSocketState.Open, next.State);
    }

    [Fact]
    public async Task Stream_PageOfAnotherSite_IsRefused()
    {
        await using TestServer server = await TestServer.StartAsync();
        using ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        Uri address = new($"{server.Address.Replace("http", "ws", StringComparison.Ordinal)}/v1/stream?rate=16000");
        Assert.Contains("403", (await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_Key_MayBeASubprotocol()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { ApiKey = "0123456789abcdef" });
        Assert.Contains("401", (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(server, "rate=16000"))).Message, StringComparison.Ordinal);
        using ClientWebSocket socket = await ConnectAsync(server, "rate=16000", "speech-emotion", "key.0123456789abcdef");
        Assert.Equal("speech-emotion", socket.SubProtocol);
    }

    private static Task<ClientWebSocket> ConnectAsync(TestServer server, string query, params string[] protocols) => ConnectAsync(server, query, null, protocols);

    private static async Task<ClientWebSocket> ConnectAsync(TestServer server, string query, EmotionSession? voice, params string[] protocols)
    {
        ClientWebSocket socket = new();
        Array.ForEach(protocols, socket.Options.AddSubProtocol);
        if (voice is not null)
        {
            socket.Options.SetRequestHeader(SessionHeader.Name, voice.ToJson().ReplaceLineEndings(""));
        }

        await socket.ConnectAsync(new Uri($"{server.Address.Replace("http", "ws", StringComparison.Ordinal)}/v1/stream?{query}"), CancellationToken.None);
        return socket;
    }

    /// <summary>Why a handshake is refused, which <see cref="ClientWebSocket"/> does not tell.</summary>
    private static async Task<string> RefusalAsync(TestServer server, string query)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/v1/stream?{query}")
        {
            Headers = { { "Connection", "Upgrade" }, { "Upgrade", "websocket" }, { "Sec-WebSocket-Version", "13" }, { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==" } },
        };
        return await TestServer.ProblemAsync(await server.Client.SendAsync(request), 400, "bad-request");
    }

    private static byte[] Bytes(float[] samples)
    {
        byte[] bytes = new byte[2 * samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)Math.Round(32768 * samples[i])); // the file has 16 bits, too
        }

        return bytes;
    }

    private static Task SendTextAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static string? Type(JsonElement message) => message.GetProperty("type").GetString();

    private static async Task<JsonElement[]> ReadAllAsync(ClientWebSocket socket)
    {
        List<JsonElement> messages = [];
        while (await ReadAsync(socket) is { } message)
        {
            messages.Add(message);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return [.. messages];
    }

    private static async Task<JsonElement?> ReadAsync(ClientWebSocket socket)
    {
        using MemoryStream text = new();
        byte[] bytes = new byte[4096];
        while (true)
        {
            WebSocketReceiveResult got = await socket.ReceiveAsync(bytes, TestContext.Current.CancellationToken);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            text.Write(bytes, 0, got.Count);
            if (got.EndOfMessage)
            {
                return JsonDocument.Parse(text.ToArray()).RootElement;
            }
        }
    }
}
