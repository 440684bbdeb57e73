using System.ComponentModel;
using System.Diagnostics;
using SpeechEmotion.Tests;

namespace SpeechEmotion.Browser.Tests;

/// <summary>Installs what a folder's lock file names, once.</summary>
internal static class Npm
{
    private static readonly SemaphoreSlim s_one = new(1);

    /// <summary>Says what is wrong if that fails; null if the packages are there.</summary>
    public static async Task<string?> InstallAsync(string folder)
    {
        string path = Repository.PathOf(folder);
        await s_one.WaitAsync();
        try
        {
            if (File.Exists(Path.Combine(path, "node_modules", ".package-lock.json")))
            {
                return null;
            }

            using Process npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = path, RedirectStandardOutput = true })!;
            Task<string> output = npm.StandardOutput.ReadToEndAsync();
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 ? null : $"npm could not install what {folder}/package-lock.json names: {await output}";
        }
        catch (Win32Exception)
        {
            return "npm is not installed";
        }
        finally
        {
            s_one.Release();
        }
    }
}
