using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Cache;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Tests.Datasets;

public sealed class ClipAudioTests : IDisposable
{
    private readonly CorpusFolder _folder = new();
    private readonly float[] _samples = [.. Enumerable.Range(0, 16000).Select(i => i / 20000f)]; // a ramp tells where a sample is from

    public ClipAudioTests()
    {
        using FileStream stream = File.Create(_folder.Locate("long.wav"));
        WavWriter.Write(stream, new AudioClip(_samples, 8000));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, null, 0, 16000)]
    [InlineData(0.5, 1.25, 4000, 10000)]
    [InlineData(null, 0.001, 0, 8)]
    [InlineData(1.9, null, 15200, 16000)]
    [InlineData(1.5, 9.0, 12000, 16000)]
    public void Read_Segment_HasItsSamplesAlone(double? start, double? end, int from, int to)
    {
        AudioClip clip = ClipAudio.Read(Segment("long.wav", start, end));
        Assert.Equal(8000, clip.SampleRate);
        Assert.Equal(_samples[from..to], clip.Samples, (a, b) => Math.Abs(a - b) < 1e-4f);
    }

    [Fact]
    public void Read_SegmentsOfACompressedFile_AreThoseOfTheWholeFile()
    {
        Assert.SkipWhen(FfmpegDecoder.FindProgram() is null, "ffmpeg is not installed");
        using (System.Diagnostics.Process ffmpeg = System.Diagnostics.Process.Start("ffmpeg", ["-v", "error", "-i", _folder.Locate("long.wav"), _folder.Locate("long.flac")]))
        {
            ffmpeg.WaitForExit();
        }

        Assert.Equal(_samples[4000..10000], ClipAudio.Read(Segment("long.flac", 0.5, 1.25)).Samples, (a, b) => Math.Abs(a - b) < 1e-3f);
        Assert.Equal(_samples[8000..], ClipAudio.Read(Segment("long.flac", 1, null)).Samples, (a, b) => Math.Abs(a - b) < 1e-3f);
    }

    [Fact]
    public void Read_SegmentBeyondTheEnd_SaysSo() =>
        Assert.Contains("ends before the segment that begins at 3 s", Assert.Throws<InvalidDataException>(() => ClipAudio.Read(Segment("long.wav", 3, 4))).Message, StringComparison.Ordinal);

    [Fact]
    public void Manifest_Segments_AreClipsOfTheirOwn()
    {
        File.WriteAllText(_folder.Locate("list.csv"), "path,emotion,speaker,start,end\nlong.wav,sad,anna,0,0.5\nlong.wav,happy,bert,0.5,1.25\nlong.wav,happy,bert,1.25,\n");
        Corpus corpus = KnownCorpora.Open(_folder.Locate("list.csv"));

        Assert.Equal(["long.wav#0-0.5", "long.wav#0.5-1.25", "long.wav#1.25-"], corpus.Utterances.Select(clip => clip.Name));
        Assert.Empty(corpus.Excluded);
        CorpusReport report = CorpusCheck.Check(corpus);
        Assert.Equal(3, report.Digests.Values.Distinct().Count());
        Assert.Equal(2, report.Durations.Total, 1e-9);

        // Cached features are those of the segment.
        FeatureConfig features = new() { SampleRate = 8000, ClipLength = 0, Kinds = [FeatureKind.MelPower], FrameLength = 256, HopLength = 80, MelBands = 12 };
        using FeatureCache cache = new(corpus.Utterances, _folder.Locate("cache"));
        CachedFeatures cached = cache.Open(features)!;
        foreach (Utterance clip in corpus.Utterances)
        {
            Assert.Equal(new FeatureExtractor(features).Extract(ClipAudio.Read(clip).Samples).Values, cached.Find(clip)!.Values);
        }
    }

    [Theory]
    [InlineData("0.5", "0.5")]
    [InlineData("-1", "1")]
    [InlineData("", "0")]
    [InlineData("x", "1")]
    public void Manifest_FaultySegment_SaysWhere(string start, string end)
    {
        File.WriteAllText(_folder.Locate("list.csv"), $"path,emotion,start,end\nlong.wav,sad,{start},{end}\n");
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => KnownCorpora.Open(_folder.Locate("list.csv"))).Message, StringComparison.Ordinal);
    }

    private Utterance Segment(string name, double? start, double? end) => new() { Name = name, Path = _folder.Locate(name), Emotion = "sad", Start = start, End = end };
}
