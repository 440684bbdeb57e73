using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using Xunit;

namespace SpeechEmotion.Tests.Datasets;

public sealed class CorpusTests : IDisposable
{
    private readonly CorpusFolder _folder = new CorpusFolder()
        .Add("c/1001_DFA_ANG_XX.wav").Add("c/1001_IEO_SAD_HI.wav")
        .Add("e/03a01Fa.wav").Add("e/03a01La.wav")
        .Add("own/happy/1001.wav").Add("own/calm/1.wav");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Join_Several_TellsClipsSpeakersAndSentencesApartByTheirCorpus()
    {
        Corpus joined = Corpus.Join([Open("own"), Open("e"), Open("c")]);
        Assert.Equal("crema-d+emodb+own", joined.Name);
        Assert.Equal(["crema-d", "emodb", "own"], joined.CorpusNames);
        Assert.Equal([_folder.Locate("c"), _folder.Locate("e"), _folder.Locate("own")], joined.Sources);
        Assert.Equal(
            ["crema-d/1001_DFA_ANG_XX.wav", "crema-d/1001_IEO_SAD_HI.wav", "emodb/03a01Fa.wav", "emodb/03a01La.wav", "own/calm/1.wav", "own/happy/1001.wav"],
            joined.Utterances.Select(clip => clip.Id));
        Assert.Equal(["crema-d/1001", "emodb/03", null], joined.Utterances.Select(clip => clip.SpeakerId).Distinct());
        Assert.Equal(["crema-d/DFA", "crema-d/IEO", "emodb/a01", null], joined.Utterances.Select(clip => clip.SentenceId).Distinct());
    }

    [Fact]
    public void Join_AnyOrder_IsTheSame() =>
        Assert.Equal(Corpus.Join([Open("c"), Open("e")]).Utterances, Corpus.Join([Open("e"), Open("c")]).Utterances);

    [Fact]
    public void Join_OneCorpusTwice_SaysBothPlaces()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Corpus.Join([Open("c"), Open("e"), Open("c")]));
        Assert.Contains($"{_folder.Locate("c")} and {_folder.Locate("c")} both hold the corpus 'crema-d'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Corpus.Join([]));
    }

    [Fact]
    public void Join_CopiesAcrossCorpora_LeavesOneOrNone()
    {
        _folder.Add("a/happy/1.wav", "same").Add("a/calm/2.wav", "doubtful").Add("a/calm/3.wav", "of a").Add("a/calm/4.wav", "")
            .Add("b/happy/9.wav", "same").Add("b/happy/8.wav", "doubtful").Add("b/happy/7.wav", "of b").Add("b/calm/4.wav", "");
        Corpus joined = Corpus.Join([Open("b"), Open("a")]);
        Assert.Equal(["a/calm/3.wav", "a/calm/4.wav", "a/happy/1.wav", "b/calm/4.wav", "b/happy/7.wav"], joined.Utterances.Select(clip => clip.Id));
        Assert.Equal(
            [
                "a/calm/2.wav: byte-identical to b/happy/8.wav, which has another emotion",
                "b/happy/8.wav: byte-identical to a/calm/2.wav, which has another emotion",
                "b/happy/9.wav: byte-identical to a/happy/1.wav",
            ],
            joined.Excluded.Select(clip => $"{clip.Name}: {clip.Reason}"));
        Assert.Equal(["a/calm/2.wav", "a/happy/1.wav"], DuplicateFiles.Between([Open("b"), Open("a")], ["b"], TestContext.Current.CancellationToken).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void DefaultLabels_OfOneCorpusAreItsOwn_OfSeveralTheCommonOnes()
    {
        Assert.Equal(["calm", "happy"], Open("own").DefaultLabels);
        Assert.Equal(["sad", "anger", "happy"], Corpus.Join([Open("c"), Open("e"), Open("own")]).DefaultLabels);
    }

    [Fact]
    public void Only_Labels_KeepsTheirClips()
    {
        Corpus kept = Corpus.Join([Open("c"), Open("own")]).Only(["anger", "calm", "fear"]);
        Assert.Equal(["crema-d/1001_DFA_ANG_XX.wav", "own/calm/1.wav"], kept.Utterances.Select(clip => clip.Id));
        Assert.Equal(["anger", "fear", "calm"], kept.Emotions);
        Assert.Equal(2, kept.Sources.Count);
    }

    private Corpus Open(string name) => KnownCorpora.Open(_folder.Locate(name));
}
