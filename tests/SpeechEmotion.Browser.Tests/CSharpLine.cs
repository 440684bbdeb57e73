using System.Diagnostics;
using Xunit;

namespace SpeechEmotion.Browser.Tests;

/// <summary>Compiles a line of C# with the compiler of the SDK against the libraries beside these tests, as a program with implicit usings, and runs it in a folder.</summary>
internal static class CSharpLine
{
    private static readonly string s_runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!, s_libraries = AppContext.BaseDirectory;

    /// <summary>What the program prints.</summary>
    public static async Task<string> RunAsync(string line, string folder)
    {
        string dotnet = Path.GetFullPath(Path.Combine(s_runtime, "../../../dotnet")), name = $"line-{Guid.NewGuid():N}", program = Path.Combine(s_libraries, $"{name}.dll");
        string compiler = Directory.GetFiles(Path.GetFullPath(Path.Combine(s_runtime, "../../../sdk")), "csc.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        string source = Path.Combine(folder, $"{name}.cs"), usings = Path.Combine(folder, $"{name}.usings.cs");
        await File.WriteAllTextAsync(source, line);
        await File.WriteAllTextAsync(usings, string.Concat(new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading.Tasks" }.Select(space => $"global using {space};\n")));
        string[] references = [.. Directory.GetFiles(s_runtime, "System*.dll").Where(path => !path.EndsWith(".Native.dll", StringComparison.Ordinal)), .. Directory.GetFiles(s_libraries, "SpeechEmotion*.dll")];
        try
        {
            await StartAsync(dotnet, [compiler, "-nologo", "-noconfig", "-nostdlib", "-langversion:latest", $"-out:{program}", .. references.Select(path => $"-r:{path}"), source, usings], folder);
            string tests = Path.Combine(s_libraries, "SpeechEmotion.Browser.Tests");
            return await StartAsync(dotnet, ["exec", "--depsfile", $"{tests}.deps.json", "--runtimeconfig", $"{tests}.runtimeconfig.json", program], folder);
        }
        finally
        {
            File.Delete(program);
        }
    }

    private static async Task<string> StartAsync(string program, IEnumerable<string> arguments, string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{output}{await errors}");
        return output;
    }
}
