using System.Security.Cryptography;
using System.Text;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Splits;

public sealed class SplitterTests
{
    private static readonly SplitConfig Random = new() { Protocol = Protocol.Random };
    private static readonly SplitConfig Speaker = new() { Protocol = Protocol.Speaker };
    private static readonly SplitConfig Folds = new() { Protocol = Protocol.Folds, Fold = 0 };

    [Fact]
    public void Split_RandomOnAllOfCremaD_HasThePublishedCounts()
    {
        Split split = Splitter.Split(SpeechMaker.CremaD(), Random, 1);
        Assert.Equal((4948, 261, 2233), Counts(split));
    }

    [Fact]
    public void Split_RandomOnThePublishedNames_HasThePublishedCounts()
    {
        using var folder = new CorpusFolder();
        foreach (string name in RealCorpus.PublishedNamesOrSkip())
        {
            folder.Add(name);
        }

        Corpus corpus = KnownCorpora.Open(folder.Path);
        Utterance[] all = [.. corpus.Utterances, .. corpus.Excluded.Select(f => f.Utterance!)];
        Assert.Equal((4948, 261, 2233), Counts(Splitter.Split(all, Random, 7)));
    }

    [Theory]
    [InlineData(Protocol.Random)]
    [InlineData(Protocol.Speaker)]
    [InlineData(Protocol.Folds)]
    [InlineData(Protocol.All)]
    public void Split_SeveralCorpora_DividesEachAsIfItWereAlone(Protocol protocol)
    {
        // The same names and speakers in both, which must not be mixed up.
        Utterance[] one = [.. SpeechMaker.Random(3).Select(clip => clip with { Corpus = "one" })], two = [.. one.Skip(5).Select(clip => clip with { Corpus = "two" })];
        SplitConfig config = new() { Protocol = protocol, Fold = 1, Folds = 2 };
        Split both = Splitter.Split([.. two, .. one], config, 5), first = Splitter.Split(one, config, 5), second = Splitter.Split(two, config, 5);
        Assert.Equal([.. first.Train, .. second.Train], both.Train);
        Assert.Equal([.. first.Validation, .. second.Validation], both.Validation);
        Assert.Equal([.. first.Test, .. second.Test], both.Test);
    }

    [Fact]
    public void Split_Corpora_TestsOneAndHearsNothingOfIt()
    {
        Utterance[] one = [.. SpeechMaker.Random(3).Select(clip => clip with { Corpus = "one" })];
        Utterance[] two = [.. one.Skip(5).Select(clip => clip with { Corpus = "two" })], alone = [.. one.Take(4).Select(clip => clip with { Corpus = "alone", Speaker = "7" })];
        Utterance[] all = [.. two, .. one, .. alone];
        foreach ((string tested, int number) in new[] { ("alone", 0), ("one", 1), ("two", 2) })
        {
            Split split = Splitter.Split(all, new SplitConfig { Protocol = Protocol.Corpora, Fold = number }, 5);
            Assert.Equal(all.Where(clip => clip.Corpus == tested).Select(clip => clip.Id).Order(StringComparer.Ordinal), split.Test.Select(clip => clip.Id));
            Assert.DoesNotContain(split.Train.Concat(split.Validation), clip => clip.Corpus == tested);
            Assert.Equal(all.Length, split.Train.Count + split.Validation.Count + split.Test.Count);
            Assert.Empty(split.Train.Select(clip => clip.SpeakerId).Intersect(split.Validation.Select(clip => clip.SpeakerId)));
            Assert.Equal(all.Select(clip => clip.Corpus).Distinct().Except([tested, "alone"]).Order(), split.Validation.Select(clip => clip.Corpus).Distinct().Order());
        }

        Assert.Empty(Splitter.Split(all, new SplitConfig { Protocol = Protocol.Corpora, Fold = 0, ValidationShare = 0 }, 5).Validation);
        Assert.Equal(3, new SplitConfig { Protocol = Protocol.Corpora }.PartsInTurn(all));
    }

