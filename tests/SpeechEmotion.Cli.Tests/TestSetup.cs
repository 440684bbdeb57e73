using System.Runtime.CompilerServices;
using SpeechEmotion.Datasets.Cache;

namespace SpeechEmotion.Cli.Tests;

/// <summary>Keeps features of made-up corpora out of the user's own cache.</summary>
internal static class TestSetup
{
    [ModuleInitializer]
    internal static void UseOwnCache()
    {
        string folder = Directory.CreateTempSubdirectory("speech-emotion-cache-").FullName;
        Environment.SetEnvironmentVariable(FeatureCache.FolderVariable, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
