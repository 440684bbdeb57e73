using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Recognition.Tests;

/// <summary>The library as a service of an application, with its log and its options.</summary>
public sealed class RecognitionServicesTests(TimelineModel model) : IClassFixture<TimelineModel>
{
    [Fact]
    public void AddSpeechEmotion_Provider_SharesOneRecognizerAndFreesIt()
    {
        EmotionRecognizer recognizer;
        using (ServiceProvider provider = new ServiceCollection().AddSpeechEmotion(model.Path).BuildServiceProvider())
        {
            recognizer = provider.GetRequiredService<EmotionRecognizer>();
            Assert.Same(recognizer, provider.GetRequiredService<EmotionRecognizer>());
            Assert.Equal(model.Recognizer.Digest, recognizer.Digest);
        }

        Assert.Throws<ObjectDisposedException>(() => recognizer.Recognize(Clip(1)));
    }

    [Fact]
    public void AddSpeechEmotion_FaultyConfig_SaysSoAtOnce() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddSpeechEmotion(config: new RecognizerConfig { Threads = -1 }));

    [Fact]
    public async Task Log_WhatIsDecided_IsToldWithoutNames()
    {
        using LogLines log = new();
        using ServiceProvider provider = new ServiceCollection().AddSingleton<ILoggerFactory>(log).AddSpeechEmotion(model.Path).BuildServiceProvider();
        EmotionRecognizer recognizer = provider.GetRequiredService<EmotionRecognizer>();
        Assert.StartsWith("Information: Loaded the model 'test'", log.Take().Single(), StringComparison.Ordinal);

        recognizer.Recognize(new AudioClip(new float[100], TimelineModel.Rate));
        Assert.Equal(["Debug: Answered noSpeech: 0 s of sound are too little to be judged."], log.Take());

        byte[] wav = Wav(Clip(61), channels: 2, TimelineModel.Rate);
        await recognizer.RecognizeWholeAsync(new MemoryStream(wav), "anna.wav", TestContext.Current.CancellationToken);
        Assert.Equal(["Debug: 2 channels at 16000 Hz are heard as their mean at 16000 Hz.", "Debug: The recording is longer than 60 s and is answered in parts."], log.Take());

        await recognizer.RecognizeWholeAsync(new MemoryStream(Wav(Clip(1), 1, TimelineModel.Rate)[..^100]), "anna.wav", TestContext.Current.CancellationToken);
        string[] odd = log.Take();
        Assert.Equal("Warning: A recording was not quite as its header says, and was read as far as it goes.", odd[0]);
        Assert.StartsWith("Debug: anna.wav: ", odd[1], StringComparison.Ordinal);
        Assert.Equal(2, odd.Length);
    }

    [Fact]
    public void Session_Options_ReachOnnxRuntime()
    {
        string profile = Path.Combine(Path.GetTempPath(), $"profile-{Guid.NewGuid():N}");
        RecognizerConfig config = new()
        {
            Threads = 2,
            Session = options =>
            {
                Assert.Equal(2, options.IntraOpNumThreads);
                options.AppendExecutionProvider_CPU();
                options.ProfileOutputPathPrefix = profile;
                options.EnableProfiling = true;
            },
        };
        using (EmotionRecognizer recognizer = EmotionRecognizer.Load(model.Path, config))
        {
            float[] alone = [.. model.Recognizer.Recognize(Clip(2)).Probabilities], both = [.. recognizer.Recognize(Clip(2)).Probabilities];
            Assert.All(alone.Zip(both), pair => Assert.Equal(pair.First, pair.Second, 1e-6f)); // Two threads sum in another order, so the last bit may differ.
        }

        string[] written = Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(profile) + "*");
        Array.ForEach(written, File.Delete);
        Assert.Single(written);
    }

    internal static AudioClip Clip(int seconds) => new(TimelineModel.Sounds(11, seconds * TimelineModel.Rate), TimelineModel.Rate);

    /// <summary>A 16-bit WAV file whose channels are all the same.</summary>
    internal static byte[] Wav(AudioClip clip, short channels, int rate)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        int length = clip.Samples.Length * channels * 2;
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write(channels);
        writer.Write(rate);
        writer.Write(rate * channels * 2);
        writer.Write((short)(channels * 2));
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(length);
        foreach (float sample in clip.Samples)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                writer.Write((short)Math.Round(Math.Clamp(sample, -1, 1) * 32767));
            }
        }

        return stream.ToArray();
    }

    private sealed class LogLines : ILoggerFactory, ILogger
    {
        private readonly List<string> _lines = [];

        public string[] Take()
        {
            string[] lines = [.. _lines];
            _lines.Clear();
            return lines;
        }

        public ILogger CreateLogger(string categoryName)
        {
            Assert.Equal(typeof(EmotionRecognizer).FullName, categoryName);
            return this;
        }

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Add($"{logLevel}: {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
