using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Corpora;

public sealed class KnownCorporaTests : IDisposable
{
    private readonly CorpusFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1001_DFA_ANG_XX.wav", "1001", "DFA", "anger", null)]
    [InlineData("1091_IEO_HAP_LO.wav", "1091", "IEO", "happy", "low")]
    [InlineData("1010_IEO_FEA_MD.flac", "1010", "IEO", "fear", "medium")]
    [InlineData("1079_IEO_DIS_HI.mp3", "1079", "IEO", "disgust", "high")]
    [InlineData("1040_ITH_SAD_X.wav", "1040", "ITH", "sad", null)]
    [InlineData("AudioWAV/1002_WSI_NEU_XX.WAV", "1002", "WSI", "neutral", null)]
    public void Open_CremaDName_TellsSpeakerSentenceEmotionLevel(string name, string speaker, string sentence, string emotion, string? intensity) =>
        Assert.Equal((speaker, sentence, emotion, intensity, null), Facts(name, "crema-d"));

    [Theory]
    [InlineData("1000_DFA_ANG_XX.wav")] // actors are 1001 to 1091
    [InlineData("1092_DFA_ANG_XX.wav")]
    [InlineData("1001_XYZ_ANG_XX.wav")] // no such sentence
    [InlineData("1001_DFA_CAL_XX.wav")] // no such emotion
    [InlineData("1001_DFA_ANG_XXX.wav")]
    [InlineData("1001_DFA_ANG.wav")]
    [InlineData("x1001_DFA_ANG_XX.wav")]
    [InlineData("1001_dfa_ang_xx.wav")]
    public void Open_WrongCremaDName_IsLeftOut(string name) => AssertUnknown(name, "crema-d", "1002_DFA_ANG_XX.wav");

    [Theory]
    [InlineData("03-01-01-01-01-01-01.wav", "01", "01", "neutral", "normal", "male")]
    [InlineData("03-01-02-02-02-02-24.wav", "24", "02", "calm", "strong", "female")]
    [InlineData("Actor_12/03-01-06-01-02-01-12.wav", "12", "02", "fear", "normal", "female")]
    [InlineData("03-01-08-02-01-02-19.wav", "19", "01", "surprise", "strong", "male")]
    [InlineData("03-01-05-01-01-01-10.wav", "10", "01", "anger", "normal", "female")]
    public void Open_RavdessName_TellsEverything(string name, string speaker, string sentence, string emotion, string intensity, string sex) =>
        Assert.Equal((speaker, sentence, emotion, intensity, sex), Facts(name, "ravdess"));

    [Theory]
    [InlineData("03-01-09-01-01-01-01.wav")] // emotions are 01 to 08
    [InlineData("03-01-00-01-01-01-01.wav")]
    [InlineData("03-01-01-01-01-01-25.wav")] // actors are 01 to 24
    [InlineData("03-01-01-01-01-01-00.wav")]
    [InlineData("03-01-01-01-01-01.wav")]
    [InlineData("03-01-01-03-01-01-01.wav")]
    public void Open_WrongRavdessName_IsLeftOut(string name) => AssertUnknown(name, "ravdess", "03-01-01-01-01-01-02.wav");

    [Theory]
    [InlineData("03-02-04-01-01-01-01.wav", "song, not speech")]
    [InlineData("01-01-04-01-01-01-01.m4a", "video, not audio only")]
    public void Open_RavdessSongOrVideo_IsLeftOutWithoutFault(string name, string reason)
    {
        _folder.Add("03-01-01-01-01-01-02.wav").Add(name);
        ExcludedFile left = Assert.Single(KnownCorpora.Open(_folder.Path, "ravdess").Excluded);
        Assert.Equal(new ExcludedFile(name, reason), left);
    }

    [Theory]
    [InlineData("03a01Fa.wav", "03", "a01", "happy", "male")]
    [InlineData("08b10Wb.wav", "08", "b10", "anger", "female")]
    [InlineData("16a07Lc.wav", "16", "a07", "boredom", "female")]
    [InlineData("wav/10a02Ac.wav", "10", "a02", "fear", "male")]
    [InlineData("15b09Ta.wav", "15", "b09", "sad", "male")]
    [InlineData("14a05Ea.wav", "14", "a05", "disgust", "female")]
    [InlineData("09a04Nd.wav", "09", "a04", "neutral", "female")]
    public void Open_EmoDbName_TellsSpeakerSentenceEmotionSex(string name, string speaker, string sentence, string emotion, string sex) =>
        Assert.Equal((speaker, sentence, emotion, null, sex), Facts(name, "emodb"));

