using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace SpeechEmotion.Tests.Audio;

/// <summary>Reads the one-dimensional float32 arrays of tests/reference/resampling.</summary>
internal static class ResamplingReference
{
    public static float[] Load(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "reference", "resampling", name);
        byte[] bytes = File.ReadAllBytes(path);
        string header = Encoding.ASCII.GetString(bytes, 10, BitConverter.ToUInt16(bytes, 8));
        Assert.Contains("'descr': '<f4', 'fortran_order': False", header, StringComparison.Ordinal);
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + header.Length)).ToArray();
    }
}
