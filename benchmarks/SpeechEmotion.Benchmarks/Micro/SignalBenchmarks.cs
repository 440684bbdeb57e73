using BenchmarkDotNet.Attributes;
using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Features;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Benchmarks.Micro;

/// <summary>The parts that most of the time goes to, each by itself, on three seconds of noise.</summary>
[MemoryDiagnoser]
public class SignalBenchmarks
{
    private readonly float[] _samples = new float[48000];
    private readonly float[] _re = new float[2048], _im = new float[2048], _scratch = new float[4096];
    private readonly WideTransform _transform = new(2048);
    private readonly FeatureExtractor _pass = new(new FeatureConfig { Kinds = [FeatureKind.MelPower] });
    private readonly FeatureExtractor _all = new(new FeatureConfig { Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.Energy, FeatureKind.MelDecibels] });
    private readonly Resampler _resampler = new(44100, 16000);
    private readonly PhaseVocoder _vocoder = new();
    private float[] _mel = [], _three = [];

    /// <summary>Draws the noise.</summary>
    [GlobalSetup]
    public void Setup()
    {
        SeededRandom random = new(1);
        for (int i = 0; i < _samples.Length; i++)
        {
            _samples[i] = (float)(random.NextGaussian() * 0.1);
        }

        _mel = new float[_pass.Config.Rows() * _pass.Config.Frames(_samples.Length)];
        _three = new float[_all.Config.Rows() * _all.Config.Frames(_samples.Length)];
    }

    /// <summary>A Fourier transform of 2,048 complex numbers, as the phase vocoder uses it.</summary>
    [Benchmark]
    public void Transform() => _transform.Run(_re, _im, _scratch);

    /// <summary>Mel power alone.</summary>
    [Benchmark]
    public void MelPower() => _pass.Extract(_samples, _mel);

    /// <summary>All three features.</summary>
    [Benchmark]
    public void AllFeatures() => _all.Extract(_samples, _three);

    /// <summary>Three seconds at 16 kHz as if they were at 44.1 kHz, to 16 kHz.</summary>
    [Benchmark]
    public float[] Resample() => _resampler.Resample(_samples);

    /// <summary>Stretching.</summary>
    [Benchmark]
    public float[] Stretch() => _vocoder.Stretch(_samples, 0.9);
}
