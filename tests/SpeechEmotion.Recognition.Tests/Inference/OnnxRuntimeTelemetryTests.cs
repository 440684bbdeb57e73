using System.Runtime.InteropServices;
using SpeechEmotion.Recognition.Inference;
using Xunit;

namespace SpeechEmotion.Recognition.Tests.Inference;

public sealed partial class OnnxRuntimeTelemetryTests
{
    [Fact]
    public void Disable_OnUnix_IsSeenByNativeLibraries()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no getenv of the whole process");
        OnnxRuntimeTelemetry.Disable();
        Assert.Equal("1", Marshal.PtrToStringUTF8(GetVariable("ORT_DISABLE_TELEMETRY")));
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);
}
