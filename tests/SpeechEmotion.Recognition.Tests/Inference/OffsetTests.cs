using SpeechEmotion.Audio;
using SpeechEmotion.Recognition.Inference;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Recognition.Tests.Inference;

/// <summary>A constant added to all samples, as cheap converters add one, is no sound: the answer stays as it is.</summary>
public sealed class OffsetTests
{
    private const float Constant = 0.5f;

    public static TheoryData<string, int> Recordings => new()
    {
        { "monotone.wav", 16000 }, { "monotone.wav", 44100 }, { "melody.wav", 16000 }, { "melody.wav", 48000 },
    };

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Recognize_Offset_ChangesNothing(string name, int rate)
    {
        (AudioClip plain, AudioClip moved) = Clips(name, rate);
        EmotionScores expected = EmotionRecognizer.Default.Recognize(plain), actual = EmotionRecognizer.Default.Recognize(moved);
        AssertClose(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task RecognizeWholeAsync_OffsetInBlocks_ChangesNothing(string name, int rate)
    {
        (AudioClip plain, AudioClip moved) = Clips(name, rate);
        EmotionScores expected = EmotionRecognizer.Default.Recognize(plain);
        EmotionScores actual = await EmotionRecognizer.Default.RecognizeWholeAsync(TimelineModel.Blocks(moved.Samples, rate / 10, seed: 5), rate, TestContext.Current.CancellationToken);
        AssertClose(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task RecognizeAsync_OffsetInBlocks_ChangesNothing(string name, int rate)
    {
        (AudioClip plain, AudioClip moved) = Clips(name, rate);
        List<EmotionSegment> expected = await EmotionRecognizer.Default.RecognizeAsync(TimelineModel.Blocks(plain.Samples, rate / 10), rate).ToListAsync();
        List<EmotionSegment> actual = await EmotionRecognizer.Default.RecognizeAsync(TimelineModel.Blocks(moved.Samples, rate / 10, seed: 5), rate).ToListAsync();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(segment => (segment.Start, segment.End, segment.Answer)), actual.Select(segment => (segment.Start, segment.End, segment.Answer)));
        foreach ((EmotionSegment one, EmotionSegment other) in expected.Zip(actual))
        {
            AssertClose(one.Scores, other.Scores);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1999)]
    [InlineData(2000)]
    [InlineData(9000)]
    public void Add_AnyBlocks_IsTheWholeRecordingLessOneConstant(int length)
    {
        float[] recording = TimelineModel.Sounds(3, length, 8000);
        Offset offset = new(8000);
        List<float> rest = [];
        foreach (float[] block in recording.Chunk(333))
        {
            rest.AddRange(offset.Add(block));
        }

        rest.AddRange(offset.Finish());
        Assert.Equal(Offset.Subtract(recording, sampleRate: 8000), rest);
        Assert.Equal(0, rest.Take(2000).Average(), 1e-6f);
        Assert.Equal(recording[^1] - recording[0], rest[^1] - rest[0], 1e-6f);
    }

    [Fact]
    public void Add_NotFinite_SaysWhere()
    {
        Offset offset = new(8000);
        offset.Add(new float[4000]);
        Assert.Contains("Sample 4001 (at 0.5 s) is NaN", Assert.Throws<ArgumentException>(() => offset.Add([0, float.NaN])).Message, StringComparison.Ordinal);
    }

    private static void AssertClose(EmotionScores expected, EmotionScores actual)
    {
        Assert.Equal(expected.SpeechProbability, actual.SpeechProbability, 0.01);
        foreach ((float one, float other) in expected.Probabilities.Zip(actual.Probabilities))
        {
            Assert.Equal(one, other, 0.01f);
        }
    }

    /// <summary>A recording whose loudest sample is at -12 dB, without and with the offset.</summary>
    private static (AudioClip Plain, AudioClip Moved) Clips(string name, int rate)
    {
        float[] samples = AudioFile.Read(Repository.PathOf("samples/audio/" + name)).Resample(rate).Samples;
        float gain = (float)Math.Pow(10, -12 / 20.0) / samples.Max(Math.Abs);
        float[] soft = Array.ConvertAll(samples, sample => gain * sample);
        return (new AudioClip(soft, rate), new AudioClip(Array.ConvertAll(soft, sample => sample + Constant), rate));
    }
}
