using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using SpeechEmotion.Browser.Tests;
using SpeechEmotion.Tests;
using SpeechEmotion.Web;
using SpeechEmotion.Web.Hosting;
using Xunit;

[assembly: AssemblyFixture(typeof(Studio))]

namespace SpeechEmotion.Browser.Tests;

/// <summary>The page of <c>ser serve</c>, and a browser whose microphone plays a sample of this repository. Without a Chromium, <see cref="OpenAsync"/> skips the test.</summary>
public sealed class Studio : IAsyncLifetime
{
    private static readonly string[] s_browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The page's address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What the microphone hears.</summary>
    public static string Spoken => Repository.PathOf("samples/audio/announcement.wav");

    public async ValueTask InitializeAsync()
    {
        if (s_browsers.FirstOrDefault(File.Exists) is not { } chromium)
        {
            return;
        }

        _app = StudioHost.Create(new ServerConfig(), ["http://127.0.0.1:0"]);
        await _app.StartAsync();
        Address = _app.Urls.Single();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-audio-capture={Spoken}",
            ],
        });
    }

    /// <summary>The page, in a new window that notes what its content security policy refuses and what it asks for.</summary>
    public async Task<IPage> OpenAsync(BrowserNewPageOptions? options = null)
    {
        Assert.SkipWhen(_browser is null, "the studio's page is not tried: no Chromium is installed");
        options ??= new BrowserNewPageOptions();
        options.BaseURL = Address;
        IPage page = await _browser!.NewPageAsync(options);
        page.SetDefaultTimeout(60_000);
        await page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', event => document.refused = event.violatedDirective)");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
