using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using TorchSharp;

namespace SpeechEmotion.Networks;

/// <summary>
/// Loads the native library, and makes it behave: it starts on systems whose C++ library is older than the one it was linked with, keeps freed memory for
/// the next step, and finds out whether oneDNN computes convolutions rightly on this processor. Called by whatever creates a network or a tensor; the second call does nothing.
/// </summary>
public static partial class LibTorch
{
    private const string TooNewVersion = "GLIBCXX_3.4.32";
    private const int VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const byte WeakFlag = 2;                   // VER_FLG_WEAK

    private static readonly Lazy<bool> Loaded = new(LoadOnce);
    private static readonly Lazy<bool> RightInBFloat16 = new(() => ConvolutionCheck.IsRight(torch.ScalarType.BFloat16, FillsChannels));

    private static nint s_library;
    private static bool s_withoutOneDnn;

    /// <summary>Whether the processor multiplies bfloat16 numbers by itself (AVX512_BF16), and convolutions of them come out right.</summary>
    public static bool HasBFloat16 => X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0 && !s_withoutOneDnn && RightInBFloat16.Value;

    /// <summary>Whether convolutions come out right only where their channels are filled up to multiples of sixteen.</summary>
    internal static bool FillsChannels => Loaded.Value;

    /// <summary>Loads the native library unless that has been done.</summary>
    /// <exception cref="DllNotFoundException">The library is missing or needs something that this system lacks; the message says what.</exception>
    public static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>Starts the generator that initial weights and dropout are drawn from.</summary>
    public static void Seed(ulong seed)
    {
        EnsureLoaded();
        torch.manual_seed((long)(seed & long.MaxValue)).Dispose();
    }

    /// <summary>Makes libtorch compute without oneDNN, which is slower, and right with channels of any number.</summary>
    /// <exception cref="PlatformNotSupportedException">That did not mend it.</exception>
    internal static void LeaveOutOneDnn()
    {
        Switch("_ZN2at7Context20setUserEnabledMkldnnEb", on: false); // at::Context::setUserEnabledMkldnn(bool)
        s_withoutOneDnn = true;
        if (!ConvolutionCheck.IsRight(torch.ScalarType.Float32, filled: false))
        {
            throw new PlatformNotSupportedException("libtorch computes convolutions wrongly on this processor, so networks can be neither trained nor evaluated with it here; recognition with an exported model does not need it");
        }
    }

    /// <summary>Loads the library, and says whether channels are to be filled up.</summary>
    private static bool LoadOnce()
    {
        if (OperatingSystem.IsLinux())
        {
            KeepFreedMemory();
            LoadOnLinux();
            Switch("_ZN2at7Context20setUserEnabledNNPACKEb", on: false); // at::Context::setUserEnabledNNPACK(bool); where the processor does not suit it, it warns of that at each convolution.
        }

        if (ConvolutionCheck.IsRight(torch.ScalarType.Float32, filled: false))
        {
            return false;
        }

        if (ConvolutionCheck.IsRight(torch.ScalarType.Float32, filled: true))
        {
            return true;
        }

        LeaveOutOneDnn();
        return false;
    }

    private static void Switch(string setting, bool on)
    {
        if (s_library != 0
            && NativeLibrary.TryGetExport(s_library, "_ZN2at13globalContextEv", out nint context) // at::globalContext()
            && NativeLibrary.TryGetExport(s_library, setting, out nint set))
        {
            unsafe
            {
                ((delegate* unmanaged<nint, byte, void>)set)(((delegate* unmanaged<nint>)context)(), on ? (byte)1 : (byte)0);
            }
        }
    }

    /// <summary>
    /// A training step frees and asks for the same hundreds of megabytes again. By default the C library hands blocks of that size back to the kernel, which
    /// zeroes them page by page when they return; keeping them, in one heap, spares a wide network a third of its time.
    /// </summary>
    private static void KeepFreedMemory()
    {
        const int trimThreshold = -1;   // M_TRIM_THRESHOLD
        const int mappedBlocks = -4;    // M_MMAP_MAX
        const int heaps = -8;           // M_ARENA_MAX
        try
        {
            _ = SetMallocOption(mappedBlocks, 0);
            _ = SetMallocOption(heaps, 1);
            _ = SetMallocOption(trimThreshold, int.MaxValue);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library (musl): it has no such setting, and nothing depends on it.
        }
    }

