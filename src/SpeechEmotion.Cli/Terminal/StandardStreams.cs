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

    private static readonly string[][] s_names = [["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"], ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"], ["/dev/stderr", "/dev/fd/2", "/proc/self/fd/2"]];

    /// <summary>Whether standard output was closed.</summary>
    public static bool IsOutputClosed => IsClosed(Output);

    /// <summary>Whether standard error was closed.</summary>
    public static bool IsErrorClosed => IsClosed(Error);

    /// <summary>The first of some arguments that names a stream which was closed, such as <c>/dev/stdin</c>; null if there is none.</summary>
    public static string? FirstClosed(IEnumerable<string> arguments) => arguments.FirstOrDefault(argument => Array.FindIndex(s_names, names => names.Contains(argument)) is var stream and >= 0 && IsClosed(stream));

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
