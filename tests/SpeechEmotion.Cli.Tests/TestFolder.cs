using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Cli.Tests;

/// <summary>A folder for one test, gone at its end, and recordings to put in it.</summary>
internal sealed class TestFolder : IDisposable
{
    public const int Rate = 16000;

    public string Root { get; } = Directory.CreateTempSubdirectory("ser-tests-").FullName;

    /// <summary>A path in the folder.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Writes a buzz of half a second with a little noise; another seed is another sound.</summary>
    public string AddClip(string name, ulong seed = 1, int length = Rate / 2, int rate = Rate)
    {
        SeededRandom random = new(seed);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++)
        {
            samples[i] = (float)((0.3 * Math.Sin(2 * Math.PI * (150 + (10 * seed)) * i / rate)) + (0.01 * random.NextGaussian()));
        }

        return AddClip(name, new AudioClip(samples, rate));
    }

    public string AddClip(string name, AudioClip clip)
    {
        string path = this[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WavWriter.Write(path, clip);
        return path;
    }

    public string AddText(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Names of all files, with forward slashes, in ordinal order.</summary>
    public string[] Names() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
