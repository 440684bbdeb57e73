using SpeechEmotion.Cli.Train;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Train;

public sealed class EvaluationFolderTests
{
    [Fact]
    public void Write_ThatFails_LeavesNoHalfFolder()
    {
        using TestFolder folder = new();
        EvaluationFolder evaluation = new(folder["measured"]);

        Assert.Throws<ArgumentNullException>(() => evaluation.Write("model", null!, null!));

        Assert.False(Directory.Exists(folder["measured"]));
    }

    [Fact]
    public void Write_ThatFailsInAFolderThatWasThere_KeepsIt()
    {
        using TestFolder folder = new();
        folder.AddText("measured/notes.txt", "mine");

        Assert.Throws<ArgumentNullException>(() => new EvaluationFolder(folder["measured"]).Write("model", null!, null!));

        Assert.True(File.Exists(folder["measured/notes.txt"]));
    }
}
