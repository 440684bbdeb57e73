using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using Xunit;

namespace SpeechEmotion.Tests.Datasets;

public sealed class CorpusLicenceTests
{
    [Fact]
    public void OfModel_FreeCorpora_NamesEachLicenceOnceAndEveryCredit()
    {
        (string licence, string attribution) = CorpusLicence.OfModel(["crema-d", "emodb", "own"]);
        Assert.Equal("Open Database License 1.0 (contents: Database Contents License 1.0); CC BY 4.0", licence);
        Assert.Contains("CREMA-D", attribution, StringComparison.Ordinal);
        Assert.Contains("EmoDB", attribution, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ravdess")]
    [InlineData("tess")]
    [InlineData("nemo")]
    [InlineData("emospeech")]
    [InlineData("savee")]
    public void OfModel_RestrictedCorpus_NeedsALicence(string corpus)
    {
        Assert.Contains($"learned from {corpus}", Assert.Throws<MissingLicenceException>(() => CorpusLicence.OfModel(["crema-d", corpus])).Message, StringComparison.Ordinal);
        Assert.Equal("stated", CorpusLicence.OfModel(["crema-d", corpus], "stated").Licence);
    }

    [Fact]
    public void AllowsAnyUse_EveryKnownFormat_IsAnswered() =>
        Assert.All([.. KnownCorpora.All.Select(corpus => corpus.Name)], corpus => Assert.NotNull(CorpusLicence.AllowsAnyUse(corpus)));
}
