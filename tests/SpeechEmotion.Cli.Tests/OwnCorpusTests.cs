using System.Text.RegularExpressions;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

/// <summary>The commands of "Your own corpus in ten minutes", one after the other, on the table that the page shows.</summary>
public sealed class OwnCorpusTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Page_EveryCommand_Works()
    {
        string page = File.ReadAllText(Repository.PathOf("docs/own-corpus.md"));
        string table = Regex.Match(page, "```csv\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        string[] clips = [.. table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0])];
        Assert.Equal(9, clips.Length);
        for (int i = 0; i < clips.Length; i++)
        {
            _folder.AddClip(clips[i], seed: (ulong)i + 1);
        }

        File.WriteAllText(_folder["clips.csv"], table);
        Directory.CreateDirectory(_folder["models"]);
        File.Copy(Repository.PathOf("models/default.onnx"), _folder["models/default.onnx"]);
        string[] lines = [.. Regex.Matches(page, "```bash\n(.*?)```", RegexOptions.Singleline).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(7, lines.Length);
        foreach (string line in lines)
        {
            Assert.StartsWith("ser ", line, StringComparison.Ordinal);
            string[] words = line.Replace("--epochs 40", "--epochs 1 --width 0.1", StringComparison.Ordinal).Split(' ');
            Terminal terminal = new();
            Assert.True(await terminal.RunAsync([.. words[1..].Select(Placed)]) == 0, $"{line}: {terminal.Error}");
        }

        Assert.True(File.Exists(_folder["own.onnx"]));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Tests run side by side in one process, so that the page's folder cannot be the current one.</summary>
    private string Placed(string word) => Regex.IsMatch(word, "^(clips.csv|recordings|own.onnx|(runs|models)/.*)$") ? _folder[word] : word;
}
