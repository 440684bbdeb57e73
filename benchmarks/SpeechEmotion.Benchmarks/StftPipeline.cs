using SpeechEmotion.Features;
using SpeechEmotion.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SpeechEmotion.Benchmarks;

/// <summary>The three features through TorchSharp's own operations: what one would write in .NET without this library.</summary>
internal sealed class StftPipeline : IDisposable
{
    private const int FrameLength = 512, HopLength = 128;

    private readonly Tensor _window;
    private readonly Tensor _bank;

    /// <summary>Prepares window and filter bank.</summary>
    public StftPipeline(FeatureConfig config)
    {
        LibTorch.EnsureLoaded();
        _window = hann_window(FrameLength);
        MelFilterBank bank = new(config.SampleRate, FrameLength, config.MelBands, config.MinFrequency, config.MaxFrequency);
        _bank = tensor(bank.ToMatrix(), [bank.Bands, bank.Bins]);
    }

    /// <summary>Zero-crossing rate, energy and mel decibels, one below another.</summary>
    /// <param name="samples">Samples <c>[n]</c>.</param>
    /// <returns>Features <c>[2 + bands, frames]</c>, owned by the caller.</returns>
    public Tensor Extract(float[] samples)
    {
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(samples);
        const int half = FrameLength / 2;

        Tensor signs = nn.functional.pad(x.lt(-1e-10f).to_type(ScalarType.Float32).view(1, 1, -1), [half, half], PaddingModes.Replicate).view(-1);
        Tensor crossings = signs[TensorIndex.Slice(1)].ne(signs[TensorIndex.Slice(stop: -1)]).to_type(ScalarType.Float32);
        Tensor rate = crossings.unfold(0, FrameLength - 1, HopLength).sum(-1) / FrameLength;

        Tensor padded = nn.functional.pad(x, [half, half]);
        Tensor energy = (padded * padded).unfold(0, FrameLength, HopLength).mean([-1]);

        Tensor spectrum = stft(padded, FrameLength, HopLength, FrameLength, _window, center: false, return_complex: true);
        Tensor mel = _bank.matmul(spectrum.abs().square());
        Tensor decibels = 10 * mel.clamp(1e-10).log10();
        decibels = decibels.clamp(decibels.max() - 80, null);
        return cat([rate.unsqueeze(0), energy.unsqueeze(0), decibels], 0).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _window.Dispose();
        _bank.Dispose();
    }
}
