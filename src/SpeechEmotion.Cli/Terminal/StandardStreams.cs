using System.Runtime.InteropServices;

namespace SpeechEmotion.Cli.Terminal;

/// <summary>
/// The standard streams as the process got them. Whoever closes one (<c>&lt;&amp;-</c>, <c>&gt;&amp;-</c>) leaves its number to the first file that the runtime opens, which must be neither read nor
/// written as if it were the stream.
/// </summary>
internal static partial class StandardStreams
{
    private const int Input = 0, Output = 1, Error = 2;
    private const int GetDescriptorFlags = 1, CloseOnExec = 1; // F_GETFD, FD_CLOEXEC

    /// <summary>Whether standard output was closed.</summary>
    public static bool IsOutputClosed => IsClosed(Output);

    /// <summary>Whether standard error was closed.</summary>
    public static bool IsErrorClosed => IsClosed(Error);

    /// <summary>Opens standard input.</summary>
    /// <exception cref="IOException">It was closed.</exception>
    public static Stream OpenInput() => IsClosed(Input)
        ? throw new IOException("standard input is closed; send a recording through it, as in: ser predict - < recording.wav")
        : Console.OpenStandardInput();

    /// <summary>What the process was started with survived the start; what the runtime opens is closed at a start, and marked so.</summary>
    private static bool IsClosed(int stream) => !OperatingSystem.IsWindows() && GetFlags(stream, GetDescriptorFlags) is var flags && (flags < 0 || (flags & CloseOnExec) != 0);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int GetFlags(int descriptor, int command);
}
