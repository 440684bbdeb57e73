namespace SpeechEmotion.Tests.Datasets;

/// <summary>A folder for one test, gone afterwards, in which files are made by name.</summary>
internal sealed class CorpusFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("speech-emotion-").FullName;

    /// <summary>Makes a file that is no audio, its content unlike any other's unless given.</summary>
    public CorpusFolder Add(string name, string? content = null)
    {
        string path = Locate(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content ?? name);
        return this;
    }

    public string Locate(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
