using System.Runtime.CompilerServices;
using SpeechEmotion.Networks;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>Loads the native library before a test touches a tensor.</summary>
internal static class TestSetup
{
    [ModuleInitializer]
    internal static void LoadNativeLibrary() => LibTorch.EnsureLoaded();
}
