using System.Runtime.CompilerServices;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Networks;
using Xunit.Sdk;
using Xunit.v3;

// A training uses all cores by itself, and some tests count the live tensors of the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace SpeechEmotion.Tests;

/// <summary>Loads the native library before a test touches a tensor.</summary>
internal static class TestSetup
{
    [ModuleInitializer]
    internal static void LoadNativeLibrary() => LibTorch.EnsureLoaded();

    /// <summary>Keeps features of made-up corpora out of the user's own cache.</summary>
    [ModuleInitializer]
    internal static void UseOwnCache()
    {
        string folder = Directory.CreateTempSubdirectory("speech-emotion-cache-").FullName;
        Environment.SetEnvironmentVariable(FeatureCache.FolderVariable, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
