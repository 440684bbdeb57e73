using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace SpeechEmotion.Cli.Tests;

/// <summary>Counts how often the files of a folder are opened, as Linux tells (inotify).</summary>
internal sealed partial class OpenedFiles : IDisposable
{
    private const uint Opened = 0x20, Closed = 0x10; // Without what comes between them, two equal events become one.
    private const int NonBlocking = 0x800, HeaderLength = 16;

    private readonly int _descriptor;

    public OpenedFiles(string folder)
    {
        _descriptor = Init(NonBlocking);
        Assert(_descriptor >= 0 && AddWatch(_descriptor, folder, Opened | Closed) >= 0);
    }

    /// <summary>How often each file was opened since the last call.</summary>
    public Dictionary<string, int> Take()
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        byte[] block = new byte[1 << 16];
        for (nint got = Read(_descriptor, block, block.Length); got > 0; got = Read(_descriptor, block, block.Length))
        {
            for (int at = 0; at < got;)
            {
                uint mask = BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(at + 4));
                int length = BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(at + 12));
                Assert((mask & 0x4000) == 0); // The queue did not overflow.
                if ((mask & Opened) != 0)
                {
                    string name = Encoding.UTF8.GetString(block, at + HeaderLength, length).TrimEnd('\0');
                    counts[name] = counts.GetValueOrDefault(name) + 1;
                }

                at += HeaderLength + length;
            }
        }

        return counts;
    }

    public void Dispose() => Close(_descriptor);

    private static void Assert(bool condition) => Xunit.Assert.True(condition, $"inotify: error {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(int descriptor, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte[] block, nint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
