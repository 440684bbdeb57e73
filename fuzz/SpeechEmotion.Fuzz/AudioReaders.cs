using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Fuzz;

/// <summary>Recordings, read as a file, from a stream that cannot seek, and in blocks. The seeds add MP3 and Ogg Vorbis.</summary>
internal static class AudioReaders
{
    private const int Rate = 8000;

    public static FuzzReader File(string folder) => Create(folder, path => AudioFile.Read(path));

    public static FuzzReader Stream(string folder) => Create(folder, path =>
    {
        using OneWayStream stream = new(System.IO.File.OpenRead(path));
        return AudioFile.Read(stream, "recording");
    });

    public static FuzzReader Blocks(string folder) => Create(folder, path =>
    {
        using AudioReader audio = AudioReader.Open(path);
        List<float> samples = [];
        float[] block = new float[777];
        for (int count = audio.Read(block); count > 0; count = audio.Read(block))
        {
            samples.AddRange(block.AsSpan(0, count));
        }

        return new AudioClip([.. samples], audio.SampleRate);
    });

    /// <summary>A second of noise.</summary>
    public static AudioClip Noise(ulong seed)
    {
        SeededRandom random = new(seed);
        return new AudioClip([.. Enumerable.Range(0, Rate).Select(_ => (float)random.NextUniform(-0.5, 0.5))], Rate);
    }

    private static FuzzReader Create(string folder, Func<string, AudioClip> read)
    {
        string path = Path.Combine(folder, "recording");
        AudioClip noise = new(Noise(1).Samples[..500], Rate);
        byte[][] valid = [.. Enum.GetValues<WavEncoding>().Select(encoding => Readers.Written(folder, file => WavWriter.Write(file, noise, encoding)))];
        return new FuzzReader(path, valid, () =>
        {
            AudioClip clip = read(path);
            Readers.Check(clip.Samples.All(float.IsFinite), "a sample is not finite");
        });
    }
}
