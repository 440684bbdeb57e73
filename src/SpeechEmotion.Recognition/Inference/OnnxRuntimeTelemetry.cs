using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpeechEmotion.Recognition.Inference;

/// <summary>
/// Keeps ONNX Runtime from sending telemetry. Its native library decides once, when it is loaded, by the variable <c>ORT_DISABLE_TELEMETRY</c> of the process's own environment. On Unix,
/// <see cref="Environment.SetEnvironmentVariable(string, string)"/> changes .NET's copy of that environment only, so the variable is set through the C library; on Windows through the
/// system and through the C runtime, which has a copy of its own.
/// </summary>
internal static partial class OnnxRuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY", Disabled = "1";

    private static readonly bool s_isDisabled = SetVariable();

    /// <summary>Must have been called before the native library is loaded. It runs when this assembly is first used, and again wherever a session is opened; only the first call does anything.</summary>
    /// <exception cref="InvalidOperationException">The system refused to set the variable.</exception>
    public static void Disable()
    {
        if (!s_isDisabled)
        {
            throw new InvalidOperationException($"ONNX Runtime's telemetry could not be turned off: the environment variable {Variable} cannot be set. Start the program with {Variable}={Disabled}.");
        }
    }

#pragma warning disable CA2255 // A library's initializer: the application may load ONNX Runtime itself before it recognises anything.
    [ModuleInitializer]
    internal static void DisableOnLoad() => Disable();
#pragma warning restore CA2255

    private static bool SetVariable() => OperatingSystem.IsWindows()
        ? SetEnvironmentVariable(Variable, Disabled) & SetRuntimeVariable(Variable, Disabled) == 0
        : SetLibraryVariable(Variable, Disabled, overwrite: 1) == 0;

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetLibraryVariable(string name, string value, int overwrite);

    [LibraryImport("kernel32", EntryPoint = "SetEnvironmentVariableW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetEnvironmentVariable(string name, string value);

    [LibraryImport("ucrtbase", EntryPoint = "_wputenv_s", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SetRuntimeVariable(string name, string value);
}
