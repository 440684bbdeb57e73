using System.Text.Json;
using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Features;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Datasets.Cache;

public sealed class FeatureCacheTests : IDisposable
{
    private static readonly FeatureConfig s_features = new() { Kinds = [FeatureKind.Energy, FeatureKind.MelDecibels], ClipLength = 4000, MelBands = 8 };

    private readonly CorpusFolder _folder = new();
    private readonly Utterance[] _clips;

    public FeatureCacheTests() => _clips = [.. Enumerable.Range(0, 7).Select(i => MakeClip($"clip{i}.wav", (ulong)i))];

    private string Files => _folder.Locate("cache");

    // What is in it

    [Fact]
    public void Find_EveryClip_HasTheFeaturesThatAreComputed()
    {
        using FeatureCache cache = new(_clips, Files);
        CachedFeatures cached = Open(cache);
        Assert.Equal(7, cached.Count);
        Assert.All(_clips, clip => Assert.Equal(Compute(clip), cached.Find(clip)!.Values));
        Assert.Null(cached.Find(_clips[0] with { Path = _folder.Locate("other.wav") }));
    }

    [Fact]
    public void Open_Files_AreAnArrayForNumPyAndAnIndex()
    {
        using FeatureCache cache = new(_clips, Files);
        Open(cache);
        (float[] values, int[] shape) = NpyFile.Read(Assert.Single(Directory.GetFiles(Files, "*.npy")));
        Assert.Equal([7, 9, 32], shape);
        using JsonDocument index = JsonDocument.Parse(File.ReadAllText(Assert.Single(Directory.GetFiles(Files, "*.json"))));
        Assert.Equal(9, index.RootElement.GetProperty("rows").GetInt32());
        int place = 0;
        foreach (JsonElement clip in index.RootElement.GetProperty("clips").EnumerateArray())
        {
            string path = clip.GetProperty("path").GetString()!;
            Assert.Equal(Compute(_clips.Single(c => c.Path == path)), values[(place * 288)..((place + 1) * 288)]);
            place++;
        }
    }

    [Fact]
    public void Read_Example_ComesFromTheCacheUnlessAltered()
    {
        using FeatureCache cache = new(_clips, Files);
        AugmentationConfig augmentation = new() { Copies = 1, Transforms = ["noise"] };
        ExampleReader.Prepare(cache, s_features, augmentation);
        ExampleReader plain = new(s_features, augmentation, ["anger"]), kept = new(s_features, augmentation, ["anger"], cache: cache);
        float[] expected = plain.Read(_clips[2], 0, new SeededRandom(1)).Features.Values, altered = plain.Read(_clips[2], 1, new SeededRandom(1)).Features.Values;
        Assert.Equal(altered, kept.Read(_clips[2], 1, new SeededRandom(1)).Features.Values);
        File.Delete(_clips[2].Path); // What is in the cache needs no file any more; what is altered does.
        Assert.Equal(expected, kept.Read(_clips[2], 0, new SeededRandom(1)).Features.Values);
        Assert.Throws<FileNotFoundException>(() => kept.Read(_clips[2], 1, new SeededRandom(1)));
    }

    // What it is named after

    [Fact]
    public void Open_SameCorpusInAnotherOrder_UsesTheSameFile()
    {
        using FeatureCache first = new(_clips, Files), second = new([.. _clips.Reverse()], Files);
        Open(first);
        DateTime written = Stamp();
        Assert.Equal(Compute(_clips[3]), Open(second).Find(_clips[3])!.Values);
        Assert.Equal(written, Stamp());
    }

