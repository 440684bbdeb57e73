using System.Security.Cryptography;
using SpeechEmotion.Models;
using Xunit;

namespace SpeechEmotion.Tests.Models;

public sealed class ModelDigestTests
{
    private static readonly byte[] s_sealed = [1, 2, 3, .. ModelDigest.ToEntry(SHA256.HashData([1, 2, 3]))];

    [Fact]
    public void Check_Whole_Passes()
    {
        Assert.Equal(ModelDigest.Length, s_sealed.Length - 3);
        ModelDigest.Check(s_sealed);
    }

    [Fact]
    public void Check_AnyByteAlteredOrMissing_Throws()
    {
        for (int i = 0; i < s_sealed.Length; i++)
        {
            byte[] altered = [.. s_sealed];
            altered[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => ModelDigest.Check(altered));
            Assert.Throws<InvalidDataException>(() => ModelDigest.Check(s_sealed.AsSpan(0, i)));
        }
    }
}
