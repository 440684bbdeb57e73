using System.Net;
using System.Text.RegularExpressions;
using SpeechEmotion.Web.Page;
using Xunit;

namespace SpeechEmotion.Web.Tests.Page;

public sealed partial class PageEndpointsTests
{
    [Fact]
    public async Task Get_EveryFile_HasTypePolicyAndTag()
    {
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { ApiKey = "0123456789abcdef" }); // the page itself needs no key
        foreach (string name in new PageAssets().Names.Append(""))
        {
            using HttpResponseMessage response = await server.Client.GetAsync($"/{name}");
            Assert.True(response.StatusCode == HttpStatusCode.OK, name);
            Assert.StartsWith("default-src 'none'; script-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            using HttpRequestMessage again = new(HttpMethod.Get, $"/{name}") { Headers = { IfNoneMatch = { response.Headers.ETag! } } };
            Assert.Equal(HttpStatusCode.NotModified, (await server.Client.SendAsync(again)).StatusCode);
        }
    }

    [Fact]
    public void Files_Addresses_AreTheirOwn()
    {
        PageAssets assets = new();
        Assert.Contains("examples/announcement.wav", assets.Names);
        foreach (string name in assets.Names.Where(name => !name.EndsWith(".wav", StringComparison.Ordinal)))
        {
            string text = System.Text.Encoding.UTF8.GetString(assets.Find(name)!.Bytes).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
            Assert.DoesNotContain("://", text, StringComparison.Ordinal);
            Assert.DoesNotContain("style=\"", text, StringComparison.Ordinal); // the policy forbids it
            foreach (Match import in Import().Matches(text))
            {
                Assert.Contains(import.Groups["name"].Value, assets.Names);
            }
        }
    }

    [GeneratedRegex(@"(?:from|src=|href=) ?[""'](?:\./)?(?<name>[a-z.]+\.(?:js|css|svg|html))[""']")]
    private static partial Regex Import();
}
