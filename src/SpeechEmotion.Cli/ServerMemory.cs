using SpeechEmotion.Web;

namespace SpeechEmotion.Cli;

/// <summary>How large the managed heap of <c>ser serve</c> may become. Without a limit, under load, the garbage collector leaves as much garbage as there is in use.</summary>
internal static class ServerMemory
{
    /// <summary>The setting of the runtime, which <c>DOTNET_GCHeapHardLimit</c> and <c>runtimeconfig.json</c> set as well.</summary>
    private const string Setting = "GCHeapHardLimit";

    /// <summary>What the program and short recordings need, in bytes, and what a live stream of the usual kind needs.</summary>
    private const long Base = 128_000_000, Stream = 4_000_000;

    /// <summary>Bytes of the managed heap that suffice for all that the limits allow at the same time.</summary>
    public static long Needed(LimitsConfig limits) => limits.MaximumBufferedBytes + Base + (limits.ConcurrentStreams * Stream);

    /// <summary>Tells the garbage collector what suffices, unless the machine, its container or a setting has less. The nearer the heap comes to it, the more is collected.</summary>
    public static void Limit(LimitsConfig limits)
    {
        long needed = Needed(limits);
        if (needed < GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
        {
            AppContext.SetData(Setting, (ulong)needed);
            GC.RefreshMemoryLimit();
        }
    }
}
