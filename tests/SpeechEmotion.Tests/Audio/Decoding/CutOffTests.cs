using System.Buffers.Binary;
using System.Text;
using SpeechEmotion.Audio.Decoding;
using Xunit;

namespace SpeechEmotion.Tests.Audio.Decoding;

public class CutOffTests
{
    private const int Whole = 1000;

    public static TheoryData<string> Formats => ["aiff", "au", "w64", "caf", "asf"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Describe_FileShorterThanItsHeaderStates_SaysSo(string format)
    {
        byte[] file = Create(format);

        Assert.Null(Describe(file));
        Assert.Null(Describe(file[..^1])); // a byte that fills up
        Assert.Equal("is cut off: its header states 1000 bytes, and it has 600", Describe(file[..600]));
    }

    [Theory]
    [InlineData("au")]
    [InlineData("caf")]
    [InlineData("asf")]
    public void Describe_LengthThatWasNotKnown_IsNoFault(string format) => Assert.Null(Describe(Create(format, isKnown: false)[..600]));

    [Fact]
    public void Describe_OtherFormats_AreLeftAlone()
    {
        Assert.Null(Describe(new byte[Whole]));
        Assert.Null(Describe("FORM"u8.ToArray()));
        Assert.Null(Describe([.. "caff\0\x1\0\0"u8, .. new byte[10]]));
    }

    private static string? Describe(byte[] file) => CutOff.Describe(new MemoryStream(file), file.AsSpan(0, Math.Min(64, file.Length)));

    private static byte[] Create(string format, bool isKnown = true)
    {
        byte[] file = new byte[Whole];
        switch (format)
        {
            case "aiff":
                Encoding.ASCII.GetBytes("FORM....AIFC").CopyTo(file, 0);
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4), Whole - 8);
                break;
            case "au":
                Encoding.ASCII.GetBytes(".snd").CopyTo(file, 0);
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4), 24);
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(8), isKnown ? Whole - 24 : uint.MaxValue);
                break;
            case "w64":
                Convert.FromHexString("726966662E91CF11A5D628DB04C10000").CopyTo(file, 0);
                BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(16), Whole);
                break;
            case "caf": // a description of 32 bytes, then the samples
                Encoding.ASCII.GetBytes("caff").CopyTo(file, 0);
                Encoding.ASCII.GetBytes("desc").CopyTo(file, 8);
                BinaryPrimitives.WriteInt64BigEndian(file.AsSpan(12), 32);
                Encoding.ASCII.GetBytes("data").CopyTo(file, 52);
                BinaryPrimitives.WriteInt64BigEndian(file.AsSpan(56), isKnown ? Whole - 64 : -1);
                break;
            default: // the header, then the properties of the file
                Convert.FromHexString("3026B2758E66CF11A6D900AA0062CE6C").CopyTo(file, 0);
                Convert.FromHexString("A1DCAB8C47A9CF118EE400C00C205365").CopyTo(file, 30);
                BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(30 + 40), Whole);
                file[30 + 88] = isKnown ? (byte)2 : (byte)1;
                break;
        }

        return file;
    }
}
