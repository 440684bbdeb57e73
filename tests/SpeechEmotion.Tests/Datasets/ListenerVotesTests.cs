using SpeechEmotion.Datasets;
using Xunit;

namespace SpeechEmotion.Tests.Datasets;

public sealed class ListenerVotesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Read_Table_FindsClipsByTheirFileNames()
    {
        File.WriteAllText(_file, "clip,angry,Sadness,responses\n1001_DFA_ANG_XX,7,2,9\n");
        ListenerVotes votes = ListenerVotes.Read(_file);

        Assert.Equal(1, votes.Clips);
        Assert.Equal((7, 2), (votes.Of(Clip("sub/1001_DFA_ANG_XX.wav"))!["anger"], votes.Of(Clip("1001_DFA_ANG_XX.flac"))!["sad"]));
        Assert.Null(votes.Of(Clip("other.wav")));
    }

    [Fact]
    public void Of_EqualFileNamesInFolders_TellsThemApart()
    {
        File.WriteAllText(_file, "clip,anger,sad\nmood.v2\\angry\\1.wav,3,0\ncorpus/sad/1.wav,0,4\n2,1,1\n");
        ListenerVotes votes = ListenerVotes.Read(_file);

        Assert.Equal((3, 4), (votes.Of(Clip("angry/1.wav"))!["anger"], votes.Of(Clip("sad/1.wav"))!["sad"]));
        Assert.Equal(1, votes.Of(Clip("sad/2.wav"))!["sad"]);
        Assert.Null(votes.Of(Clip("happy/1.wav")));
        Assert.Equal(3, Corpus("angry/1.wav", "sad/1.wav", "sad/2.wav").WithVotes(votes).Utterances.Count(clip => clip.Votes is not null));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Corpus("angry/2.wav", "sad/2.wav").WithVotes(votes));
        Assert.Equal($"{_file}: clip '2' may be 'angry/2.wav' or 'sad/2.wav'; write the folder, too.", e.Message);
    }

    [Theory]
    [InlineData("clip,anger,sad\na,1,x\n", "line 2: sad is 'x'; it must be a whole number of votes")]
    [InlineData("clip,anger,sad\na,1,-1\n", "sad is '-1'")]
    [InlineData("clip,anger,sad\na,1,1\na,2,2\n", "line 3: clip 'a' is listed twice")]
    [InlineData("clip,Anger,sad,other\na,1,1,0\nb,0,0,7\n", "line 3: clip 'b' has no vote for any of Anger, sad; leave the line out.")]
    [InlineData("clip,anger\na,1\n", "has columns for 1 emotion;")]
    [InlineData("name,anger,sad\na,1,1\n", "lacks clip")]
    public void Read_Faulty_SaysWhere(string table, string expected)
    {
        File.WriteAllText(_file, table);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ListenerVotes.Read(_file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_SaysWhatIsNeeded() =>
        Assert.StartsWith("none.csv: no such file; a table of votes", Assert.Throws<FileNotFoundException>(() => ListenerVotes.Read("none.csv")).Message, StringComparison.Ordinal);

    private static Corpus Corpus(params string[] names) => new("made", "table", "made.csv", "", ["sad"], names.Select(Clip), []);

    private static Utterance Clip(string name) => new() { Name = name, Path = name, Emotion = "sad" };
}
