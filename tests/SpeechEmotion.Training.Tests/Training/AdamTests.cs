using SpeechEmotion.Experiments;
using SpeechEmotion.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Tests.Training;

public sealed class AdamTests
{
    [Fact]
    public void Step_First_MovesEachParameterByTheRateAgainstItsGradient()
    {
        using nn.Module<Tensor, Tensor> layer = nn.Linear(3, 2, hasBias: false);
        using Tensor before = layer.parameters().First().clone();
        using Adam adam = new(layer, weightDecay: 0);
        SetGradient(layer, 5);
        adam.Step(0.01);

        using Tensor moved = before - layer.parameters().First();
        Assert.All(moved.data<float>().ToArray(), distance => Assert.Equal(0.01, distance, 1e-5));
        Assert.All(layer.parameters().First().grad!.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    /// <summary>Forty steps with changing gradients against the formula in double precision, over more values than one block.</summary>
    [Theory]
    [InlineData(Optimizer.Adam, 0.0)]
    [InlineData(Optimizer.Adam, 0.01)]
    [InlineData(Optimizer.AdamW, 0.5)]
    public void Step_Many_EqualsTheFormulaInDoublePrecision(Optimizer kind, double weightDecay)
    {
        const int n = 70_001;
        using nn.Module<Tensor, Tensor> layer = nn.Linear(n, 1, hasBias: false);
        double[] p = [.. layer.parameters().First().data<float>().Select(value => (double)value)];
        double[] m = new double[n], v = new double[n];
        using Adam adam = new(layer, weightDecay, kind);
        for (int t = 1; t <= 40; t++)
        {
            SetGradient(layer, t);
            float[] g = [.. layer.parameters().First().grad!.data<float>()];
            adam.Step(1e-3);
            for (int i = 0; i < n; i++)
            {
                double gradient = g[i] + (kind == Optimizer.Adam ? weightDecay * p[i] : 0);
                p[i] *= kind == Optimizer.AdamW ? 1 - (1e-3 * weightDecay) : 1;
                m[i] = (0.9 * m[i]) + (0.1 * gradient);
                v[i] = (0.999 * v[i]) + (0.001 * gradient * gradient);
                p[i] -= 1e-3 / (1 - Math.Pow(0.9, t)) * m[i] / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
            }
        }

        float[] actual = [.. layer.parameters().First().data<float>()];
        double worst = Enumerable.Range(0, n).Max(i => Math.Abs(actual[i] - p[i]));
        Assert.True(worst < 1e-5, $"off by {worst}");
    }

    [Fact]
    public void Step_DecoupledDecay_LeavesOffsetsAlone()
    {
        using var layer = nn.Linear(3, 2);
        using IDisposable noGradient = no_grad();
        layer.weight!.fill_(1);
        layer.bias!.fill_(1);
        layer.weight.grad = zeros(2, 3);
        layer.bias.grad = zeros(2);
        using Adam adam = new(layer, weightDecay: 0.1, Optimizer.AdamW);
        adam.Step(0.01);

        Assert.All(layer.weight.data<float>().ToArray(), value => Assert.Equal(0.999f, value));
        Assert.All(layer.bias.data<float>().ToArray(), value => Assert.Equal(1f, value));
    }

    private static void SetGradient(nn.Module<Tensor, Tensor> layer, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = layer.parameters().First();
        Tensor target = (arange(weight.numel(), dtype: ScalarType.Float32) * 0.37 + seed).sin().reshape(weight.shape) + 1.5;
        (weight * target).sum().backward();
    }
}
