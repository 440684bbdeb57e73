using System.Buffers.Binary;
using System.Diagnostics;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

/// <summary>The program as its own process between pipes.</summary>
public sealed class PipeTests(TestModel model) : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Limit => CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token).Token;

    [Fact]
    public async Task Predict_ReaderThatCloses_EndsQuietly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes close in another way there");
        string clip = _folder.AddClip("a.wav");
        using Process process = Start(["predict", .. Enumerable.Repeat(clip, 20_000), "--model", model.File, "--csv"]);
        Task<string> error = process.StandardError.ReadToEndAsync(Limit);
        Assert.StartsWith("file,", await process.StandardOutput.ReadLineAsync(Limit), StringComparison.Ordinal);
        Stopwatch watch = Stopwatch.StartNew();
        process.StandardOutput.Close();
        await process.WaitForExitAsync(Limit);
        Assert.Equal((Cli.ClosedPipe, ""), (process.ExitCode, await error));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        Assert.Equal(["a.wav"], _folder.Names());
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("data", "list")]
    public async Task Run_IntoAPipe_HasNoColours(params string[] args)
    {
        using Process process = Start(args[0] == "predict" ? ["predict", _folder.AddClip("a.wav"), "--model", model.File] : args);
        Task<string> error = process.StandardError.ReadToEndAsync(Limit);
        string output = await process.StandardOutput.ReadToEndAsync(Limit);
        await process.WaitForExitAsync(Limit);
        Assert.Equal(Cli.Success, process.ExitCode);
        Assert.NotEmpty(output);
        Assert.DoesNotContain('\e', output + await error);
    }

    [Theory]
    [InlineData("data", "list")]
    [InlineData("experiments")]
    [InlineData("--help")]
    public async Task Run_NobodyReads_EndsQuietly(params string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes close in another way there");
        using Process process = Start(args);
        process.StandardOutput.Close();
        string error = await process.StandardError.ReadToEndAsync(Limit);
        await process.WaitForExitAsync(Limit);
        Assert.Equal((Cli.ClosedPipe, ""), (process.ExitCode, error));
    }

    [Fact]
    public async Task PredictTimeline_StandardInputStillOpen_PrintsWhatIsFinal()
    {
        using Process process = Start(["predict", "-", "--timeline", "--csv", "--model", model.File]);
        Task<string> error = process.StandardError.ReadToEndAsync(Limit);
        Stream input = process.StandardInput.BaseStream;
        byte[] sound = File.ReadAllBytes(_folder.AddClip("a.wav", length: 3 * TestFolder.Rate));
        BinaryPrimitives.WriteUInt32LittleEndian(sound.AsSpan(4), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(sound.AsSpan(40), uint.MaxValue);
        await input.WriteAsync(sound, Limit);
        await input.WriteAsync(new byte[2 * 5 * TestFolder.Rate], Limit); // five seconds of silence
        await input.FlushAsync(Limit);

        Assert.StartsWith("file,start,end", await process.StandardOutput.ReadLineAsync(Limit), StringComparison.Ordinal);
        Assert.StartsWith("-,0,", await process.StandardOutput.ReadLineAsync(Limit), StringComparison.Ordinal);
        Assert.False(process.HasExited);

        process.StandardInput.Close();
        await process.WaitForExitAsync(Limit);
        Assert.Equal((Cli.Success, ""), (process.ExitCode, await error));
    }

    public void Dispose() => _folder.Dispose();

    private static Process Start(string[] args) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ser.dll"), .. args])
    {
        Environment = { ["TERM"] = "xterm-256color" },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