    /// <summary>
    /// The binding asks for a version of the C++ library that Debian 12 and Ubuntu 22.04 do not have yet, for a symbol that nothing in it is relocated against.
    /// Where it does not load as it is, a copy in memory is loaded in which that one version need is marked weak.
    /// </summary>
    private static void LoadOnLinux()
    {
        string? folder = NativeFolders().FirstOrDefault(path => File.Exists(Path.Combine(path, "libLibTorchSharp.so")));
        if (folder is null)
        {
            return; // Installed in some other way; the runtime's own search decides.
        }

        // No other copy will do: the system's own is of another version.
        LoadFrom(File.Exists(Path.Combine(folder, "libtorch_cpu.so")) ? folder : LibTorchPackage.FindLibraries() ?? throw new DllNotFoundException(LibTorchPackage.Missing));

        string binding = Path.Combine(folder, "libLibTorchSharp.so");
        if (NativeLibrary.TryLoad(binding, out _))
        {
            return;
        }

        byte[] image = File.ReadAllBytes(binding);
        if (!MarkVersionNeedWeak(image, TooNewVersion))
        {
            NativeLibrary.Load(binding); // Fails again, with the system's own reason.
            return;
        }

        LoadImage(image);
    }

    private static void LoadFrom(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "libgomp*").Order(StringComparer.Ordinal)
            .Concat(["libc10.so", "libtorch_cpu.so", "libtorch.so"]))
        {
            string path = Path.Combine(folder, file);
            if (File.Exists(path))
            {
                nint library = NativeLibrary.Load(path);
                s_library = file == "libtorch_cpu.so" ? library : s_library;
            }
        }
    }

    /// <summary>Folders in which the runtime looks for native libraries.</summary>
    private static IEnumerable<string> NativeFolders()
    {
        string listed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string platform = RuntimeInformation.RuntimeIdentifier.StartsWith("linux", StringComparison.Ordinal)
            ? RuntimeInformation.RuntimeIdentifier
            : "linux-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", platform, "native"));
    }

    /// <summary>Marks the need of a version in an ELF image as weak, so that the loader only warns where it is missing.</summary>
    /// <param name="image">A 64-bit little-endian ELF file; changed in place.</param>
    /// <param name="version">The version's name.</param>
    /// <returns>Whether the version was found.</returns>
    internal static bool MarkVersionNeedWeak(byte[] image, string version)
    {
        ReadOnlySpan<byte> span = image;
        if (span.Length < 64 || !span[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            return false;
        }

        int sections = Offset(image, 0x28);
        int sectionLength = BinaryPrimitives.ReadUInt16LittleEndian(span[0x3A..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(span[0x3C..]);
        for (int i = 0; i < count; i++)
        {
            int header = sections + (i * sectionLength);
            if (Word(image, header + 4) != VersionNeedSection)
            {
                continue;
            }

            int strings = Offset(image, sections + (Word(image, header + 0x28) * sectionLength) + 0x18);
            for (int need = Offset(image, header + 0x18), next = 1; next != 0; need += next)
            {
                // Each needed file lists the versions it must have.
                int entry = need + Word(image, need + 8);
                for (int step = 1; step != 0; entry += step)
                {
                    ReadOnlySpan<byte> name = span[(strings + Word(image, entry + 8))..];
                    if (name.StartsWith(Encoding.ASCII.GetBytes(version + '\0')))
                    {
                        image[entry + 4] |= WeakFlag;
                        return true;
                    }

                    step = Word(image, entry + 12);
                }

                next = Word(image, need + 12);
            }
        }

        return false;
    }

    private static int Word(byte[] image, int at) => BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(at));

    private static int Offset(byte[] image, int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(image.AsSpan(at)));

    /// <summary>Loads a library from memory, through an anonymous file; the binding is found afterwards by its own name (SONAME).</summary>
    private static void LoadImage(byte[] image)
    {
        int descriptor = CreateMemoryFile("libLibTorchSharp.so", 0);
        if (descriptor < 0)
        {
            throw new DllNotFoundException($"libLibTorchSharp.so needs {TooNewVersion}, which this system's libstdc++ lacks, and the adapted copy could not be created in memory (error {Marshal.GetLastPInvokeError()}).");
        }

        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = new(descriptor, ownsHandle: true);
        RandomAccess.Write(handle, image, 0);
        NativeLibrary.Load($"/proc/self/fd/{descriptor}");
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMallocOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
