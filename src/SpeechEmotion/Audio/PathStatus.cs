using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SpeechEmotion.Audio;

/// <summary>
/// What a path leads to, without opening it: opening a named pipe waits until somebody writes to it. .NET tells files from folders only, so
/// the operating system is asked; where that is not Linux or macOS, whatever is no folder counts as a file.
/// </summary>
/// <param name="Kind">What it is, links followed.</param>
/// <param name="Identity">Equal for two paths exactly if they lead to the same file or folder; empty if there is none.</param>
internal readonly partial record struct PathStatus(PathKind Kind, string Identity)
{
    private const int CurrentFolder = -100, TypeAndInode = 0x101, StatusLength = 256;
    private const int TypeMask = 0xF000, Fifo = 0x1000, CharacterDevice = 0x2000, Folder = 0x4000, BlockDevice = 0x6000, Socket = 0xC000;

    /// <summary>Looks at a path.</summary>
    public static PathStatus Of(string path)
    {
        Span<byte> status = stackalloc byte[StatusLength];
        if (OperatingSystem.IsLinux() && LinuxStatus(CurrentFolder, path, 0, TypeAndInode, ref MemoryMarshal.GetReference(status)) == 0)
        {
            // struct statx: mode at 28, inode at 32, major and minor number of the disk at 136 and 140
            ulong inode = BinaryPrimitives.ReadUInt64LittleEndian(status[32..]), disk = BinaryPrimitives.ReadUInt64LittleEndian(status[136..]);
            return new PathStatus(KindOf(BinaryPrimitives.ReadUInt16LittleEndian(status[28..])), $"{disk:x}:{inode:x}");
        }

        if (OperatingSystem.IsMacOS() && MacStatus(path, ref MemoryMarshal.GetReference(status)) == 0)
        {
            // struct stat: disk at 0, mode at 4, inode at 8
            ulong inode = BinaryPrimitives.ReadUInt64LittleEndian(status[8..]);
            return new PathStatus(KindOf(BinaryPrimitives.ReadUInt16LittleEndian(status[4..])), $"{BinaryPrimitives.ReadUInt32LittleEndian(status):x}:{inode:x}");
        }

        return Directory.Exists(path) ? new PathStatus(PathKind.Folder, Real(path))
            : !File.Exists(path) ? new PathStatus(IsLink(path) ? PathKind.DanglingLink : PathKind.Missing, "")
            : IsLink(path) && !LeadsToAFile(path) ? new PathStatus(PathKind.DanglingLink, "")
            : new PathStatus(PathKind.File, Real(path));
    }

    /// <summary>Whether a path is a link itself, wherever that leads.</summary>
    public static bool IsLink(string path)
    {
        try
        {
            return File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Where a path that may be a link leads to, whether or not something is there; any other path is returned as it is.</summary>
    /// <exception cref="IOException">It is a stream of this process, such as /dev/stdout, which leads to a file that others write, too.</exception>
    public static string Followed(string path)
    {
        if (!IsLink(path))
        {
            return path;
        }

        string full = Path.GetFullPath(path); // .NET takes the target of a link without a folder to lie in the root.
        return IsStream(full) || IsStream(File.ResolveLinkTarget(full, returnFinalTarget: false)!.FullName)
            ? throw new IOException($"{path}: is a stream that goes into a file, which would be replaced; name the file itself, or leave the option out")
            : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    /// <summary>Whether a path is an open file of a process, where /dev/stdout and /dev/fd/1 lead.</summary>
    private static bool IsStream(string path) => path.StartsWith("/proc/", StringComparison.Ordinal) && path.Contains("/fd/", StringComparison.Ordinal);

    /// <summary>Whether a folder lists a name that nothing answers to: its bytes are not UTF-8, and .NET knows no path that would lead there.</summary>
    public static bool HasOddName(string path) => Path.GetFileName(path).Contains('\uFFFD', StringComparison.Ordinal) && Of(path).Kind == PathKind.Missing;

    /// <summary>What messages call such a thing.</summary>
    public static string Describe(PathKind kind) => kind switch
    {
        PathKind.DanglingLink => "a link to a file that does not exist",
        PathKind.Pipe => "a named pipe",
        PathKind.Device => "a device",
        PathKind.Socket => "a socket",
        PathKind.Folder => "a folder",
        PathKind.File => "a file",
        _ => "not there",
    };

    /// <summary>Whether a link ends somewhere; one that leads to itself does not.</summary>
    private static bool LeadsToAFile(string link)
    {
        try
        {
            return File.ResolveLinkTarget(Path.GetFullPath(link), returnFinalTarget: true) is { Exists: true };
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Real(string path)
    {
        string full = Path.GetFullPath(path);
        return (Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full).TrimEnd(Path.DirectorySeparatorChar);
    }

    private static PathKind KindOf(int mode) => (mode & TypeMask) switch
    {
        Fifo => PathKind.Pipe,
        CharacterDevice or BlockDevice => PathKind.Device,
        Folder => PathKind.Folder,
        Socket => PathKind.Socket,
        _ => PathKind.File,
    };

    private static int MacStatus(string path, ref byte status) =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? MacStatusArm(path, ref status) : MacStatusIntel(path, ref status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinuxStatus(int folder, string path, int flags, uint mask, ref byte status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MacStatusArm(string path, ref byte status);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MacStatusIntel(string path, ref byte status);
}
