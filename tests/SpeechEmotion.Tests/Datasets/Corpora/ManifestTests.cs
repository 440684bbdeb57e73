using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Corpora;

public sealed class ManifestTests : IDisposable
{
    private readonly CorpusFolder _folder = new CorpusFolder().Add("a.wav").Add("sub/b, c.wav").Add("say \"hi\".wav").Add("line\nbreak.wav");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("path,emotion,speaker\na.wav,Angry,anna\n", "a.wav", "anger", "anna")]
    [InlineData("\uFEFFpath,emotion,speaker\r\na.wav,sad,anna\r\n", "a.wav", "sad", "anna")]
    [InlineData("path,emotion,speaker\na.wav,sad,anna", "a.wav", "sad", "anna")]
    [InlineData("path,emotion\na.wav,sad\n", "a.wav", "sad", null)]
    [InlineData("path,emotion,speaker\na.wav,sad,\n", "a.wav", "sad", null)]
    [InlineData("path,emotion,speaker\na.wav,sad,", "a.wav", "sad", null)]
    [InlineData("Speaker,Age,EMOTION,Path\nanna,30,Joy,./a.wav\n", "a.wav", "happy", "anna")]
    [InlineData("path,emotion,speaker\n\n  \n a.wav , sad , anna \n\n", "a.wav", "sad", "anna")]
    [InlineData("path,emotion,speaker\n\"sub/b, c.wav\",sad,\"Doe, \"\"J\"\"\"\n", "sub/b, c.wav", "sad", "Doe, \"J\"")]
    [InlineData("path,emotion,speaker\nsub\\..\\a.wav,sad,\"anna\" \r\n", "a.wav", "sad", "anna")]
    [InlineData("path,emotion\n\"say \"\"hi\"\".wav\",sad\n", "say \"hi\".wav", "sad", null)]
    [InlineData("path,emotion\n\"line\nbreak.wav\",sad\n", "line\nbreak.wav", "sad", null)]
    [InlineData("file,emotion,speaker\na.wav,sad,anna\n", "a.wav", "sad", "anna")]
    [InlineData("path;emotion;speaker\na.wav;sad;\"Doe; J\"\n", "a.wav", "sad", "Doe; J")]
    [InlineData("path;emotion;speaker\nsub/b, c.wav;sad;anna\r\n", "sub/b, c.wav", "sad", "anna")]
    [InlineData("path\temotion\tspeaker\n a.wav\tsad\t\n", "a.wav", "sad", null)]
    [InlineData("path\temotion\tspeaker\nsub/b, c.wav\tsad\t\"anna\"\n", "sub/b, c.wav", "sad", "anna")]
    public void Open_Table_ReadsTheClip(string text, string name, string emotion, string? speaker)
    {
        Corpus corpus = Open(text);
        Utterance u = Assert.Single(corpus.Utterances);
        Assert.Equal((name, emotion, speaker, _folder.Locate(name)), (u.Name, u.Emotion, u.Speaker, u.Path));
        Assert.Equal(("list", "manifest", "list"), (corpus.Name, corpus.Format, u.Corpus));
        Assert.Equal([_folder.Locate("list.csv")], corpus.Sources);
        Assert.Equal([emotion], corpus.Emotions);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a.wav,sad,anna\n", "lacks path and emotion")]
    [InlineData("path,speaker\na.wav,anna\n", "lacks emotion")]
    [InlineData("path,emotion,path\na.wav,sad,a.wav\n", "'path' appears twice")]
    [InlineData("path,emotion\na.wav,sad,anna\n", "line 2 has 3 fields, the header 2")]
    [InlineData("path,emotion,speaker\na.wav,sad\n", "line 2 has 2 fields, the header 3")]
    [InlineData("path,emotion\na.wav,\"sad\n", "line 2: the quoted field that starts here is not closed")]
    [InlineData("path,emotion\n\"a.wav\"x,sad\n", "line 2: 'x' follows a closing quote")]
    [InlineData("path,emotion\na.wav, \n", "line 2: the emotion of 'a.wav' is empty")]
    [InlineData("path,emotion\n,sad\n", "line 2: the path is empty")]
    [InlineData("path,emotion\na.wav,sad\n./a.wav,happy\n", "line 3: './a.wav' is listed already on line 2")]
    [InlineData("path,emotion\na\0.wav,sad\n", "line 2: the path 'a\\u0000.wav' holds a null character")]
    [InlineData("\"pa\nth\",emotion\na.wav,sad\n", "the header 'pa\\u000Ath,emotion' lacks path")]
    [InlineData("path,emotion,corpus\na.wav,sad,a+b\n", "line 2: the corpus of 'a.wav' is 'a+b'")]
    [InlineData("path;emotion\na.wav;sad;anna\n", "line 2 has 3 fields, the header 2")]
    [InlineData("path,emotion\n", "no clip")]
    [InlineData("path,emotion\ngone.wav,sad\n", "gone.wav (no such file (line 2 of list.csv))")]
    public void Open_FaultyTable_SaysWhereAndWhat(string text, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Open(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Open_CorpusAndSentence_AreKnown()
    {
        Corpus corpus = Open("path,emotion,speaker,sentence,corpus\na.wav,sad,anna,s1,one\n\"sub/b, c.wav\",sad,anna,s1,two\n\"say \"\"hi\"\".wav\",sad,anna,,\n");
        Assert.Equal(["list", "one", "two"], corpus.CorpusNames);
        Assert.Equal([("list/anna", null), ("one/anna", "one/s1"), ("two/anna", "two/s1")], corpus.Utterances.Select(clip => (clip.SpeakerId, clip.SentenceId)));
    }

    [Fact]
    public void Open_MissingFile_IsLeftOutAsUnreadable()
    {
        ExcludedFile left = Assert.Single(Open("path,emotion\na.wav,sad\ngone.wav,sad\n").Excluded);
        Assert.Equal(("gone.wav", FaultKind.Unreadable), (left.Name, left.Fault));
    }

    private Corpus Open(string text)
    {
        File.WriteAllText(_folder.Locate("list.csv"), text);
        return KnownCorpora.Open(_folder.Locate("list.csv"));
    }
}
