using SpeechEmotion.Audio;
using SpeechEmotion.Tests;

namespace SpeechEmotion.Web.Tests;

/// <summary>A call: two samples of this repository, one after the other, each on a channel of its own.</summary>
internal static class StereoClip
{
    private static readonly AudioClip s_first = AudioFile.Read(Repository.PathOf("samples/audio/announcement.wav")), s_second = AudioFile.Read(Repository.PathOf("samples/audio/monotone.wav"));

    /// <summary>What one side says, with silence while the other one speaks.</summary>
    public static AudioClip Side(int channel)
    {
        float[] samples = new float[s_first.Samples.Length + s_second.Samples.Length];
        (channel == 0 ? s_first : s_second).Samples.CopyTo(samples.AsSpan(channel == 0 ? 0 : s_first.Samples.Length));
        return new AudioClip(samples, s_first.SampleRate);
    }

    /// <summary>Both sides as a WAV file of 16 bits.</summary>
    public static byte[] Bytes()
    {
        AudioClip left = Side(0), right = Side(1);
        int length = 4 * left.Samples.Length;
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)2);
        writer.Write(left.SampleRate);
        writer.Write(4 * left.SampleRate);
        writer.Write((short)4);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(length);
        foreach ((float first, float second) in left.Samples.Zip(right.Samples))
        {
            writer.Write((short)Math.Round(32768 * first));
            writer.Write((short)Math.Round(32768 * second));
        }

        return bytes.ToArray();
    }
}