    [Fact]
    public void Split_CorporaThatAreNotThere_SaysSo()
    {
        Utterance[] one = [.. SpeechMaker.Random(3).Select(clip => clip with { Corpus = "one" })], two = [.. one.Select(clip => clip with { Corpus = "two" })];
        Assert.Contains("needs two or more", Assert.Throws<ArgumentException>(() => Splitter.Split(one, new SplitConfig { Protocol = Protocol.Corpora, Fold = 0 }, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("there are 2 corpora (one, two), counted from 0", Assert.Throws<ArgumentException>(() => Splitter.Split([.. one, .. two], new SplitConfig { Protocol = Protocol.Corpora, Fold = 2 }, 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 7, 0.3, 0.1)] // 0.1 · 7 = 0.7, up to 1
    [InlineData(30, 27, 0.1, 0.5)] // 0.1 · 30 is 3.0000000000000004 and must not become 4
    [InlineData(3, 2, 0.01, 0.01)]
    [InlineData(3, 2, 0.99, 0.99)]
    public void Split_RandomSmall_RoundsTestUpAndFillsEveryPart(int clips, int rest, double test, double validation)
    {
        Utterance[] all = [.. Enumerable.Range(0, clips).Select(i => SpeechMaker.Clip($"{i}.wav", "sad"))];
        Split split = Splitter.Split(all, Random with { TestShare = test, ValidationShare = validation }, 1);
        Assert.Equal(clips - rest, split.Test.Count);
        Assert.Equal(rest, split.Train.Count + split.Validation.Count);
        Assert.NotEmpty(split.Train);
        Assert.NotEmpty(split.Validation);
    }

    [Theory]
    [InlineData(Protocol.Random)]
    [InlineData(Protocol.Speaker)]
    [InlineData(Protocol.Folds)]
    public void Split_NoValidationShare_GivesItToTheTrainingPart(Protocol protocol)
    {
        Utterance[] all = SpeechMaker.Random(3);
        SplitConfig config = new() { Protocol = protocol, Fold = 0, Folds = 2 };
        Split with = Splitter.Split(all, config, 5), without = Splitter.Split(all, config with { ValidationShare = 0 }, 5);

        Assert.NotEmpty(with.Validation);
        Assert.Empty(without.Validation);
        Assert.Equal(with.Test, without.Test);
        Assert.Equal(with.Train.Concat(with.Validation).Select(clip => clip.Name).Order(StringComparer.Ordinal), without.Train.Select(clip => clip.Name));
    }

    [Fact]
    public void Split_Random_IsStratifiedToWithinOneClip()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            Utterance[] all = SpeechMaker.Random(seed);
            Split split = Splitter.Split(all, Random, seed);
            AssertStratified(split.Test, all);
            AssertStratified(split.Validation, [.. split.Train, .. split.Validation]);
        }
    }

    [Fact]
    public void Split_AnyProtocol_IsCompleteDisjointAndSorted()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            Utterance[] all = SpeechMaker.Random(seed);
            foreach (SplitConfig config in new[] { Random, Speaker, Folds with { Folds = 3, Fold = (int)(seed % 3) } })
            {
                Split split = Splitter.Split(all, config, seed);
                Assert.Equal(all.Select(u => u.Name).Order(StringComparer.Ordinal), Names(split).Order(StringComparer.Ordinal));
                Assert.All(Parts(split), part => Assert.NotEmpty(part));
                Assert.All(Parts(split), part => Assert.Equal(part.OrderBy(u => u.Name, StringComparer.Ordinal), part));
            }
        }
    }

    [Fact]
    public void Split_SpeakerOrFolds_HasNoSpeakerOnTwoSides()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            Utterance[] all = SpeechMaker.Random(seed);
            foreach (SplitConfig config in new[] { Speaker, Folds with { Folds = 2, Fold = (int)(seed % 2) } })
            {
                string?[] speakers = [.. Parts(Splitter.Split(all, config, seed)).SelectMany(part => part.Select(u => u.Speaker).Distinct())];
                Assert.Equal(speakers.Distinct().Count(), speakers.Length);
            }
        }
    }

    [Fact]
    public void Split_AnyProtocol_DoesNotDependOnTheOrderOfTheClips()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            Utterance[] all = SpeechMaker.Random(seed);
            Utterance[] shuffled = [.. all];
            new SeededRandom(seed, 99).Shuffle<Utterance>(shuffled);
            foreach (SplitConfig config in new[] { Random, Speaker, Folds with { Folds = 3 } })
            {
                Assert.Equal(Names(Splitter.Split(all, config, seed)), Names(Splitter.Split(shuffled, config, seed)));
            }
        }
    }

    // The split of a seed is part of every published result: these values may never change.
    [Theory]
    [InlineData(Protocol.Random, 1, "2915ce2a405870a2")]
    [InlineData(Protocol.Speaker, 1, "31a630a8210f780f")]
    [InlineData(Protocol.Speaker, 2, "18635df3a08f41a8")]
    [InlineData(Protocol.Folds, 1, "439b6c110e736b46")]
    public void Split_OfASeed_NeverChanges(Protocol protocol, ulong seed, string expected)
    {
        Split split = Splitter.Split(SpeechMaker.CremaD(), new SplitConfig { Protocol = protocol, Fold = 0 }, seed);
        string text = string.Join('|', Parts(split).Select(part => string.Join(',', part.Select(u => u.Name))));
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]);
    }

    [Theory]
    [InlineData(91, 27, 6)] // 0.3 · 91 = 27.3; 0.1 · 64 = 6.4
    [InlineData(10, 3, 1)]
    [InlineData(4, 1, 1)]
    [InlineData(3, 1, 1)]
    public void Split_Speaker_TakesWholeSpeakersByShare(int speakers, int test, int validation)
    {
        Utterance[] all = [.. Enumerable.Range(0, speakers * 2).Select(i => SpeechMaker.Clip($"{i}.wav", "sad", $"s{i / 2}"))];
        Split split = Splitter.Split(all, Speaker, 3);
        Assert.Equal((2 * (speakers - test - validation), 2 * validation, 2 * test), Counts(split));
    }

    [Theory]
    [InlineData(0, 1001, 1018)]
    [InlineData(1, 1019, 1036)]
    [InlineData(2, 1037, 1054)]
    [InlineData(3, 1055, 1072)]
    [InlineData(4, 1073, 1091)]
    public void Split_FiveFoldsOfCremaD_ArePublishedPartition(int fold, int first, int last)
    {
        Split split = Splitter.Split(SpeechMaker.CremaD(), Folds with { Fold = fold }, 5);
        Assert.Equal(Enumerable.Range(first, last - first + 1).Select(actor => $"{actor}"), split.Test.Select(u => u.Speaker).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(7, split.Validation.Select(u => u.Speaker).Distinct().Count());
    }

    [Fact]
    public void Split_FourFoldsOfCremaD_DependOnTheSeed()
    {
        Utterance[] all = SpeechMaker.CremaD();
        Assert.NotEqual(
            Splitter.Split(all, Folds with { Folds = 4 }, 1).Test.Select(u => u.Name),
            Splitter.Split(all, Folds with { Folds = 4 }, 2).Test.Select(u => u.Name));
    }

    [Fact]
    public void Split_Folds_TestEveryClipOnceInFoldsOfLikeSize()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            Utterance[] all = SpeechMaker.Random(seed);
            IReadOnlyList<Utterance>[] tests = [.. Enumerable.Range(0, 3).Select(fold => Splitter.Split(all, Folds with { Folds = 3, Fold = fold }, seed).Test)];
            Assert.Equal(all.Select(u => u.Name).Order(StringComparer.Ordinal), tests.SelectMany(test => test.Select(u => u.Name)).Order(StringComparer.Ordinal));
            int largestSpeaker = all.CountBy(u => u.Speaker!).Max(pair => pair.Value);
            Assert.True(tests.Max(t => t.Count) - tests.Min(t => t.Count) <= largestSpeaker);
        }
    }

    [Theory]
    [InlineData(Protocol.Speaker)]
    [InlineData(Protocol.Folds)]
    public void Split_MissingSpeaker_NamesTheClipAndTheRemedy(Protocol protocol)
    {
        Utterance[] all = [.. SpeechMaker.Random(1), SpeechMaker.Clip("happy/07.wav", "happy")];
        var error = Assert.Throws<ArgumentException>(() => Splitter.Split(all, new SplitConfig { Protocol = protocol, Fold = 0 }, 1));
        Assert.Contains("'happy/07.wav' has no speaker (1 of", error.Message, StringComparison.Ordinal);
        Assert.Contains("take the protocol random", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_FoldsWithoutAFold_AsksForOne()
    {
        var error = Assert.Throws<ArgumentException>(() => Splitter.Split(SpeechMaker.CremaD(), Folds with { Fold = null }, 1));
        Assert.Contains("give split.fold", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_TooFew_SaysHowManyAreNeeded()
    {
        Utterance[] two = [SpeechMaker.Clip("1.wav", "sad", "anna"), SpeechMaker.Clip("2.wav", "sad", "bert")];
        Assert.Contains("2 speakers (anna, bert)", Assert.Throws<ArgumentException>(() => Splitter.Split(two, Speaker, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("2 clips", Assert.Throws<ArgumentException>(() => Splitter.Split(two, Random, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("2 speakers cannot fill 5 groups", Assert.Throws<ArgumentException>(() => Splitter.Split(two, Folds, 1)).Message, StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => Splitter.Split(two, Folds with { Folds = 2 }, 1));
        Assert.Contains("leaves 1 of 2 speakers", error.Message, StringComparison.Ordinal);
        Assert.Single(Splitter.Split(two, Folds with { Folds = 2, ValidationShare = 0 }, 1).Train); // One speaker can train if none has to validate.
        Assert.Throws<ArgumentException>(() => Splitter.Split([], Random, 1));
    }

    [Fact]
    public void Split_ClipTwice_Throws()
    {
        Utterance[] all = [.. SpeechMaker.Random(1), SpeechMaker.Clip("s1/1.wav", "sad", "s2")];
        Assert.Contains("'s1/1.wav' is listed twice", Assert.Throws<ArgumentException>(() => Splitter.Split(all, Speaker, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_FaultyConfig_ListsEveryFault()
    {
        var config = new SplitConfig { Protocol = (Protocol)9, TestShare = 1, ValidationShare = double.NaN, Folds = 1, Fold = -1 };
        string[] faults = [.. config.Validate("experiment.split")];
        Assert.Equal(5, faults.Length);
        Assert.All(faults, fault => Assert.StartsWith("experiment.split.", fault, StringComparison.Ordinal));
        string message = Assert.Throws<ArgumentException>(() => Splitter.Split(SpeechMaker.Random(1), config, 1)).Message;
        Assert.All(config.Validate(), fault => Assert.Contains(fault, message, StringComparison.Ordinal));
        Assert.Empty(new SplitConfig().Validate());
        Assert.Single(new SplitConfig { Fold = 5 }.Validate());
    }

    [Theory]
    [InlineData(Protocol.Random)]
    [InlineData(Protocol.Speaker)]
    [InlineData(Protocol.Folds)]
    public void InnerFolds_AnyProtocol_AreDisjointCompleteAndStable(Protocol protocol)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Utterance[] all = SpeechMaker.Random(seed);
            IReadOnlyList<IReadOnlyList<Utterance>> groups = Splitter.InnerFolds(all, 3, protocol, seed);
            Assert.Equal(3, groups.Count);
            Assert.All(groups, group => Assert.NotEmpty(group));
            Assert.Equal(all.Select(u => u.Name).Order(StringComparer.Ordinal), groups.SelectMany(g => g.Select(u => u.Name)).Order(StringComparer.Ordinal));
            Assert.Equal(groups, Splitter.InnerFolds([.. all.Reverse()], 3, protocol, seed));
            if (protocol == Protocol.Random)
            {
                Assert.All(groups, group => AssertStratified(group, all));
                Assert.True(groups.Max(g => g.Count) - groups.Min(g => g.Count) <= 1);
            }
            else
            {
                Assert.Equal(all.Select(u => u.Speaker).Distinct().Count(), groups.Sum(g => g.Select(u => u.Speaker).Distinct().Count()));
            }
        }
    }

    [Fact]
    public void InnerFolds_TooFew_Throws()
    {
        Utterance[] two = [SpeechMaker.Clip("1.wav", "sad", "anna"), SpeechMaker.Clip("2.wav", "sad", "anna")];
        Assert.Throws<ArgumentException>(() => Splitter.InnerFolds(two, 2, Protocol.Speaker, 1));
        Assert.Throws<ArgumentException>(() => Splitter.InnerFolds(two, 3, Protocol.Random, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splitter.InnerFolds(two, 1, Protocol.Random, 1));
        Assert.Equal(2, Splitter.InnerFolds(two, 2, Protocol.Random, 1).Count);
    }

    private static void AssertStratified(IReadOnlyList<Utterance> part, Utterance[] all)
    {
        foreach ((string emotion, int count) in all.CountBy(u => u.Emotion))
        {
            double expected = (double)count * part.Count / all.Length;
            Assert.InRange(part.Count(u => u.Emotion == emotion), expected - 1, expected + 1);
        }
    }

    private static (int Train, int Validation, int Test) Counts(Split split) => (split.Train.Count, split.Validation.Count, split.Test.Count);

    private static IReadOnlyList<Utterance>[] Parts(Split split) => [split.Train, split.Validation, split.Test];

    private static IEnumerable<string> Names(Split split) => Parts(split).SelectMany(part => part.Select(u => u.Name));
}
