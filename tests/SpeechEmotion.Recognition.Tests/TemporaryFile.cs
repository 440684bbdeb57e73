namespace SpeechEmotion.Recognition.Tests;

/// <summary>A file name in the folder for temporary files, deleted at the end.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(Path);
}
