using SpeechEmotion.Cli.Bulk;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Bulk;

public sealed class JournalTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Continue_JournalThatAnotherRunWrites_SaysSo()
    {
        string path = _folder["a.jsonl.part"];
        using Journal first = Journal.Create(path, TimeProvider.System);
        IOException error = Assert.Throws<IOException>(() => Journal.Continue(path, [], isSplit: false, TimeProvider.System));
        Assert.Equal($"{path}: another run is writing it; wait for it, or name another file", error.Message);
    }

    public void Dispose() => _folder.Dispose();
}
