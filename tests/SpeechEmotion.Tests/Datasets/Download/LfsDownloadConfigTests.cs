using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Download;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Download;

/// <summary>Configuration and manifest.</summary>
public sealed class LfsDownloadConfigTests
{
    private static readonly string Hash = new('a', 64);

    private static LfsDownloadConfig CremaD => KnownCorpora.Download("crema-d");

    [Fact]
    public void Validate_CremaD_HasNoFault() => Assert.Empty(CremaD.Validate());

    [Fact]
    public void Constructor_ManyFaults_ListsAll()
    {
        using HttpClient client = LfsDownload.CreateClient();
        LfsDownloadConfig config = CremaD with
        {
            Endpoint = new Uri("ftp://example.org/"),
            ConcurrentDownloads = 0,
            BatchSize = 1001,
            Tries = 0,
            FirstDelay = TimeSpan.FromSeconds(-1),
            StallTimeout = TimeSpan.Zero,
            NoticeName = "../licence.txt",
            Manifest = [new("a.wav", "AB", 0)],
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => new LfsDownload(client, config));

        Assert.All(
            ["endpoint is 'ftp:", "concurrentDownloads is 0", "batchSize is 1001", "tries is 0", "firstDelay is -", "stallTimeout is 00:00:00", "noticeName is '../licence.txt'", "[0].sha256 is 'AB'", "[0].bytes is 0"],
            part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../a.wav")]
    [InlineData("a/b.wav")]
    [InlineData("a\\b.wav")]
    [InlineData("/a.wav")]
    [InlineData("c:a.wav")]
    [InlineData(".hidden")]
    [InlineData("a\nb.wav")]
    public void Validate_NameIsNoPlainFileName_IsAFault(string name)
    {
        LfsDownloadConfig config = CremaD with { Manifest = [new(name, Hash, 1)] };

        Assert.Contains("manifest[0].name", Assert.Single(config.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NamesDifferInCaseOnly_IsAFault()
    {
        LfsDownloadConfig config = CremaD with { Manifest = [new("a.wav", Hash, 1), new("A.wav", Hash, 1)] };

        Assert.Contains("manifest[1].name is 'A.wav', as is that of an earlier file", Assert.Single(config.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public void Download_OfAnotherCorpus_SaysWhichThereAre() =>
        Assert.StartsWith("'emodb' is no corpus that can be downloaded; those are crema-d.", Assert.Throws<ArgumentException>(() => KnownCorpora.Download("emodb")).Message, StringComparison.Ordinal);

    [Fact]
    public void Files_Corpus_IsWhole()
    {
        IReadOnlyList<LfsDownloadFile> files = CremaD.Manifest;

        Assert.Equal(7442, files.Count);
        Assert.Equal(605_899_936, files.Sum(file => file.Bytes));
        Assert.Equal(91, files.Select(file => file.Name[..4]).Distinct().Count());
        Assert.Equal(7439, files.Select(file => file.Sha256).Distinct().Count()); // three pairs of clips are byte-identical
        Assert.Equal(new LfsDownloadFile("1001_DFA_ANG_XX.wav", "c6f94b2592487c7556bd86df7df6e8f4420d1b9c11414aeec9d8e5e640b51495", 72862), files[0]);
    }
}