    [Theory]
    [InlineData("04a01Fa.wav")] // no such speaker
    [InlineData("17a01Fa.wav")]
    [InlineData("03c01Fa.wav")]
    [InlineData("03a01Xa.wav")] // no such emotion
    [InlineData("03a01fa.wav")]
    [InlineData("03a01F.wav")]
    public void Open_WrongEmoDbName_IsLeftOut(string name) => AssertUnknown(name, "emodb", "03a02Fa.wav");

    [Theory]
    [InlineData("OAF_back_angry.wav", "OAF", "back", "anger")]
    [InlineData("YAF_germ_ps.wav", "YAF", "germ", "surprise")]
    [InlineData("OA_bite_neutral.wav", "OAF", "bite", "neutral")]
    [InlineData("YAF_disgust/YAF_youth_disgust.wav", "YAF", "youth", "disgust")]
    [InlineData("oaf_chain_Sad.wav", "OAF", "chain", "sad")]
    public void Open_TessName_TellsSpeakerWordEmotion(string name, string speaker, string sentence, string emotion) =>
        Assert.Equal((speaker, sentence, emotion, null, "female"), Facts(name, "tess"));

    [Theory]
    [InlineData("MAF_back_angry.wav")]
    [InlineData("OAF_back_calm.wav")]
    [InlineData("OAF_angry.wav")]
    [InlineData("OAF_back_angry_2.wav")]
    public void Open_WrongTessName_IsLeftOut(string name) => AssertUnknown(name, "tess", "OAF_back_fear.wav");

    [Theory]
    [InlineData("DC/a01.wav", "DC", "a01", "anger")]
    [InlineData("AudioData/KL/sa15.wav", "KL", "sa15", "sad")]
    [InlineData("JE_su07.wav", "JE", "su07", "surprise")]
    [InlineData("JK/n30.wav", "JK", "n30", "neutral")]
    [InlineData("all/JK_d03.wav", "JK", "d03", "disgust")]
    public void Open_SaveeName_TellsSpeakerSentenceEmotion(string name, string speaker, string sentence, string emotion) =>
        Assert.Equal((speaker, sentence, emotion, null, "male"), Facts(name, "savee"));

    [Theory]
    [InlineData("a01.wav")] // whose?
    [InlineData("AB/a01.wav")]
    [InlineData("DC/s01.wav")]
    [InlineData("DC/a1.wav")]
    [InlineData("XDC_a01.wav")]
    public void Open_WrongSaveeName_IsLeftOut(string name) => AssertUnknown(name, "savee", "DC/a02.wav");

