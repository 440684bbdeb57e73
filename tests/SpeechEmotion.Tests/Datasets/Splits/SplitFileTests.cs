using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Splits;

public sealed class SplitFileTests : IDisposable
{
    private static readonly Utterance[] Corpus =
    [
        SpeechMaker.Clip("a.wav", "sad", "anna"),
        SpeechMaker.Clip("b, \"c\".wav", "happy", "Doe, J"),
        SpeechMaker.Clip("d\ne.wav", "happy", " spaced "),
        SpeechMaker.Clip("sub/f.wav", "fear"),
    ];

    private readonly CorpusFolder _folder = new();

    private string Path => _folder.Locate("split.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var split = new Split([Corpus[0], Corpus[1]], [Corpus[2]], [Corpus[3]]);
        SplitFile.Write(Path, split);
        AssertSame(split, SplitFile.Read(Path, Corpus));
        Assert.Equal(
            "name,part,emotion,speaker,corpus\na.wav,train,sad,anna,\n\"b, \"\"c\"\".wav\",train,happy,\"Doe, J\",\n\"d\ne.wav\",validation,happy,\" spaced \",\nsub/f.wav,test,fear,,\n",
            File.ReadAllText(Path));
    }

    [Fact]
    public void Write_OverAnOldFile_ReplacesItAndLeavesNothingElse()
    {
        _folder.Add("split.csv", "old");
        SplitFile.Write(Path, new Split([Corpus[0]], [], []));
        Assert.Equal(["split.csv"], Directory.GetFiles(_folder.Path).Select(System.IO.Path.GetFileName));
        Assert.Single(SplitFile.Read(Path, Corpus).Train);
    }

    [Fact]
    public void Read_AnySplit_IsTheSame()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            Utterance[] all = SpeechMaker.Random(seed);
            Split split = Splitter.Split(all, new SplitConfig(), seed);
            SplitFile.Write(Path, split);
            AssertSame(split, SplitFile.Read(Path, all));
        }
    }

    [Theory]
    [InlineData("gone.wav,train,sad,anna", "line 2: clip 'gone.wav' is not in the corpus")]
    [InlineData("a.wav,train,sad,anna\na.wav,test,sad,anna", "line 3: clip 'a.wav' is named already on line 2")]
    [InlineData("a.wav,train,sad,anna\na.wav,train,sad,anna", "line 3: clip 'a.wav' is named already on line 2")]
    [InlineData("a.wav,dev,sad,anna", "line 2: part 'dev' is not known; it must be train, validation or test")]
    [InlineData("a.wav,train,happy,anna", "line 2: clip 'a.wav' is 'happy' here and 'sad' in the corpus")]
    [InlineData("a.wav,train,sad", "line 2 has 3 fields, the header 4")]
    public void Read_FaultyRow_SaysWhereAndWhat(string rows, string message)
    {
        _folder.Add("split.csv", $"name,part,emotion,speaker\n{rows}\n");
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => SplitFile.Read(Path, Corpus)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongHeader_SaysWhatIsMissing()
    {
        _folder.Add("split.csv", "name,part\na.wav,train\n");
        Assert.Contains("lacks emotion and speaker", Assert.Throws<InvalidDataException>(() => SplitFile.Read(Path, Corpus)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EqualNamesOfTwoCorpora_AreTwoClips()
    {
        Utterance[] clips = [Corpus[0] with { Corpus = "one" }, Corpus[0] with { Corpus = "two", Emotion = "fear", Speaker = null }, Corpus[1] with { Corpus = "two" }];
        SplitFile.Write(Path, new Split([clips[0]], [], [clips[1], clips[2]]));
        AssertSame(new Split([clips[0]], [], [clips[1], clips[2]]), SplitFile.Read(Path, clips));
        Assert.Equal(["one", "two"], SplitFile.Corpora(Path));
        Assert.Equal(["one"], SplitFile.Corpora(Path, "train"));

        AssertSame(new Split([], [], [clips[1], clips[2]]), SplitFile.Read(Path, clips[1..], ["two"]));
        Assert.Contains("clip 'a.wav' is not in the corpus 'one'", Assert.Throws<InvalidDataException>(() => SplitFile.Read(Path, clips[1..])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileOfAnOlderVersion_IsOfTheOnlyCorpus()
    {
        _folder.Add("split.csv", "name,part,emotion,speaker\na.wav,train,sad,anna\n");
        Utterance[] clips = [Corpus[0] with { Corpus = "one" }];
        Assert.Equal(clips, SplitFile.Read(Path, clips).Train);
        Assert.Empty(SplitFile.Corpora(Path));
    }

    [Fact]
    public void ReadUnchanged_OtherSamples_NamesTheClip()
    {
        Utterance[] now = [.. Corpus.Select(clip => clip with { Digest = "0123456789abcdef" })];
        SplitFile.Write(Path, new Split([now[0], now[1]], [now[2]], [Corpus[3]]));
        AssertSame(new Split([now[0], now[1]], [now[2]], [now[3]]), SplitFile.ReadUnchanged(Path, now));
        now[1] = now[1] with { Digest = "0123456789abcdee" };
        Assert.Contains("has other samples now", Assert.Throws<InvalidDataException>(() => SplitFile.ReadUnchanged(Path, now)).Message, StringComparison.Ordinal);
        Assert.Equal(3, SplitFile.Read(Path, now).Train.Count + SplitFile.Read(Path, now).Validation.Count);
        Assert.Equal([now[1]], SplitFile.Changed(Path, now));
    }

    [Fact]
    public void Read_NamesThatASpreadsheetWouldRun_AreTheSameAndGuarded()
    {
        Utterance[] clips = [SpeechMaker.Clip("=1+1.wav", "sad", "+anna"), SpeechMaker.Clip("'-x.wav", "sad", "@b"), SpeechMaker.Clip("-5", "sad", "'c'")];
        Split split = new(clips, [], []);
        SplitFile.Write(Path, split);
        AssertSame(split, SplitFile.Read(Path, clips));
        Assert.Equal("name,part,emotion,speaker,corpus\n'=1+1.wav,train,sad,'+anna,\n''-x.wav,train,sad,'@b,\n-5,train,sad,'c',\n", File.ReadAllText(Path));
    }

    private static void AssertSame(Split expected, Split actual)
    {
        Assert.Equal(expected.Train, actual.Train);
        Assert.Equal(expected.Validation, actual.Validation);
        Assert.Equal(expected.Test, actual.Test);
    }
}
