using System.Diagnostics;
using Microsoft.Playwright;
using SpeechEmotion.Browser.Tests;
using SpeechEmotion.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(ServedPage))]

namespace SpeechEmotion.Browser.Tests;

/// <summary>The page of samples/browser, served as its users serve it, and a browser to open it in. Where something that it needs is not installed, <see cref="OpenAsync"/> skips the test and says what.</summary>
public sealed class ServedPage : IAsyncLifetime
{
    private Process? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _missing;

    private static string Folder => Repository.PathOf("samples/browser");

    /// <summary>The page's address.</summary>
    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        string? chromium = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);
        _missing = chromium is null ? "no Chromium is installed"
            : !File.Exists(Repository.PathOf("models/default.onnx")) ? "models/default.onnx is not in place"
            : await Npm.InstallAsync("samples/browser");
        if (_missing is not null)
        {
            return;
        }

        _server = Start("node", "server.mjs", "../../models/default.onnx", "0");
        Address = (await _server.StandardOutput.ReadLineAsync())!;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", // a microphone that beeps
            ],
        });
    }

    /// <summary>A new window on the page that has not been opened yet.</summary>
    public async Task<IPage> OpenAsync(ColorScheme colors = ColorScheme.Light)
    {
        Assert.SkipWhen(_missing is not null, $"the page is not tried: {_missing}");
        IPage page = await _browser!.NewPageAsync(new BrowserNewPageOptions { ColorScheme = colors, BaseURL = Address });
        page.SetDefaultTimeout(120_000);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _server?.Kill();
        _server?.Dispose();
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true })!;
}