    [Fact]
    public void Open_Cancelled_Ends()
    {
        _folder.Add("1001_DFA_ANG_XX.wav");
        Assert.ThrowsAny<OperationCanceledException>(() => KnownCorpora.Open(_folder.Path, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Open_SameSaveeFileNameOfTwoSpeakers_KeepsBoth()
    {
        _folder.Add("DC/a01.wav").Add("JE/a01.wav");
        Assert.Equal(2, KnownCorpora.Open(_folder.Path).Utterances.Count);
    }

    [Theory]
    [InlineData("emogator", "000001-03-1.mp3", "000001", null, "anger")]
    [InlineData("emogator", "000357-02-3.mp3", "000357", null, "happy")]
    [InlineData("emogator", "000357-13-3.mp3", "000357", null, "happy")]
    [InlineData("emogator", "000002-30-2.mp3", "000002", null, "triumph")]
    [InlineData("nemo", "SM0_surprised_82.wav", "SM0", "82", "surprise")]
    [InlineData("nemo", "samples/TP0_happiness_3.wav", "TP0", "3", "happy")]
    [InlineData("emospeech", "help-safe-angry-20190712144121-9dd2014cc6e95226ece8fd97fa8296acea7957d841ba48e82486e842.wav", "9dd2014cc6e95226ece8fd97fa8296acea7957d841ba48e82486e842", "help", "anger")]
    [InlineData("emospeech", "stop-safe-happy-1561964982.832725-d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f.wav", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f", "stop", "happy")]
    [InlineData("emospeech", "unknown-glass break-calm-20190712144121-9dd2014cc6e95226ece8fd97fa8296acea7957d841ba48e82486e842.wav", "9dd2014cc6e95226ece8fd97fa8296acea7957d841ba48e82486e842", null, "calm")]
    [InlineData("subesco", "F_01_OISHI_S_1_ANGRY_1.wav", "F_01", "1", "anger")]
    [InlineData("subesco", "M_10_X_S_10_SURPRISE_5.wav", "M_10", "10", "surprise")]
    [InlineData("emovo", "f1/dis-f1-b1.wav", "f1", "b1", "disgust")]
    [InlineData("emovo", "gio-m3-n2.wav", "m3", "n2", "happy")]
    [InlineData("jl", "male1_angry_10a_1.wav", "male1", "10a", "anger")]
    [InlineData("jl", "female2_encouraging_3b_2.wav", "female2", "3b", "encouraging")]
    [InlineData("shemo", "female/F01A01.wav", "F01", null, "anger")]
    [InlineData("shemo", "M32W02.wav", "M32", null, "surprise")]
    [InlineData("urdu", "Angry/SM1_F10_A010.wav", "SM1", null, "anger")]
    [InlineData("urdu", "SF12_F3_N07.wav", "SF12", null, "neutral")]
    [InlineData("urdu", "Angry/SM4_F48_A0100.wav", "SM4", null, "anger")]
    [InlineData("turev", "1157_kz_acik.wav", "1157", "acik", "anger")]
    [InlineData("turev", "6783_hl_yolcu.wav", "6783", "yolcu", "sad")]
    [InlineData("mesd", "Anger_C_A_abajo.wav", null, "abajo", "anger")]
    [InlineData("mesd", "Happiness_F_B_niña.wav", null, "niña", "happy")]
    [InlineData("subesco", "F_02_MONIKA_S_2_SURPRISE_3].wav", "F_02", "2", "surprise")]
    [InlineData("ased", "05Angry/a5-03-01-02-50.wav", "50", "5-03", "anger")]
    [InlineData("ased", "04Sad/S4-04-02-01-29.wav", "29", "4-04", "sad")]
    public void Open_OtherCorpora_TellWhatTheirNamesTell(string corpus, string name, string? speaker, string? sentence, string emotion)
    {
        Assert.Equal((speaker, sentence, emotion, (string?)null, (string?)null), Facts(name, corpus));
        Assert.Equal(corpus, KnownCorpora.Open(_folder.Path).Name);
    }

    [Theory]
    [InlineData("emogator", "000001-31-1.mp3", "000001-03-1.mp3")]
    [InlineData("nemo", "SM0_bored_82.wav", "SM0_anger_82.wav")]
    [InlineData("subesco", "F_01_OISHI_S_1_BORED_1.wav", "F_01_OISHI_S_1_SAD_1.wav")]
    [InlineData("emovo", "dis-f4-b1.wav", "dis-f1-b1.wav")]
    [InlineData("shemo", "F01X01.wav", "F01A01.wav")]
    public void Open_WrongNameOfOtherCorpora_IsLeftOut(string corpus, string name, string valid) => AssertUnknown(name, corpus, valid);

    [Theory]
    [InlineData("happy/1.wav", "happy")]
    [InlineData("Joy/deep/below/x.ogg", "happy")]
    [InlineData("confused/1.wav", "confused")]
    public void Open_FolderPerEmotion_TellsEmotionOnly(string name, string emotion) =>
        Assert.Equal(((string?)null, (string?)null, emotion, (string?)null, (string?)null), Facts(name, "folders"));

    [Fact]
    public void Open_FileOutsideEmotionFolders_IsLeftOut() => AssertUnknown("loose.wav", "folders", "sad/1.wav");

    [Theory]
    [InlineData("crema-d", "1001_DFA_ANG_XX.wav", "1002_IEO_SAD_HI.wav")]
    [InlineData("ravdess", "Actor_01/03-01-01-01-01-01-01.wav", "03-01-02-02-02-02-24.wav")]
    [InlineData("emodb", "03a01Fa.wav", "16a07Lc.wav")]
    [InlineData("tess", "OAF_back_angry.wav", "YAF_back_angry.wav")]
    [InlineData("savee", "DC/a01.wav", "JE_su07.wav")]
    [InlineData("folders", "Angry/1.wav", "sad/1.wav")]
    [InlineData("crema-d", "happy/1001_DFA_HAP_XX.wav", "sad/1001_DFA_SAD_XX.wav")] // names tell more than folders
    public void Open_WithoutName_FindsTheCorpus(string corpus, string first, string second)
    {
        _folder.Add(first).Add(second);
        Corpus opened = KnownCorpora.Open(_folder.Path);
        Assert.Equal(corpus, opened.Format);
        Assert.Equal(corpus == "folders" ? Path.GetFileName(_folder.Path) : corpus, opened.Name);
        Assert.All(opened.Utterances, clip => Assert.Equal(opened.Name, clip.Corpus));
    }

    [Fact]
    public void Open_HalfOfTheFilesFit_FindsTheCorpusAndLeavesTheRestOut()
    {
        _folder.Add("1001_DFA_ANG_XX.wav").Add("noise.wav").Add("readme.txt");
        Corpus corpus = KnownCorpora.Open(_folder.Path);
        Assert.Equal("crema-d", corpus.Name);
        Assert.Equal("noise.wav", Assert.Single(corpus.Excluded).Name);
    }

    [Theory]
    [InlineData("1001_DFA_ANG_XX.wav", "a.wav", "b.wav")] // a third
    [InlineData("1001_DFA_ANG_XX.wav", "03a01Fa.wav")] // a tie
    [InlineData("speech/a.wav", "music/b.wav")] // folders, but not of emotions
    public void Open_NoClearCorpus_SaysWhatWasLookedFor(params string[] names)
    {
        foreach (string name in names)
        {
            _folder.Add(name);
        }

        var error = Assert.Throws<InvalidDataException>(() => KnownCorpora.Open(_folder.Path));
        Assert.All(KnownCorpora.Names.Where(name => name != "manifest"), name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.Contains("path,emotion,speaker", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoAudio_Throws()
    {
        _folder.Add("readme.txt");
        Assert.Contains("no audio files", Assert.Throws<InvalidDataException>(() => KnownCorpora.Open(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => KnownCorpora.Open(_folder.Locate("nowhere")));
        Assert.Throws<FileNotFoundException>(() => KnownCorpora.Open(_folder.Locate("nowhere.csv")));
    }

    [Fact]
    public void Open_WrongCorpusName_Throws()
    {
        _folder.Add("1001_DFA_ANG_XX.wav").Add("list.csv", "path,emotion\n1001_DFA_ANG_XX.wav,anger\n");
        Assert.Contains("crema-d, ravdess", Assert.Throws<ArgumentException>(() => KnownCorpora.Open(_folder.Path, "cremad")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KnownCorpora.Open(_folder.Path, "manifest"));
        Assert.Throws<ArgumentException>(() => KnownCorpora.Open(_folder.Locate("list.csv"), "crema-d"));
        Assert.Throws<InvalidDataException>(() => KnownCorpora.Open(_folder.Path, "tess"));
        Assert.Equal("crema-d", KnownCorpora.Open(_folder.Path, "CREMA-D").Name);
    }

    [Fact]
    public void Open_CremaD_HasPublishedLabelOrderAndSortedClips()
    {
        _folder.Add("b/1002_DFA_ANG_XX.wav").Add("a/1091_DFA_ANG_XX.wav").Add("1003_DFA_SAD_XX.wav");
        Corpus corpus = KnownCorpora.Open(_folder.Path);
        Assert.Equal(["sad", "anger", "neutral", "happy", "fear", "disgust"], corpus.Emotions);
        Assert.Equal(["1003_DFA_SAD_XX.wav", "a/1091_DFA_ANG_XX.wav", "b/1002_DFA_ANG_XX.wav"], corpus.Utterances.Select(u => u.Name));
        Assert.Equal(_folder.Locate("a/1091_DFA_ANG_XX.wav"), corpus.Utterances[1].Path);
    }

    [Fact]
    public void Open_CremaDWithActorsTable_KnowsTheSex()
    {
        _folder.Add("AudioWAV/1001_DFA_ANG_XX.wav").Add("AudioWAV/1002_DFA_ANG_XX.wav").Add("AudioWAV/1003_DFA_ANG_XX.wav")
            .Add("actors.csv", "actor,age,sex,race,ethnicity\n1001,51,Male,Caucasian,Not Hispanic\n1002,21,Female,Caucasian,Not Hispanic\n");
        Assert.Equal(["male", "female", null], KnownCorpora.Open(_folder.Path).Utterances.Select(u => u.Sex));
    }

    [Fact]
    public void Open_KnownFaultsOfCremaD_AreLeftOutWithReason()
    {
        string[] faulty =
        [
            "1006_TIE_HAP_XX.wav", "1006_TIE_NEU_XX.wav", "1013_WSI_DIS_XX.wav", "1013_WSI_SAD_XX.wav",
            "1017_IWW_ANG_XX.wav", "1017_IWW_FEA_XX.wav", "1076_MTI_SAD_XX.wav",
        ];
        foreach (string name in faulty.Append("1001_DFA_ANG_XX.wav"))
        {
            _folder.Add(name);
        }

        Corpus corpus = KnownCorpora.Open(_folder.Path);
        Assert.Equal("1001_DFA_ANG_XX.wav", Assert.Single(corpus.Utterances).Name);
        Assert.Equal(faulty, corpus.Excluded.Select(f => f.Name));
        Assert.Equal("silent", corpus.Excluded[^1].Reason);
        Assert.All(corpus.Excluded, f => Assert.Equal(f.Name, f.Utterance?.Name));
    }

    [Fact]
    public void Open_TwoFilesOfOneName_UsesTheFirst()
    {
        _folder.Add("1001_DFA_ANG_XX.wav").Add("copy/1001_DFA_ANG_XX.wav").Add("1001_DFA_ANG_XX.flac");
        Corpus corpus = KnownCorpora.Open(_folder.Path);
        Assert.Equal("1001_DFA_ANG_XX.flac", Assert.Single(corpus.Utterances).Name);
        Assert.Equal(["1001_DFA_ANG_XX.wav", "copy/1001_DFA_ANG_XX.wav"], corpus.Excluded.Select(f => f.Name));
    }

    [Fact]
    public void Open_SameBytes_LeavesOutAllThatDisagreeAndAllButOneThatAgree()
    {
        string longText = new('x', 20000);
        _folder.Add("sad/1.wav", "same").Add("happy/1.wav", "same").Add("happy/2.wav", longText).Add("happy/3.wav", longText)
            .Add("happy/4.wav", longText + "y").Add("sad/5.wav", "y" + longText).Add("sad/6.wav", "").Add("happy/6.wav", "");
        Corpus corpus = KnownCorpora.Open(_folder.Path);
        Assert.Equal(["happy/2.wav", "happy/4.wav", "happy/6.wav", "sad/5.wav", "sad/6.wav"], corpus.Utterances.Select(u => u.Name));
        Assert.Equal(
            [
                new("happy/1.wav", "byte-identical to sad/1.wav, which has another emotion"),
                new("happy/3.wav", "byte-identical to happy/2.wav"),
                new ExcludedFile("sad/1.wav", "byte-identical to happy/1.wav, which has another emotion"),
            ],
            corpus.Excluded.Select(f => f with { Utterance = null }));
    }

    [Fact]
    public void Open_SameLengthSameMiddleOtherEnds_AreNotCopies()
    {
        string middle = new('x', 20000);
        _folder.Add("sad/1.wav", "a" + middle + "a").Add("happy/1.wav", "a" + middle + "b");
        Assert.Empty(KnownCorpora.Open(_folder.Path).Excluded);
    }

    [Fact]
    public void Open_EveryPublishedName_IsAClipOfOneOf91Actors()
    {
        string[] names = RealCorpus.PublishedNamesOrSkip();
        foreach (string name in names)
        {
            _folder.Add(name);
        }

        Corpus corpus = KnownCorpora.Open(_folder.Path);
        Utterance[] all = [.. corpus.Utterances, .. corpus.Excluded.Select(f => f.Utterance!)];
        Assert.Equal(7442, all.Length);
        Assert.Equal(7435, corpus.Utterances.Count);
        Assert.Equal(91, all.Select(u => u.Speaker).Distinct().Count());
        Assert.All(all.CountBy(u => u.Emotion), pair => Assert.Equal(pair.Key == "neutral" ? 1087 : 1271, pair.Value));
    }

    private (string? Speaker, string? Sentence, string Emotion, string? Intensity, string? Sex) Facts(string name, string corpus)
    {
        _folder.Add(name);
        Utterance u = Assert.Single(KnownCorpora.Open(_folder.Path, corpus).Utterances);
        Assert.Equal(name, u.Name);
        return (u.Speaker, u.Sentence, u.Emotion, u.Intensity, u.Sex);
    }

    private void AssertUnknown(string name, string corpus, string valid)
    {
        _folder.Add(name).Add(valid);
        Corpus opened = KnownCorpora.Open(_folder.Path, corpus);
        Assert.Equal(valid, Assert.Single(opened.Utterances).Name);
        ExcludedFile left = Assert.Single(opened.Excluded);
        Assert.Equal((name, FaultKind.UnknownName), (left.Name, left.Fault));
        Assert.StartsWith("unknown name", left.Reason, StringComparison.Ordinal);
    }
}
