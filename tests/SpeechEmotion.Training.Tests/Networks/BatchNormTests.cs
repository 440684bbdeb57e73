using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using BatchNorm = SpeechEmotion.Networks.Layers.BatchNorm;

namespace SpeechEmotion.Tests.Networks;

public sealed class BatchNormTests
{
    [Theory]
    [InlineData(new long[] { 6, 3 })]
    [InlineData(new long[] { 4, 3, 50 })]
    [InlineData(new long[] { 2, 3, 8, 9 })]
    public void Forward_TrainingThenEvaluating_EqualsTorchSharpsOwnLayer(long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        BatchNorm ours = new(3);
        nn.Module<Tensor, Tensor> theirs = shape.Length == 4 ? nn.BatchNorm2d(3) : nn.BatchNorm1d(3);
        for (int i = 0; i < 3; i++)
        {
            Tensor input = (randn(shape) * 2) + 5;
            AssertEqual(theirs.forward(input), ours.forward(input));
        }

        ours.eval();
        theirs.eval();
        Tensor unseen = randn(shape);
        AssertEqual(theirs.forward(unseen), ours.forward(unseen));
    }

    private static void AssertEqual(Tensor expected, Tensor actual) => Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());
}
