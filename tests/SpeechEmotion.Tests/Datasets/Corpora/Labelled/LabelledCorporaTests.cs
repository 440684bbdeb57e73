using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Corpora.Labelled;

public sealed class LabelledCorporaTests : IDisposable
{
    private readonly CorpusFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Iemocap_TakesTheRatersEmotions()
    {
        _folder.Add("Session1/dialog/EmoEvaluation/Ses01F_impro01.txt",
            "% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\n\n"
            + "[6.2901 - 8.2357]\tSes01F_impro01_F000\tneu\t[2.5000, 2.5000, 2.5000]\nC-E2:\tNeutral;\t()\n\n"
            + "[10.0100 - 11.3925]\tSes01F_impro01_M001\texc\t[3.5000, 2.5000, 2.5000]\n\n[14.8872 - 18.0175]\tSes01F_impro01_F002\txxx\t[2.5, 2.5, 2.5]\n")
            .Add("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F000.wav").Add("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M001.wav")
            .Add("Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_F002.wav").Add("Session1/sentences/wav/Ses01F_script01_1/Ses01F_script01_1_F000.wav");
        Corpus corpus = KnownCorpora.Open(_folder.Path);

        Assert.Equal("iemocap", corpus.Name);
        Assert.Equal([("neutral", "1F", "female", "impro01"), ("excited", "1M", "male", "impro01")], corpus.Utterances.Select(clip => (clip.Emotion, clip.Speaker!, clip.Sex!, clip.Sentence!)));
        Assert.Equal(["the raters did not agree", "no table of labels in the folder names it"], corpus.Excluded.Select(file => file.Reason));
    }

    [Fact]
    public void Open_Meld_TellsItsPartsApart()
    {
        _folder.Add("train_sent_emo.csv", "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID\n1,\"Well, hi\",Chandler,joy,positive,0,0\n")
            .Add("test/test_sent_emo.csv", "Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID\n1,No,Chandler,anger,negative,0,0\n")
            .Add("train_splits/dia0_utt0.wav").Add("output_repeated_splits_test/dia0_utt0.wav").Add("dev_splits_complete/dia0_utt0.wav");
        Corpus corpus = KnownCorpora.Open(_folder.Path);

        Assert.Equal("meld", corpus.Name);
        Assert.Equal([("output_repeated_splits_test/dia0_utt0.wav", "anger", "Chandler"), ("train_splits/dia0_utt0.wav", "happy", "Chandler")], corpus.Utterances.Select(clip => (clip.Name, clip.Emotion, clip.Speaker!)));
        Assert.Equal("dev_splits_complete/dia0_utt0.wav", Assert.Single(corpus.Excluded).Name);
    }

    [Fact]
    public void Open_MspPodcast_LeavesOutWhatNobodyAgreedOn()
    {
        _folder.Add("Labels/labels_consensus.csv",
            "FileName,EmoClass,EmoAct,EmoVal,EmoDom,SpkrID,Gender,Split_Set\nMSP-PODCAST_0001_0008.wav,N,4,4,4,97,Male,Test1\nMSP-PODCAST_0001_0019.wav,X,4,4,4,Unknown,Unknown,Train\nMSP-PODCAST_0002_0033_0001.wav,C,4,4,4,Unknown,Female,Train\n")
            .Add("Audios/MSP-PODCAST_0001_0008.wav").Add("Audios/MSP-PODCAST_0001_0019.wav").Add("Audios/MSP-PODCAST_0002_0033_0001.wav");
        Corpus corpus = KnownCorpora.Open(_folder.Path);

        Assert.Equal("msp-podcast", corpus.Name);
        Assert.Equal([("neutral", "97", "male"), ("contempt", null, "female")], corpus.Utterances.Select(clip => (clip.Emotion, clip.Speaker, clip.Sex)));
        Assert.Equal("the raters did not agree", Assert.Single(corpus.Excluded).Reason);
    }
}
