using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Datasets;

public sealed class CorpusCheckTests : IDisposable
{
    private readonly CorpusFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Check_SoundClips_CountsAndMeasuresThem()
    {
        AddNoise("1001_DFA_ANG_XX.wav", 1.0);
        AddNoise("1001_DFA_SAD_XX.wav", 2.0);
        AddNoise("1002_DFA_ANG_XX.wav", 3.0);
        AddNoise("1003_DFA_ANG_XX.wav", 6.0, sampleRate: 8000);
        CorpusReport report = Check(KnownCorpora.Open(_folder.Path));
        Assert.Empty(report.Faults);
        Assert.True(report.Passed);
        Assert.Equal(("crema-d", 4, 3), (report.Corpus, report.Clips, report.Speakers));
        Assert.Equal(["sad", "anger", "neutral", "happy", "fear", "disgust"], report.Emotions.Keys);
        Assert.Equal([1, 3, 0, 0, 0, 0], report.Emotions.Values);
        Assert.Equal(new DurationSummary(1, 2.5, 3, 6, 12), report.Durations);
        Assert.Equal([new(8000, 1), new KeyValuePair<int, int>(16000, 3)], report.SampleRates);
    }

    [Fact]
    public void Check_OneFaultOfEachKind_FindsEachAndNothingElse()
    {
        AddNoise("1001_DFA_ANG_XX.wav", 1);
        Add("1002_DFA_ANG_XX.wav", new float[1000]);
        Add("1003_DFA_ANG_XX.wav", Clipped(run: 4));
        _folder.Add("1004_DFA_ANG_XX.wav", "this is no audio at all, but text, and ffmpeg cannot read it");
        _folder.Add("1005_DFA_ANG_XX.wav", "");
        AddNoise("1006_DFA_ANG_XX.wav", 1);
        File.Copy(_folder.Locate("1006_DFA_ANG_XX.wav"), _folder.Locate("1006_DFA_SAD_XX.wav"));
        AddNoise("someone.wav", 1);
        CorpusReport report = Check(KnownCorpora.Open(_folder.Path, "crema-d"));
        Assert.Equal(
            [
                ("1002_DFA_ANG_XX.wav", FaultKind.Silent),
                ("1003_DFA_ANG_XX.wav", FaultKind.Clipped),
                ("1004_DFA_ANG_XX.wav", FaultKind.Unreadable),
                ("1005_DFA_ANG_XX.wav", FaultKind.Unreadable),
                ("1006_DFA_ANG_XX.wav", FaultKind.Duplicate),
                ("1006_DFA_SAD_XX.wav", FaultKind.Duplicate),
                ("someone.wav", FaultKind.UnknownName),
            ],
            report.Faults.Select(f => (f.Name, f.Kind)));
        Assert.Equal("silent: every sample is 0", report.Faults[0].Message);
        Assert.Equal("clipped: up to 4 samples in a row at full scale", report.Faults[1].Message);
        Assert.Equal("is empty", report.Faults[3].Message);
        Assert.Equal("the same audio as 1006_DFA_SAD_XX.wav, which has another emotion", report.Faults[4].Message);
        Assert.False(report.Passed);
        Assert.Equal(7, report.Clips);
        Assert.Equal(5, report.SampleRates[16000]);
    }

    [Theory]
    [InlineData(0.0031, true)]
    [InlineData(0.0033, false)]
    public void Check_QuietClip_IsSilentBelowMinus50Decibels(float peak, bool silent)
    {
        AddSine("1001_DFA_ANG_XX.wav", peak);
        CorpusFault[] faults = [.. Check(KnownCorpora.Open(_folder.Path)).Faults];
        Assert.Equal(silent ? ["silent: the peak is -50 dB of full scale"] : [], faults.Select(f => f.Message));
    }

    [Theory]
    [InlineData(3, WavEncoding.Integer16, false)]
    [InlineData(4, WavEncoding.Integer16, true)]
    [InlineData(4, WavEncoding.Float32, true)]
    public void Check_SamplesAtFullScale_AreClippedFromFourInARow(int run, WavEncoding encoding, bool clipped)
    {
        foreach (int sign in new[] { 1, -1 })
        {
            Add("1001_DFA_ANG_XX.wav", [.. Clipped(run).Select(x => sign * x)], encoding: encoding);
            Assert.Equal(clipped ? [FaultKind.Clipped] : [], Check(KnownCorpora.Open(_folder.Path)).Faults.Select(f => f.Kind));
        }
    }

    [Fact]
    public void Check_FullScaleSquareWaveOfPeriodSix_IsNotTakenForOneRun()
    {
        Add("1001_DFA_ANG_XX.wav", [.. Enumerable.Range(0, 600).Select(i => i % 6 < 3 ? 1f : -1f)]);
        Assert.Empty(Check(KnownCorpora.Open(_folder.Path)).Faults);
    }

    [Fact]
    public void Check_FullScaleSine_IsNotClipped()
    {
        AddSine("1001_DFA_ANG_XX.wav", 1);
        Assert.Empty(Check(KnownCorpora.Open(_folder.Path)).Faults);
    }

