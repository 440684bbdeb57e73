using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Layers;
using TorchSharp;
using Xunit;

namespace SpeechEmotion.Tests.Networks;

public sealed class FrameEncoderTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(4, 2)]
    public void Forward_SilenceAround_ChangesNothing(int stemChannels, int stemBlocks)
    {
        LibTorch.EnsureLoaded();
        LibTorch.Seed(4);
        using DisposeScope scope = torch.NewDisposeScope();
        FrameEncoder encoder = new(11, 16, stemChannels, stemBlocks, 1, 2, 3, 4);
        encoder.train();
        _ = encoder.forward(Clip(6, 40)); // statistics that are not those of a fresh layer
        encoder.eval();
        torch.Tensor clip = Clip(2, 40), silence = torch.zeros(2, 11, 30) - 3;
        silence.narrow(1, 10, 1).zero_();

        torch.Tensor plain = encoder.forward(clip), padded = encoder.forward(torch.cat([silence, clip, silence], 2));

        Assert.Equal([2, 32], plain.shape);
        Assert.InRange((plain - padded).abs().max().item<float>(), 0, 1e-4f);
        Assert.True((plain - encoder.forward(Clip(2, 40))).abs().max().item<float>() > 0.01f, "another clip is another thing");
    }

    private static torch.Tensor Clip(int clips, int frames) => torch.cat([torch.randn(clips, 10, frames), torch.ones(clips, 1, frames)], 1);
}
