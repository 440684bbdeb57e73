namespace SpeechEmotion.Networks;

/// <summary>The package that libtorch comes in, for programs that are installed without it: a package per platform, too large to be part of another.</summary>
internal static class LibTorchPackage
{
    /// <summary>The package's name, for the only platform on which it is looked for.</summary>
    public const string Name = "libtorch-cpu-linux-x64";

    /// <summary>The version that the binding was made for.</summary>
    public const string Version = "2.10.0";

    /// <summary>Says what is missing and how to get it, on one line.</summary>
    public static string Missing =>
        $"libtorch {Version}, which computes the networks, is not installed; run `dotnet package download {Name}@{Version} --output {Packages}`, or in a project `dotnet add package {Name} --version {Version}`";

    /// <summary>NuGet's folder of packages.</summary>
    private static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } configured
        ? configured
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The folder of its libraries, in NuGet's folder of packages; null if they are not there.</summary>
    public static string? FindLibraries()
    {
        string libraries = Path.Combine(Packages, Name, Version, "runtimes", "linux-x64", "native");
        return File.Exists(Path.Combine(libraries, "libtorch_cpu.so")) ? libraries : null;
    }
}