    [Fact]
    public void Check_SameSamplesInOtherFiles_AreDuplicates()
    {
        // The same samples as integers and as floats: other bytes, the same audio.
        float[] samples = [.. Noise(1, 1).Select(x => MathF.Round(x * 32768) / 32768)];
        Add("happy/1.wav", samples);
        Add("happy/2.wav", samples, encoding: WavEncoding.Float32);
        Corpus corpus = KnownCorpora.Open(_folder.Path);
        Assert.Equal(2, corpus.Utterances.Count);
        Assert.Equal([new("happy/2.wav", FaultKind.Duplicate, "the same audio as happy/1.wav")], Check(corpus).Faults);

        Add("sad/3.wav", samples);
        Assert.Equal(
            ["happy/1.wav", "happy/2.wav", "sad/3.wav"],
            Check(KnownCorpora.Open(_folder.Path)).Faults.Where(f => f.Kind == FaultKind.Duplicate).Select(f => f.Name));
    }

    [Fact]
    public void Check_SilentCopies_AreSilentAndNoDuplicates()
    {
        Add("happy/1.wav", new float[500]);
        Add("sad/1.wav", new float[500], encoding: WavEncoding.Float32);
        Assert.Equal([FaultKind.Silent, FaultKind.Silent], Check(KnownCorpora.Open(_folder.Path)).Faults.Select(f => f.Kind));
    }

    [Fact]
    public void Check_SongsOfRavdess_AreLeftOutWithoutFault()
    {
        AddNoise("03-01-01-01-01-01-01.wav", 1);
        AddNoise("03-02-01-01-01-01-01.wav", 1);
        CorpusReport report = Check(KnownCorpora.Open(_folder.Path));
        Assert.True(report.Passed);
        Assert.Equal((1, 1), (report.Clips, report.Excluded.Count));
    }

    [Fact]
    public void Check_ManifestWithMissingFile_SaysSo()
    {
        AddNoise("a.wav", 1);
        _folder.Add("list.csv", "path,emotion\na.wav,sad\ngone.wav,sad\n");
        CorpusReport report = Check(KnownCorpora.Open(_folder.Locate("list.csv")));
        Assert.Equal([new("gone.wav", FaultKind.Unreadable, "no such file (line 3 of list.csv)")], report.Faults);
        Assert.Equal(0, report.Speakers);
    }

    [Fact]
    public void Check_NothingReadable_HasZeroDurations()
    {
        _folder.Add("sad/1.wav", "");
        CorpusReport report = Check(KnownCorpora.Open(_folder.Path));
        Assert.Equal(new DurationSummary(0, 0, 0, 0, 0), report.Durations);
        Assert.Empty(report.SampleRates);
    }

    [Fact]
    public void Check_Progress_CountsEveryClipAndStopsWhenCancelled()
    {
        for (int i = 1; i <= 20; i++)
        {
            AddNoise($"sad/{i}.wav", 0.1);
        }

        Corpus corpus = KnownCorpora.Open(_folder.Path);
        var heard = new Listener();
        Check(corpus, heard);
        Assert.Equal(Enumerable.Range(1, 20).Select(done => new CheckProgress(done, 20)), heard.Reports);

        using var source = new CancellationTokenSource();
        var stopper = new Listener { OnReport = _ => source.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => CorpusCheck.Check(corpus, stopper, source.Token));
        Assert.InRange(stopper.Reports.Count, 1, 19);
    }

    [Fact]
    public void Check_RealCorpus_FindsThePairAndTheClippedClips()
    {
        CorpusReport report = Check(KnownCorpora.Open(RealCorpus.FolderOrSkip()));
        if (report.Clips != 4509)
        {
            Assert.Skip($"The corpus has {report.Clips} clips and is not the part that these figures are of.");
        }

        Assert.Equal((55, 4507), (report.Speakers, report.Clips - report.Excluded.Count));
        Assert.Equal([new(16000, 4509)], report.SampleRates);
        Assert.Equal(["1017_IWW_ANG_XX.wav", "1017_IWW_FEA_XX.wav"], report.Faults.Where(f => f.Kind != FaultKind.Clipped).Select(f => f.Name));
        Assert.Equal(154, report.Faults.Count(f => f.Kind == FaultKind.Clipped));
    }

    private static CorpusReport Check(Corpus corpus, IProgress<CheckProgress>? progress = null) =>
        CorpusCheck.Check(corpus, progress, TestContext.Current.CancellationToken);

    private static float[] Noise(double seconds, ulong seed, int sampleRate = 16000)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, (int)(seconds * sampleRate)).Select(_ => (float)random.NextUniform(-0.5, 0.5))];
    }

    // A sine of half amplitude with one stretch of full-scale samples.
    private static float[] Clipped(int run)
    {
        float[] samples = [.. Enumerable.Range(0, 1000).Select(i => 0.5f * MathF.Sin(0.1f * i))];
        samples.AsSpan(500, run).Fill(1);
        return samples;
    }

    // No two clips of a test are alike: the name is the seed.
    private void AddNoise(string name, double seconds, int sampleRate = 16000) =>
        Add(name, Noise(seconds, name.Aggregate(0UL, (seed, letter) => (31 * seed) + letter), sampleRate), sampleRate);

    private void AddSine(string name, float amplitude) => Add(name, [.. Enumerable.Range(0, 16000).Select(i => amplitude * MathF.Sin(0.17f * i))]);

    private void Add(string name, float[] samples, int sampleRate = 16000, WavEncoding encoding = WavEncoding.Integer16)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Locate(name))!);
        WavWriter.Write(_folder.Locate(name), new AudioClip(samples, sampleRate), encoding);
    }

    private sealed class Listener : IProgress<CheckProgress>
    {
        public List<CheckProgress> Reports { get; } = [];

        public Action<CheckProgress> OnReport { get; init; } = _ => { };

        public void Report(CheckProgress value)
        {
            Reports.Add(value);
            OnReport(value);
        }
    }
}
