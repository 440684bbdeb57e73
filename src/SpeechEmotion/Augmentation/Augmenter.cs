using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation;

/// <summary>Makes the altered copies of a clip that a configuration asks for. Safe to use from several threads, each with its own random stream.</summary>
public sealed class Augmenter
{
    private readonly IAugmentation[] _transforms;

    /// <summary>Creates the transforms.</summary>
    /// <exception cref="ArgumentException">The configuration has faults; the message lists them all.</exception>
    public Augmenter(AugmentationConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        string faults = string.Join("; ", config.Validate());
        if (faults.Length > 0)
        {
            throw new ArgumentException(faults, nameof(config));
        }

        Copies = config.Copies;
        _transforms = [.. config.Transforms.Select(name => Create(name, config))];
    }

    /// <summary>Number of altered copies of each clip.</summary>
    public int Copies { get; }

    /// <summary>Makes one copy of a clip. The same samples, copy and random stream give the same copy.</summary>
    /// <param name="samples">Mono samples <c>[n]</c>; left untouched.</param>
    /// <param name="copy">Which copy: 0 is the clip unaltered, 1 to <see cref="Copies"/> are altered.</param>
    /// <param name="random">Source of the amount and, where drawn, of the transform.</param>
    /// <returns>New samples <c>[n]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The copy is not 0 to <see cref="Copies"/>.</exception>
    public float[] Augment(ReadOnlySpan<float> samples, int copy, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (copy < 0 || copy > Copies)
        {
            throw new ArgumentOutOfRangeException(nameof(copy), copy, $"The copy must be 0 (unaltered) to {Copies}.");
        }

        if (copy == 0)
        {
            return samples.ToArray();
        }

        int index = Copies == _transforms.Length ? copy - 1 : random.NextInteger(0, _transforms.Length - 1);
        IAugmentation transform = _transforms[index];
        double amount = transform.Draw(random);
        return transform.Apply(samples, amount, random);
    }

    /// <summary>Makes a copy that a name, a seed and the copy's number settle, whichever run asks for it.</summary>
    /// <param name="samples">Mono samples <c>[n]</c>; left untouched.</param>
    /// <param name="copy">Which copy, 1 to <see cref="Copies"/>.</param>
    /// <param name="name">The clip's name.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <returns>New samples <c>[n]</c>.</returns>
    public float[] AugmentFixed(ReadOnlySpan<float> samples, int copy, string name, ulong seed) =>
        Augment(samples, copy, new SeededRandom(seed, BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))), (ulong)copy));

    private static IAugmentation Create(string name, AugmentationConfig config) => name switch
    {
        "noise" => new NoiseInjection(config.NoiseStandardDeviation),
        "shift" => new TimeShift(config.MaxShift),
        "pitch" => new PitchShift(config.MinSemitones, config.MaxSemitones),
        "stretch" => new TimeStretch(config.MinRate, config.MaxRate),
        "volume" => new VolumeScaling(config.MinGain, config.MaxGain),
        _ => throw new ArgumentException($"There is no augmentation '{name}'.", nameof(name)),
    };
}