    [Fact]
    public void Open_AnotherConfigurationOrClip_IsAnotherFile()
    {
        using (FeatureCache cache = new(_clips, Files))
        {
            Open(cache);
            Assert.NotNull(cache.Open(s_features with { HopLength = 64 }));
            Assert.NotNull(cache.Open(s_features with { Kinds = [FeatureKind.MelDecibels, FeatureKind.Energy] }));
        }

        Assert.Equal(3, Directory.GetFiles(Files, "*.npy").Length);
        File.SetLastWriteTimeUtc(_clips[0].Path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using FeatureCache changed = new(_clips, Files), fewer = new(_clips[1..], Files);
        Open(changed);
        Assert.Equal(6, Open(fewer).Count);
        Assert.Equal(5, Directory.GetFiles(Files, "*.npy").Length);
    }

    [Fact]
    public void Open_ClipThatChanged_HasItsNewFeatures()
    {
        using (FeatureCache cache = new(_clips, Files))
        {
            Open(cache);
        }

        float[] before = Compute(_clips[4]);
        MakeClip("clip4.wav", 99);
        File.SetLastWriteTimeUtc(_clips[4].Path, DateTime.UtcNow.AddSeconds(5)); // Clocks of file systems are coarse.
        using FeatureCache again = new(_clips, Files);
        float[] after = Open(again).Find(_clips[4])!.Values;
        Assert.NotEqual(before, after);
        Assert.Equal(Compute(_clips[4]), after);
    }

    [Fact]
    public void Find_ClipsOfTheirOwnLengths_HaveTheFeaturesThatAreComputed()
    {
        Utterance[] clips = [.. _clips, MakeClip("long.wav", 8, 9000), MakeClip("short.wav", 9, 300)];
        FeatureConfig features = s_features with { ClipLength = 0, MinimumLength = 1000 };
        using FeatureCache cache = new(clips, Files), again = new(clips, Files);
        Assert.All(clips, clip => Assert.Equal(new FeatureExtractor(features).Extract(AudioFile.Read(clip.Path).Samples).Values, cache.Open(features)!.Find(clip)!.Values));
        DateTime built = File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Files, "*.npy")));
        Assert.Equal(8, again.Open(features)!.Find(clips[^1])!.Frames);
        Assert.Equal(built, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Files, "*.npy"))));
    }

    [Fact]
    public void Read_AlteredSpectrogram_IsThatOfTheCachedPower()
    {
        FeatureConfig features = new() { Kinds = [FeatureKind.MelStandardised], MelBands = 8 };
        SpectrogramAugmentationConfig altered = new() { Frames = 20 };
        using FeatureCache cache = new(_clips, Files);
        ExampleReader.Prepare(cache, features);
        ExampleReader plain = new(features, new AugmentationConfig(), ["anger"], altered), kept = new(features, new AugmentationConfig(), ["anger"], altered, cache: cache);
        ExampleReader whole = new(features, new AugmentationConfig(), ["anger"], cache: cache);
        float[] expected = plain.Read(_clips[1], 0, new SeededRandom(4)).Features.Values, unaltered = new FeatureExtractor(features).Extract(AudioFile.Read(_clips[1].Path).Samples).Values;
        File.Delete(_clips[1].Path);

        Assert.Equal(expected, kept.Read(_clips[1], 0, new SeededRandom(4)).Features.Values);
        Assert.Equal(unaltered, whole.Read(_clips[1], 0, new SeededRandom(4)).Features.Values);
        Assert.Single(Directory.GetFiles(Files, "*.npy"));
    }

    [Fact]
    public void Read_FixedCopies_AreTheSameInEveryEpochAndRunAndComeFromTheCache()
    {
        using FeatureCache cache = new(_clips, Files);
        AugmentationConfig augmentation = new() { Copies = 2, Transforms = ["noise", "volume"], Fixed = true };
        ExampleReader plain = new(s_features, augmentation, ["anger"], seed: 7), other = new(s_features, augmentation, ["anger"], seed: 8);
        float[][] expected = [.. Copies(plain, epoch: 1)];
        ExampleReader.Prepare(cache, s_features, augmentation, seed: 7);
        ExampleReader kept = new(s_features, augmentation, ["anger"], cache: cache, seed: 7);
        Array.ForEach([.. _clips], clip => File.Delete(clip.Path));

        Assert.Equal(expected, Copies(kept, epoch: 2));
        Assert.Equal(expected.Length, expected.Select(copy => string.Join(' ', copy)).Distinct().Count());
        Assert.Equal(4, Directory.GetFiles(Files).Length); // The clips as they are, and their copies.
        using JsonDocument index = JsonDocument.Parse(Directory.GetFiles(Files, "*.json").Select(File.ReadAllText).Single(text => text.Contains("augmentation", StringComparison.Ordinal)));
        Assert.Equal(7, index.RootElement.GetProperty("seed").GetInt32());
        Assert.Equal([1, 2, 1, 2], index.RootElement.GetProperty("clips").EnumerateArray().Take(4).Select(clip => clip.GetProperty("copy").GetInt32()));
        Assert.Throws<FileNotFoundException>(() => Copies(other, epoch: 1)); // Another seed has other copies, which are not there.

        float[][] Copies(ExampleReader reader, ulong epoch) =>
            [.. from clip in _clips from copy in new[] { 1, 2 } select reader.Read(clip, copy, new SeededRandom(epoch)).Features.Values];
    }

    // Damage

    [Fact]
    public void Open_FileCutAnywhere_IsBuiltAgain()
    {
        SeededRandom random = new(3);
        AssertDamageIsRepaired(20, path => File.WriteAllBytes(path, File.ReadAllBytes(path)[..random.NextInteger(0, (int)new FileInfo(path).Length - 1)]));
    }

    [Fact]
    public void Open_AnyByteFlipped_IsBuiltAgain()
    {
        SeededRandom random = new(4);
        AssertDamageIsRepaired(40, path =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            bytes[random.NextInteger(0, bytes.Length - 1)] ^= (byte)(1 << random.NextInteger(0, 7));
            File.WriteAllBytes(path, bytes);
        });
    }

    [Fact]
    public void Open_FileGoneOrLonger_IsBuiltAgain()
    {
        AssertDamageIsRepaired(2, File.Delete);
        AssertDamageIsRepaired(2, path => File.AppendAllText(path, " "));
        AssertDamageIsRepaired(2, path => File.WriteAllText(path, ""));
    }

    [Fact]
    public void Open_ClipThatCannotBeRead_SaysSoAndLeavesNothing()
    {
        File.WriteAllText(_clips[5].Path, "no audio");
        using FeatureCache cache = new(_clips, Files);
        Assert.Contains("clip5.wav", Assert.Throws<InvalidDataException>(() => cache.Open(s_features)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Files));
    }

    [Fact]
    public void Open_Cancelled_LeavesNothing()
    {
        using FeatureCache cache = new(_clips, Files);
        Assert.Throws<OperationCanceledException>(() => cache.Open(s_features, cancellation: new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFiles(Files));
    }

    [Fact]
    public void Open_Progress_CountsEveryClipOnceAndOnlyWhileComputing()
    {
        List<(int Done, int Total)> reports = [];
        using FeatureCache cache = new(_clips, Files), again = new(_clips, Files);
        Assert.Null(cache.Find(s_features));
        CachedFeatures? opened = cache.Open(s_features, progress: new Reports(reports));
        Assert.Same(opened, cache.Find(s_features));
        Assert.Equal((_clips.Length, _clips.Length), reports[^1]);

        reports.Clear();
        Assert.NotNull(again.Open(s_features, progress: new Reports(reports)));
        Assert.Empty(reports);
    }

    private sealed class Reports(List<(int Done, int Total)> list) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => list.Add(value);
    }

    [Fact]
    public void Open_FolderThatCannotBeMade_IsNoReasonToFail()
    {
        File.WriteAllText(Files, "a file where the folder would be");
        using FeatureCache cache = new(_clips, Files);
        Assert.Null(cache.Open(s_features));
        Assert.Equal(Compute(_clips[0]), new ExampleReader(s_features, new AugmentationConfig(), ["anger"], cache: cache).Read(_clips[0], 0, new SeededRandom(1)).Features.Values);
    }

    // Several at once

    [Fact]
    public void Open_ManyAtOnce_AllHaveTheSame()
    {
        FeatureCache[] caches = [.. Enumerable.Range(0, 8).Select(_ => new FeatureCache(_clips, Files))];
        CachedFeatures?[] opened = new CachedFeatures?[caches.Length];
        Thread[] threads = [.. caches.Select((cache, i) => new Thread(() => opened[i] = cache.Open(s_features)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(opened, features => Assert.All(_clips, clip => Assert.Equal(Compute(clip), features!.Find(clip)!.Values)));
        Assert.Equal(2, Directory.GetFiles(Files).Length);
        Array.ForEach(caches, cache => cache.Dispose());
    }

    [Fact]
    public void Trim_MoreThanTheLimit_DeletesWhatWasNotUsedForLongest()
    {
        Directory.CreateDirectory(Files);
        for (int i = 0; i < 5; i++)
        {
            File.WriteAllBytes(Path.Combine(Files, $"{i}.npy"), new byte[100]);
            File.WriteAllText(Path.Combine(Files, $"{i}.json"), "{}");
            File.SetLastWriteTimeUtc(Path.Combine(Files, $"{i}.json"), DateTime.UtcNow.AddHours(-i));
        }

        File.WriteAllText(Path.Combine(Files, "new.part"), "");
        File.WriteAllText(Path.Combine(Files, "old.part"), "");
        File.SetLastWriteTimeUtc(Path.Combine(Files, "old.part"), DateTime.UtcNow.AddDays(-2));
        FeatureCacheFolder.Trim(Files, limit: 350, kept: "4");
        Assert.Equal(["0.json", "0.npy", "1.json", "1.npy", "4.json", "4.npy", "new.part"], Directory.GetFiles(Files).Select(Path.GetFileName).Order());
    }

    public void Dispose() => _folder.Dispose();

    private static CachedFeatures Open(FeatureCache cache)
    {
        CachedFeatures? features = cache.Open(s_features);
        Assert.NotNull(features);
        return features;
    }

    private static float[] Compute(Utterance clip) => new FeatureExtractor(s_features).Extract(AudioFile.Read(clip.Path).Samples).Values;

    private DateTime Stamp() => File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Files, "*.npy")));

    /// <summary>Damages each of the two files in turn.</summary>
    private void AssertDamageIsRepaired(int times, Action<string> damage)
    {
        for (int i = 0; i < times; i++)
        {
            byte[][] before;
            using (FeatureCache whole = new(_clips, Files))
            {
                Open(whole);
                before = [.. Directory.GetFiles(Files).Order().Select(File.ReadAllBytes)];
            }

            damage(Directory.GetFiles(Files).Order().ElementAt(i % 2));
            using FeatureCache again = new(_clips, Files);
            CachedFeatures repaired = Open(again);
            Assert.All(_clips, clip => Assert.Equal(Compute(clip), repaired.Find(clip)!.Values));
            Assert.Equal(before, Directory.GetFiles(Files).Order().Select(File.ReadAllBytes));
        }
    }

    private Utterance MakeClip(string name, ulong seed, int? length = null)
    {
        SeededRandom random = new(seed);
        float[] samples = [.. Enumerable.Range(0, length ?? 3000 + ((int)seed * 300)).Select(_ => (float)(random.NextGaussian() * 0.1))];
        WavWriter.Write(_folder.Locate(name), new AudioClip(samples, 16000));
        return new Utterance { Name = name, Path = _folder.Locate(name), Emotion = "anger" };
    }
}
