using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SpeechEmotion.Tests.Audio;
using SpeechEmotion.Web.Recognitions;
using Xunit;

namespace SpeechEmotion.Web.Tests.Recognitions;

/// <summary>Files that state another length than they have: what is decoded counts, and nothing is allocated for what is stated.</summary>
public sealed class StatedLengthTests
{
    private const int Limit = 20, TenHours = 36_000, Rate = 16_000;
    private const string TooLong = "recording: is longer than 20 s, the limit that was set; split the recording", Empty = "recording: holds no samples, as ffmpeg reads it; at least 1 is needed";

    private static readonly string[] s_formats = ["mp4", "mp4 index first", "matroska", "webm", "wav", "mp3", "flac", "ogg"];

    /// <summary>A format, the seconds that it states, the seconds that it has, and the answer: its seconds, or the problem's detail.</summary>
    public static TheoryData<string, int, double, string> Cases()
    {
        TheoryData<string, int, double, string> cases = [];
        foreach (string format in s_formats)
        {
            bool isMp4 = format.StartsWith("mp4", StringComparison.Ordinal), endsAsStated = isMp4 || format is "mp3" or "wav";
            bool isBelieved = format is "mp3" or "flac" or "ogg"; // before anything is decoded
            cases.Add(format, TenHours, 3.78, isBelieved ? TooLong : "3.78");
            cases.Add(format, TenHours, 60, TooLong);
            cases.Add(format, 0, 60, isMp4 ? Empty : TooLong);
            cases.Add(format, 0, 3.78, isMp4 ? Empty : "3.78");
            cases.Add(format, 1, 60, endsAsStated ? "1" : TooLong);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Post_LyingHeader_IsAnsweredWithinTheLimits(string format, int stated, double seconds, string expected)
    {
        byte[] file = Make(format, seconds);
        State(format, file, stated);
        await using TestServer server = await TestServer.StartAsync(new ServerConfig { Limits = new LimitsConfig { MaximumSeconds = Limit, AnswerAtOnceSeconds = 100 } });
        using HttpResponseMessage response = await server.PostAsync("", new ByteArrayContent(file));
        if (double.TryParse(expected, out double heard))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            JsonElement result = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("results")[0];
            Assert.Equal(heard, result.GetProperty("seconds").GetDouble(), 0.15); // encoders work in frames
        }
        else
        {
            Assert.StartsWith(expected, await TestServer.ProblemAsync(response, 422, "unreadable-audio"), StringComparison.Ordinal);
        }

        MemoryBudget budget = server.App.Services.GetRequiredService<MemoryBudget>();
        SpinWait.SpinUntil(() => budget.Left == new LimitsConfig().MaximumBufferedBytes, TimeSpan.FromSeconds(5)); // an upload is given back a moment after the answer
        Assert.Equal(new LimitsConfig().MaximumBufferedBytes, budget.Left);
    }

    /// <summary>The sample, or a minute of silence.</summary>
    private static byte[] Make(string format, double seconds)
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        string[] input = seconds < Limit ? ["-i", TestServer.Clip] : ["-f", "lavfi", "-i", $"anullsrc=r={Rate}:cl=mono:d={seconds}"];
        string[] output = format switch
        {
            "mp4" => ["-c:a", "aac", "-f", "mp4"],
            "mp4 index first" => ["-c:a", "aac", "-movflags", "+faststart", "-f", "mp4"],
            "matroska" => ["-c:a", "aac", "-f", "matroska"],
            "webm" => ["-c:a", "libopus", "-f", "webm"],
            "ogg" => ["-c:a", "libvorbis", "-f", "ogg"],
            _ => ["-f", format],
        };
        byte[]? file = Ffmpeg.TryRunToFile([.. input, "-ar", format == "webm" ? "48000" : $"{Rate}", "-ac", "1", .. output]);
        Assert.SkipWhen(file is null, "This ffmpeg cannot write the format.");
        return file!;
    }

    private static void State(string format, byte[] file, int seconds)
    {
        switch (format)
        {
            case "wav": // the length of the chunk 'data', in bytes
                BinaryPrimitives.WriteInt32LittleEndian(After(file, "data"u8), seconds * Rate * 2);
                break;
            case "mp3": // flags 4, frames 4
                BinaryPrimitives.WriteInt32BigEndian(After(file, "Xing"u8, "Info"u8)[4..], seconds * Rate / 576);
                break;
            case "flac": // the last 36 of 64 bits
                Span<byte> format64 = file.AsSpan(18);
                BinaryPrimitives.WriteUInt64BigEndian(format64, (BinaryPrimitives.ReadUInt64BigEndian(format64) >> 36 << 36) | (uint)(seconds * Rate));
                break;
            case "ogg":
                StateOgg(file, (long)seconds * Rate);
                break;
            case "matroska" or "webm": // an element of 8 bytes: milliseconds as a double
                BinaryPrimitives.WriteDoubleBigEndian(After(file, [0x44, 0x89, 0x88]), seconds * 1000.0);
                break;
            default:
                StateMp4(file, seconds);
                break;
        }
    }

    /// <summary>What the movie, its track, its media and its edit list say, each in its own units.</summary>
    private static void StateMp4(byte[] file, int seconds)
    {
        int unit = BinaryPrimitives.ReadInt32BigEndian(After(file, "mvhd"u8)[12..]);
        BinaryPrimitives.WriteInt32BigEndian(After(file, "mvhd"u8)[16..], seconds * unit);
        BinaryPrimitives.WriteInt32BigEndian(After(file, "tkhd"u8)[20..], seconds * unit);
        BinaryPrimitives.WriteInt32BigEndian(After(file, "elst"u8)[8..], seconds * unit);
        Span<byte> media = After(file, "mdhd"u8);
        BinaryPrimitives.WriteInt32BigEndian(media[16..], seconds * BinaryPrimitives.ReadInt32BigEndian(media[12..]));
    }

    /// <summary>The samples until the end of the last page, and the page's checksum.</summary>
    private static void StateOgg(byte[] file, long samples)
    {
        Span<byte> page = file.AsSpan(file.AsSpan().LastIndexOf("OggS"u8));
        BinaryPrimitives.WriteInt64LittleEndian(page[6..], samples);
        page.Slice(22, 4).Clear();
        uint sum = 0;
        foreach (byte value in page)
        {
            sum ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum << 1) ^ ((sum >> 31) * 0x04c1_1db7);
            }
        }

        BinaryPrimitives.WriteUInt32LittleEndian(page[22..], sum);
    }

    private static Span<byte> After(byte[] file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> orName = default)
    {
        int at = file.AsSpan().IndexOf(name);
        at = at < 0 && orName.Length > 0 ? file.AsSpan().IndexOf(orName) : at;
        Assert.True(at >= 0, "The file has no such part.");
        return file.AsSpan(at + name.Length);
    }
}
