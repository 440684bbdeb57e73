using System.Runtime.CompilerServices;
using SpeechEmotion.Networks;
using SpeechEmotion.Recognition.Inference;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>Prepares the native libraries before a test touches a tensor or opens a session of its own.</summary>
internal static class TestSetup
{
    [ModuleInitializer]
    internal static void PrepareNativeLibraries()
    {
        LibTorch.EnsureLoaded();
        OnnxRuntimeTelemetry.Disable();
    }
}
