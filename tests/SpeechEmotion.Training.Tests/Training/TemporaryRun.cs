using SpeechEmotion.Runs;

namespace SpeechEmotion.Tests.Training;

/// <summary>A run folder that goes with the test.</summary>
internal sealed class TemporaryRun : IDisposable
{
    public RunFolder Folder { get; } = new(Directory.CreateTempSubdirectory("speech-emotion-run-").FullName);

    public void Dispose() => Directory.Delete(Folder.Folder, recursive: true);
}
