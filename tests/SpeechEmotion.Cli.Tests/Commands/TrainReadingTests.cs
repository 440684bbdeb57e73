using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>How often train reads a clip.</summary>
public sealed class TrainReadingTests : IDisposable
{
    private readonly TrainingFiles _files = new();

    /// <summary>
    /// Once to find out whether it can be used, what its samples' digest is and whether another clip has the same, which is known before there is a split; and once for features, those of its copies
    /// included. These are kept, so that another run reads it only to find out whether it is still the same.
    /// </summary>
    [Fact]
    public async Task Train_FixedCopiesAndTwoNetworks_DecodesEachClipTwiceAndOnceInTheNextRun()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells which files are opened");
        string folder = Path.GetDirectoryName(_files.Corpus)!;
        foreach ((int i, string path) in Directory.GetFiles(folder, "*.wav").Index())
        {
            AudioClip clip = AudioFile.Read(path);
            WavWriter.Write(path, new AudioClip(clip.Samples[..^(10 * i)], clip.SampleRate)); // Only files of one length are looked into for copies of one another.
        }

        string[] settings = ["--epochs", "1", "--set", "augmentation.fixed=true", "--set", """network={"name":"Average","width":0.1,"members":[{"name":"RezoNet"},{"name":"ExpoNet"}]}"""];
        foreach ((string run, int expected) in new[] { ("one", 2), ("two", 1) })
        {
            using OpenedFiles opened = new(folder);
            using Terminal terminal = new();
            Assert.Equal(Cli.Success, await terminal.RunAsync(["train", _files.Experiment, "--data", _files.Corpus, "--out", _files[run], .. settings]));
            KeyValuePair<string, int>[] clips = [.. opened.Take().Where(file => file.Key.EndsWith(".wav", StringComparison.Ordinal))];
            Assert.Equal(36, clips.Length);
            Assert.All(clips, clip => Assert.Equal((clip.Key, expected), (clip.Key, clip.Value)));
        }
    }

    public void Dispose() => _files.Dispose();
}
