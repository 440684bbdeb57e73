using System.Numerics;
using System.Runtime.InteropServices;
using SpeechEmotion.Experiments;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SpeechEmotion.Training;

/// <summary>
/// The optimisers Adam [Kingma2015] with an L2 penalty and AdamW [Loshchilov2019], in one pass over each parameter, its gradient and its two moments. It is written here because TorchSharp's
/// own one hands native scalars to native code without keeping them alive: a garbage collection at the wrong moment ends the training, or changes a number.
/// </summary>
/// <remarks>
/// With gradient g (penalty included), step t: m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g², p -= rate / (1 - β₁ᵗ) · m / (√(v / (1 - β₂ᵗ)) + ε).
/// AdamW has no penalty in g; parameters of two and more dimensions are multiplied by 1 - rate · decay first.
/// </remarks>
internal sealed class Adam : IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
    private const int BlockLength = 1 << 15; // Values that a core works through at a time; the result does not depend on it.

    private readonly (string Name, Parameter Value)[] _parameters;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly double _weightDecay;
    private readonly Optimizer _kind;
    private long _steps;

    /// <summary>Prepares the optimiser of a module's parameters.</summary>
    /// <param name="module">The module; its parameters are on the CPU.</param>
    /// <param name="weightDecay">Weight of the L2 penalty, or AdamW's share.</param>
    /// <param name="kind">Adam or AdamW.</param>
    public Adam(nn.Module module, double weightDecay, Optimizer kind = Optimizer.Adam)
    {
        _parameters = [.. module.named_parameters().Select(parameter => (parameter.name, parameter.parameter))];
        _means = [.. _parameters.Select(parameter => zeros(parameter.Value.shape))];
        _squares = [.. _parameters.Select(parameter => zeros(parameter.Value.shape))];
        _weightDecay = weightDecay;
        _kind = kind;
    }

    /// <summary>Moves the parameters against their gradients, and sets the gradients to zero for the next step.</summary>
    /// <param name="learningRate">The step size.</param>
    public void Step(double learningRate)
    {
        _steps++;
        Factors factors = new(
            (float)(learningRate / (1 - Math.Pow(Beta1, _steps))),
            (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, _steps))),
            Penalty: _kind == Optimizer.Adam ? (float)_weightDecay : 0,
            Shrinkage: 1);
        Factors ofMatrices = _kind == Optimizer.AdamW ? factors with { Shrinkage = (float)(1 - (learningRate * _weightDecay)) } : factors;
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < _parameters.Length; i++)
        {
            Parameter parameter = _parameters[i].Value;
            Tensor? gradient = parameter.grad;
            if (gradient is null)
            {
                continue; // A parameter that the loss does not depend on.
            }

            Tensor plain = gradient.is_contiguous() ? gradient : gradient.contiguous();
            Update(parameter, plain, _means[i], _squares[i], parameter.dim() > 1 ? ofMatrices : factors);
            if (!ReferenceEquals(plain, gradient))
            {
                gradient.zero_();
            }
        }
    }

    /// <summary>The optimiser's state as named tensors, to be written to a file; they belong to the optimiser.</summary>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        Dictionary<string, Tensor> state = [];
        for (int i = 0; i < _parameters.Length; i++)
        {
            state[_parameters[i].Name + ".mean"] = _means[i];
            state[_parameters[i].Name + ".square"] = _squares[i];
        }

        return state;
    }

    /// <summary>Number of steps taken.</summary>
    public long Steps => _steps;

    /// <summary>Continues from a state that was written: <see cref="State"/> holds what was read.</summary>
    /// <param name="steps">Number of steps taken.</param>
    public void ContinueFrom(long steps) => _steps = steps;

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_means, tensor => tensor.Dispose());
        Array.ForEach(_squares, tensor => tensor.Dispose());
    }

    private static void Update(Tensor parameter, Tensor gradient, Tensor mean, Tensor square, Factors factors)
    {
        int length = Values(parameter).Length;
        int blocks = (length + BlockLength - 1) / BlockLength;
        if (blocks == 1)
        {
            UpdateBlock(Values(parameter), Values(gradient), Values(mean), Values(square), factors);
            return;
        }

        Parallel.For(0, blocks, block =>
        {
            int start = block * BlockLength, count = Math.Min(BlockLength, length - start);
            UpdateBlock(Values(parameter).Slice(start, count), Values(gradient).Slice(start, count), Values(mean).Slice(start, count), Values(square).Slice(start, count), factors);
        });
    }

    private static Span<float> Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static void UpdateBlock(Span<float> parameter, Span<float> gradient, Span<float> mean, Span<float> square, Factors factors)
    {
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= parameter.Length - width; i += width)
        {
            Vector<float> p = new(parameter[i..]);
            Vector<float> g = new Vector<float>(gradient[i..]) + (p * factors.Penalty);
            Vector<float> m = (new Vector<float>(mean[i..]) * (float)Beta1) + (g * (float)(1 - Beta1));
            Vector<float> v = (new Vector<float>(square[i..]) * (float)Beta2) + (g * g * (float)(1 - Beta2));
            m.CopyTo(mean[i..]);
            v.CopyTo(square[i..]);
            ((p * factors.Shrinkage) - (m * factors.Rate / ((Vector.SquareRoot(v) * factors.SquareScale) + new Vector<float>((float)Epsilon)))).CopyTo(parameter[i..]);
        }

        for (; i < parameter.Length; i++)
        {
            float g = gradient[i] + (parameter[i] * factors.Penalty);
            mean[i] = (mean[i] * (float)Beta1) + (g * (float)(1 - Beta1));
            square[i] = (square[i] * (float)Beta2) + (g * g * (float)(1 - Beta2));
            parameter[i] = (parameter[i] * factors.Shrinkage) - (mean[i] * factors.Rate / ((MathF.Sqrt(square[i]) * factors.SquareScale) + (float)Epsilon));
        }

        gradient.Clear();
    }

    private readonly record struct Factors(float Rate, float SquareScale, float Penalty, float Shrinkage);
}
