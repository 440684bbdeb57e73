namespace SpeechEmotion.Audio.Decoding.Ogg;

/// <summary>Looks at the end of an Ogg file that another program decodes, which may pass over half a page in silence.</summary>
internal static class OggEnd
{
    /// <summary>Whether the file ends within a page, as one does that was not recorded or copied to its end.</summary>
    /// <param name="stream">The file, which can seek; its position is lost.</param>
    public static bool IsCutOff(Stream stream)
    {
        byte[] bytes = new byte[(int)Math.Min(2 * OggPage.Longest, stream.Length)];
        stream.Position = stream.Length - bytes.Length;
        ReadOnlySpan<byte> tail = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        int at = tail.LastIndexOf(OggPage.Beginning);
        return at >= 0 && (tail.Length - at < OggPage.HeaderLength || OggPage.LengthOf(tail[at..]) > tail.Length - at);
    }
}
