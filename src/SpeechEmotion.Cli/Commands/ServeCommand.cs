using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using SpeechEmotion.Audio;
using SpeechEmotion.Web;
using SpeechEmotion.Web.Hosting;

namespace SpeechEmotion.Cli.Commands;

/// <summary><c>ser serve</c>: the API and the page. Nothing of training is loaded for it.</summary>
internal static class ServeCommand
{
    /// <summary>The environment variable that holds the API key, which does not belong on a command line that others can see.</summary>
    public const string KeyVariable = "SER_API_KEY";

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandContext context)
    {
        Option<string[]> urls = new("--urls")
        {
            Description = "Where to listen; several addresses are separated by semicolons. Anything but this machine's own addresses needs a key or --allow-anonymous.",
            HelpName = "URL",
            DefaultValueFactory = _ => ["http://127.0.0.1:5000"],
        };
        Option<string?> model = new("--model") { Description = "The model; without it, the one that comes with the program.", HelpName = "M.onnx" };
        Option<string?> config = new("--config") { Description = "Limits and proxies as JSON; docs/server.md lists them.", HelpName = "F.json" };
        Option<bool> anonymous = new("--allow-anonymous") { Description = $"Let other machines in without a key. Otherwise they must send the one in the environment variable {KeyVariable}." };
        Command command = new CommandWithExamples(
            "serve",
            "Opens a page and an API that recognise emotions in recordings and from the microphone.",
            "ser serve --urls http://127.0.0.1:8080",
            "ser serve --model my.onnx")
        {
            urls, model, config, anonymous,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string? path = parsed.GetValue(model);
            ServerConfig server = parsed.GetValue(config) is { } file ? ServerConfig.Read(file) : new ServerConfig();
            string key = Environment.GetEnvironmentVariable(KeyVariable) ?? "";
            if (key.Length is > 0 and < ServerConfig.ShortestKey)
            {
                throw new ArgumentException($"{KeyVariable} has {Counted.Of(key.Length, "character")}; it must have {ServerConfig.ShortestKey} or more");
            }

            server = server with { Model = path ?? server.Model, ApiKey = key.Length > 0 ? key : server.ApiKey };
            server = server.Model is { } named ? server with { Model = NamedModels.Find(context, named) } : server;
            if (context.OwnsProcess)
            {
                ServerMemory.Limit(server.Limits);
            }

            string[] addresses = [.. parsed.GetRequiredValue(urls).SelectMany(url => url.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
            await using WebApplication app = context.Load(() => StudioHost.Create(server, addresses, parsed.GetValue(anonymous), Telemetry.IsWanted ? Telemetry.Add : null));
            try
            {
                await app.StartAsync(cancellation);
            }
            catch (Exception e) when (e is IOException or SocketException or InvalidOperationException or ArgumentException)
            {
                throw new IOException($"--urls {string.Join(';', parsed.GetRequiredValue(urls))}: cannot listen there: {e.GetBaseException().Message.TrimEnd('.')}; choose another address or port", e);
            }

            await context.Output.WriteLineAsync($"SpeechEmotion is at {string.Join(" and ", app.Urls)}; Ctrl-C ends it.".AsMemory(), cancellation);
            await context.Output.FlushAsync(cancellation);
            await WaitAsync(cancellation);
            await app.StopAsync(CancellationToken.None);
            return Cli.Success;
        });
        return command;
    }

    /// <summary>Waits for Ctrl-C or SIGTERM, which are how a server ends.</summary>
    private static Task WaitAsync(CancellationToken cancellation)
    {
        TaskCompletionSource ended = new();
        cancellation.Register(ended.SetResult);
        return ended.Task;
    }
}
