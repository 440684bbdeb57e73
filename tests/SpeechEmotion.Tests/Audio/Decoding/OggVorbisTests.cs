using System.Buffers.Binary;
using SpeechEmotion.Audio;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Audio.Decoding;

public sealed class OggVorbisTests
{
    /// <summary>Both decoders compute in single precision; a 16-bit step is 3e-5.</summary>
    private const float Tolerance = 1e-5f;

    private const int Seconds = 6;

    private static readonly AudioConfig NoProgram = new() { Ffmpeg = new FfmpegDecoder(Path.GetTempPath()) };

    [Theory]
    [InlineData(8000, 1)]
    [InlineData(16000, 1)]
    [InlineData(44100, 2)]
    [InlineData(48000, 3)]
    public void Read_Vorbis_HasTheSamplesOfFfmpegAndAsMany(int rate, int channels)
    {
        byte[] file = Encode(rate, channels, "libvorbis");
        float[] expected = Ffmpeg.Decode(file, "-i", "pipe:0");
        Assert.InRange(expected.Max(), 0.3, 1);
        for (int channel = 0; channel < channels; channel++)
        {
            AudioConfig config = NoProgram with { Channel = channel };
            AudioClip clip = AudioFile.Read(new MemoryStream(file), "a.ogg", config);
            Assert.Equal(rate, clip.SampleRate);
            Assert.Equal(clip.Samples, AudioFile.Read(new ForwardStream(file, 999), "a.ogg", config).Samples);
            Assert.Equal(Seconds * rate, clip.Samples.Length);
            Assert.Equal(expected.Length / channels, clip.Samples.Length);
            if (channels < 3) // ffmpeg has another order of three channels
            {
                for (int i = 0; i < clip.Samples.Length; i++)
                {
                    Assert.Equal(expected[(i * channels) + channel], clip.Samples[i], Tolerance);
                }
            }
        }
    }

    [Fact]
    public void Read_OpusInOgg_IsLeftToFfmpeg()
    {
        byte[] file = Encode(48000, 1, "libopus");
        Assert.Contains("without the program 'ffmpeg'", Assert.Throws<InvalidDataException>(() => AudioFile.Read(new MemoryStream(file), "a.ogg", NoProgram)).Message, StringComparison.Ordinal);
        Assert.Equal(Seconds, AudioFile.Read(new ForwardStream(file, 999), "a.ogg").DurationSeconds, 0.05);
    }

    [Fact]
    public void Read_DamagedFiles_AreReadOrRefusedInBoundedTime()
    {
        byte[] whole = Encode(16000, 1, "libvorbis");
        SeededRandom random = new(12);
        int read = 0;
        for (int round = 0; round < 300; round++)
        {
            byte[] file = whole[..(round % 3 == 0 ? random.NextInteger(20, whole.Length) : whole.Length)];
            for (int change = random.NextInteger(0, 10); change > 0; change--)
            {
                file[random.NextInteger(0, round % 2 == 0 ? Math.Min(file.Length - 1, 4000) : file.Length - 1)] = (byte)random.NextInteger(0, 255);
            }

            try
            {
                Stream stream = round % 5 == 0 ? new ForwardStream(file, 999) : new MemoryStream(file);
                Assert.All(AudioFile.Read(stream, "a.ogg", NoProgram).Samples, sample => Assert.True(float.IsFinite(sample)));
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith("a.ogg: ", e.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 1, 299);
    }

    private static byte[] Encode(int rate, int channels, string codec)
    {
        Assert.SkipWhen(Ffmpeg.Program is null, "ffmpeg was not found.");
        // Of a recording that fits into one page, ffmpeg leaves out a block.
        byte[] samples = new byte[Seconds * rate * channels * 4];
        for (int i = 0; i < Seconds * rate * channels; i++)
        {
            double time = i / channels / (double)rate;
            BinaryPrimitives.WriteSingleLittleEndian(samples.AsSpan(4 * i), (float)(0.4 * Math.Sin(2 * Math.PI * 300 * ((i % channels) + 1) * time)));
        }

        byte[]? file = Ffmpeg.TryRun(samples, "-f", "f32le", "-ar", $"{rate}", "-ac", $"{channels}", "-i", "pipe:0", "-c:a", codec, "-f", "ogg", "pipe:1");
        Assert.SkipWhen(file is null, $"This ffmpeg cannot write {codec}.");
        return file;
    }
}
