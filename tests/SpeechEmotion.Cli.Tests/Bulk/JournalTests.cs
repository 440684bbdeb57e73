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

    [Fact]
    public async Task Run_WhileAnotherWrites_DoesNotAdviseToDeleteItsAnswers()
    {
        string clip = _folder.AddClip("a.wav", seed: 1), answers = _folder["a.jsonl"];
        using Journal first = Journal.Create(Journal.PathOf(answers), TimeProvider.System);
        using Terminal terminal = new();
        await terminal.FailAsync($"{answers}.part: another run is writing it; wait for it, or name another file", "predict", clip, "--out", answers);
    }

    public void Dispose() => _folder.Dispose();
}
