using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using SpeechEmotion.Web.Problems;
using Xunit;

namespace SpeechEmotion.Web.Tests.Problems;

public sealed class LimitsTests
{
    private const string Key = "0123456789abcdef";

    [Theory]
    [InlineData("?timelin", "The parameter 'timelin' is unknown; there are timeline, window, step, format, name, adapt, session, enrol, channels.")]
    [InlineData("?timeline=maybe", "The parameter 'timeline' is 'maybe'; it must be true or false.")]
    [InlineData("?window=2", "The parameter 'window' needs the parameter 'timeline'.")]
    [InlineData("?timeline&window=0,5", "The parameter 'window' is '0,5'; a number has a point and no comma: write 0.5.")]
    [InlineData("?timeline&window=%201", "The parameter 'window' is ' 1'; it must be a number.")]
    [InlineData("?format=%1B[31m", "The parameter 'format' is '\\u001B[31m'; it must be one of json, csv, webvtt, audacity, events.")]
    [InlineData("?timeline&window=x", "The parameter 'window' is 'x'; it must be a number.")]
    [InlineData("?timeline&window=100", "window is 100; it must be 0.5 to 60 s.")]
    [InlineData("?timeline&step=9", "step is 9; it must be 0.05 s to window (3 s).")]
    [InlineData("?format=xml", "The parameter 'format' is 'xml'; it must be one of json, csv, webvtt, audacity, events.")]
    [InlineData("?format=webvtt", "The format 'webvtt' needs the parameter 'timeline'.")]
    [InlineData("?name=a&name=b", "The parameter 'name' is given 2 times; once is enough.")]
    public async Task Post_WrongParameter_IsNamed(string query, string detail)
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.Equal(detail, await TestServer.ProblemAsync(await server.PostAsync(query), 400, "bad-request"));
    }

    private static StringContent TornForm()
    {
        StringContent form = new("--x");
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        return form;
    }

    [Fact]
    public async Task Post_UnusableBody_IsAProblemOfItsKind()
    {
        await using TestServer server = await TestServer.StartAsync();
        await TestServer.ProblemAsync(await server.PostAsync("", new ByteArrayContent([])), 400, "bad-request");
        await TestServer.ProblemAsync(await server.PostAsync("", new MultipartFormDataContent { { new StringContent("x"), "note" } }), 400, "bad-request");
        using MultipartFormDataContent two = new() { { TestServer.Body(TestServer.Clip), "file", "a.wav" }, { TestServer.Body(TestServer.Clip), "file", "b.wav" } };
        Assert.Equal("The form has several files; send one recording in each request.", await TestServer.ProblemAsync(await server.PostAsync("", two), 400, "bad-request"));
        using MultipartFormDataContent field = new() { { TestServer.Body(TestServer.Clip), "file", "a.wav" }, { new StringContent("true"), "timeline" } };
        Assert.Equal("The form has the field 'timeline'; parameters belong in the address, such as ?timeline=….", await TestServer.ProblemAsync(await server.PostAsync("", field), 400, "bad-request"));
        Assert.Equal("The body ends too early; send all of it.", await TestServer.ProblemAsync(await server.PostAsync("", TornForm()), 400, "bad-request"));
        await TestServer.ProblemAsync(await server.PostAsync("?name=song.wav", new StringContent("This is a text and no recording, whatever its name says.")), 422, "unreadable-audio");
        using HttpRequestMessage picture = new(HttpMethod.Post, "/v1/recognitions") { Content = TestServer.Body(TestServer.Clip), Headers = { Accept = { new MediaTypeWithQualityHeaderValue("image/png") } } };
        await TestServer.ProblemAsync(await server.Client.SendAsync(picture), 406, "not-acceptable");
        using HttpRequestMessage nothing = new(HttpMethod.Post, "/v1/recognitions") { Content = TestServer.Body(TestServer.Clip), Headers = { { "Accept", "application/json;q=0" } } };
        await TestServer.ProblemAsync(await server.Client.SendAsync(nothing), 406, "not-acceptable");
        HttpContent zipped = TestServer.Body(TestServer.Clip);
        zipped.Headers.ContentEncoding.Add("gzip");
        Assert.Equal("The content encoding is 'gzip'; send the recording as it is.", await TestServer.ProblemAsync(await server.PostAsync("", zipped), 415, "encoded-body"));
    }

    [Fact]
    public async Task Post_MoreThanTheLimit_IsRefusedWithOrWithoutALength()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { MaximumBodyBytes = 100_000 } });
        await TestServer.ProblemAsync(await server.PostAsync(""), 413, "body-too-large"); // 111 KB
        using HttpRequestMessage chunked = new(HttpMethod.Post, "/v1/recognitions") { Content = new StreamContent(new MemoryStream(new byte[200_000])), Headers = { TransferEncodingChunked = true } };
        await TestServer.ProblemAsync(await server.Client.SendAsync(chunked), 413, "body-too-large");
        using HttpResponseMessage small = await server.PostAsync("", TestServer.Body(TestServer.Clip.Replace("announcement", "melody", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
    }

    [Fact]
    public async Task Post_LongerThanTheLimit_IsRefused()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { MaximumSeconds = 2 } });
        Assert.Contains("longer than 2 s", await TestServer.ProblemAsync(await server.PostAsync(""), 422, "unreadable-audio"), StringComparison.Ordinal);
        Assert.Contains("longer than 2 s", await TestServer.ProblemAsync(await server.PostAsync("?timeline"), 422, "unreadable-audio"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_MoreUploadsThanMemory_IsBusy()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { MaximumBufferedBytes = 65_536 } });
        using HttpResponseMessage response = await server.PostAsync("");
        await TestServer.ProblemAsync(response, 503, "busy");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("/v1/recognitions")]
    [InlineData("/v1/sessions")]
    public async Task Post_TooSlow_IsGivenUpAndNothingIsLogged(string path)
    {
        using ErrorLog log = new();
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { RequestSeconds = 0.5 } }, log);
        using TcpClient client = new("127.0.0.1", new Uri(server.Address).Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nRIFF"));
        byte[] answer = new byte[1024];
        int length = await stream.ReadAsync(answer, TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 408", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken)); // the server cuts the connection, for the rest of the body does not come
        await server.App.StopAsync(TestContext.Current.CancellationToken);
        Assert.Empty(log.Errors);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app.js")]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Head_WhereGetWorks_IsAnsweredWithoutABody(string path)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Connection_HalfARequest_IsClosed()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { HeaderSeconds = 1 } });
        using TcpClient client = new("127.0.0.1", new Uri(server.Address).Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync("GET /v1/models HTTP/1.1\r\nHost: 127.0"u8.ToArray());
        using StreamReader reader = new(stream);
        Assert.StartsWith("HTTP/1.1 408", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_TooOften_IsToldWhenToComeBack()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { RequestsPerMinute = 12 } }); // 3 at once
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/v1/models")).StatusCode);
        }

        using HttpResponseMessage fourth = await server.Client.GetAsync("/v1/models");
        await TestServer.ProblemAsync(fourth, 429, "too-many-requests");
        Assert.InRange(fourth.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 6);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/healthz/live")).StatusCode);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:2::8", true)]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:3::7", false)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    public void Client_Addresses_AreToldApart(string one, string other, bool same) => Assert.Equal(same, RequestGuard.Client(IPAddress.Parse(one)) == RequestGuard.Client(IPAddress.Parse(other)));

    [Theory]
    [InlineData(null, false)]
    [InlineData("Bearer 0123456789abcdeF", false)]
    [InlineData("Basic 0123456789abcdef", false)]
    [InlineData("Bearer 0123456789abcdef", true)]
    public async Task Get_Key_IsNeeded(string? header, bool isRight)
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { ApiKey = Key });
        server.Client.DefaultRequestHeaders.Authorization = header is null ? null : AuthenticationHeaderValue.Parse(header);
        using HttpResponseMessage response = await server.Client.GetAsync("/v1/models");
        if (isRight)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        await TestServer.ProblemAsync(response, 401, "unauthorized");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData(null, 200)]
    public async Task Get_PageOfAnotherSite_IsRefused(string? origin, int status)
    {
        await using TestServer server = await TestServer.StartAsync();
        foreach ((string? site, int expected) in new[] { (origin, status), (server.Address, 200) })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/v1/models");
            request.Headers.TryAddWithoutValidation("Origin", site);
            using HttpResponseMessage response = await server.Client.SendAsync(request);
            Assert.Equal(expected, (int)response.StatusCode);
            Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase) || header.Key == "Set-Cookie");
        }
    }

    [Fact]
    public async Task Get_PagesOfSeveralSites_AreRefused()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/models");
        request.Headers.TryAddWithoutValidation("Origin", ["http://evil.example", "http://worse.example"]);
        await TestServer.ProblemAsync(await server.Client.SendAsync(request), 403, "foreign-origin");
    }

    [Fact]
    public async Task Get_HostWithoutSuchAPort_IsOfNoPage()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TcpClient client = new("127.0.0.1", new Uri(server.Address).Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync("GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1:99999\r\nOrigin: http://127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray());
        using StreamReader reader = new(stream);
        string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Contains("foreign-origin", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_FormWithALongBoundary_SaysSo()
    {
        await using TestServer server = await TestServer.StartAsync();
        using MultipartFormDataContent form = new("boundary") { { TestServer.Body(TestServer.Clip), "file", "a.wav" } };
        form.Headers.Remove("Content-Type");
        form.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={new string('a', 5000)}");
        Assert.Equal("The form's boundary has 5000 characters; it must have 70 at most.", await TestServer.ProblemAsync(await server.PostAsync("", form), 400, "bad-request"));
    }

    [Fact]
    public async Task Get_OtherHostName_IsRefused()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/models") { Headers = { Host = "rebound.example" } };
        Assert.Contains("to no other name", await TestServer.ProblemAsync(await server.Client.SendAsync(request), 400, "bad-request"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models", 200)]
    [InlineData("/v1/sessions/none", 404)]
    [InlineData("/v1/recognitions/00000000000000000000000000000000", 404)]
    [InlineData("/v1/recognitions/00000000000000000000000000000000/result", 404)]
    public async Task Head_WhatCanBeRead_GivesTheHeadersOfGet(string address, int status)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage read = await server.Client.GetAsync(address), head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, address));
        Assert.Equal(status, (int)head.StatusCode);
        Assert.Equal(read.StatusCode, head.StatusCode);
        Assert.Equal(read.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Get_UnknownAddress_IsAProblem()
    {
        await using TestServer server = await TestServer.StartAsync();
        await TestServer.ProblemAsync(await server.Client.GetAsync("/v1/emotions"), 404, "unknown-address");
        await TestServer.ProblemAsync(await server.Client.GetAsync("/v1/recognitions/00000000000000000000000000000000"), 404, "unknown-recognition");
        await TestServer.ProblemAsync(await server.Client.DeleteAsync("/v1/models"), 405, "method-not-allowed");
    }
}
