using System.Diagnostics;

namespace SpeechEmotion.Tests.Audio;

/// <summary>An empty folder that is deleted at the end of a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("speech-emotion-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string AddPipe(string name)
    {
        using Process process = Process.Start("mkfifo", [File(name)]);
        process.WaitForExit();
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
