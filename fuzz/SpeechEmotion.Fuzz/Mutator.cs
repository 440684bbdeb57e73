using System.Buffers.Binary;
using System.Text;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Fuzz;

/// <summary>Damages files: bits, numbers, lengths and words are changed, parts are removed, repeated or taken from another file.</summary>
internal static class Mutator
{
    private const int LongestFile = 1 << 22;

    private static readonly long[] s_numbers =
        [0, 1, -1, 2, 7, 16, 127, 128, 255, 256, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, int.MaxValue / 2, 1L << 40, long.MaxValue, long.MinValue];

    private static readonly byte[][] s_words =
    [
        .. new[]
        {
            "null", "true", "{}", "[]", "[null]", "\"\"", "-1", "0", "-0", "1.5", "0,5", "1e999", "-1e-999", "NaN", "Infinity", "2147483647", "2147483648", "-2147483649", "2000000000",
            "9223372036854775807", "99999999999999999999", "../../x", "/", "\\", "..", ".", "\0", "\u001b[31m", "\ud83d\ude00", "\"", "'", ",", ";", "\t", "\n", "\r\n", ":", "=1+1", "//", "/*", "\\u0000",
            "\\ud800", "A", "x", "\ufeff",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80],
        Encoding.ASCII.GetBytes(new string('[', 5000)), Encoding.ASCII.GetBytes(new string('a', 100_000)), Encoding.ASCII.GetBytes(new string('9', 400)),
    ];

    /// <summary>A damaged file.</summary>
    /// <param name="files">Files to start from; at least one.</param>
    /// <param name="random">Decides everything.</param>
    public static byte[] Mutate(IReadOnlyList<byte[]> files, SeededRandom random)
    {
        List<byte> bytes = [.. Pick(files, random)];
        for (int changes = 1 << random.NextInteger(0, 3); changes > 0 && bytes.Count < LongestFile; changes--)
        {
            Change(bytes, files, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, IReadOnlyList<byte[]> files, SeededRandom random)
    {
        // Headers decide more than what follows them: every second change is near the beginning.
        int reach = random.NextInteger(0, 1) == 0 ? Math.Min(bytes.Count, 128) : bytes.Count;
        int at = random.NextInteger(0, reach);
        int length = Math.Min(bytes.Count - at, 1 << random.NextInteger(0, 10));
        switch (random.NextInteger(0, 9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.NextInteger(0, 7));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.NextInteger(0, 255);
                break;
            case 2:
                Overwrite(bytes, at, Number(random));
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                byte[] other = Pick(files, random);
                int from = random.NextInteger(0, other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + length)]);
                break;
            case 7:
                bytes.InsertRange(at, Pick(s_words, random));
                break;
            default:
                ReplaceWord(bytes, at, Pick(s_words, random));
                break;
        }
    }

    private static T Pick<T>(IReadOnlyList<T> items, SeededRandom random) => items[random.NextInteger(0, items.Count - 1)];

    private static byte[] Number(SeededRandom random)
    {
        byte[] number = new byte[8];
        long value = Pick(s_numbers, random);
        if (random.NextInteger(0, 3) == 0)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            return number[^(1 << random.NextInteger(0, 3))..];
        }

        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        return number[..(1 << random.NextInteger(0, 3))];
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] value)
    {
        for (int i = 0; i < value.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = value[i];
        }
    }

    // A number, a name or a quoted text, as far as it reaches around a place.
    private static void ReplaceWord(List<byte> bytes, int at, byte[] word)
    {
        int start = at, end = at;
        while (start > 0 && IsWord(bytes[start - 1]))
        {
            start--;
        }

        while (end < bytes.Count && IsWord(bytes[end]))
        {
            end++;
        }

        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, word);
    }

    private static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'.' or (byte)'-' or (byte)'+' or (byte)'"' or (byte)'_';
}
