using System.Buffers;
using System.Runtime.Intrinsics;
using SpeechEmotion.Features.Spectral;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Features;

/// <summary>
/// Mel power, and what else is wanted of the spectrum, of overlapping frames, computed for as many frames at once as a hardware vector has lanes W. One pass over blocks of W frames, small enough
/// to stay in the processor's nearest cache:
/// <code>
/// // 0. samples of the block [W hop + …]  ──▶ squares and changes of sign, where energy or zero-crossing rate are wanted
/// // 1. the same samples                  ──▶ [hop, columns]   columns one hop apart; lane l of frame sample i is column l + i / hop
/// // 2. × Hann window                     ──▶ [frameLength] of W lanes
/// // 3. Fourier transform, power          ──▶ [frameLength/2 + 1] of W lanes
/// // 4. triangular bands                  ──▶ [bands] of W lanes
/// // 5. the same power                    ──▶ centroid, chroma and so on, of W lanes, where they are wanted
/// </code>
/// </summary>
internal sealed unsafe class MelSpectrogram
{
    private readonly int _frameLength, _hopLength, _lanes;
    private readonly float[] _window;
    private readonly FourierTransform _transform;
    private readonly MelFilterBank _bank;
    private readonly SpectralShape _shape;

    /// <summary>Plans the pass.</summary>
    /// <param name="config">A valid configuration.</param>
    /// <param name="lanes">Frames at once: 16, 8, 4 or 1; 0 takes what the machine is fastest at.</param>
    public MelSpectrogram(FeatureConfig config, int lanes)
    {
        _frameLength = config.FrameLength;
        _hopLength = config.HopLength;
        _lanes = lanes != 0 ? lanes : Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;
        _window = Window.Hann(config.WindowLength > 0 ? config.WindowLength : config.FrameLength, config.FrameLength);
        _transform = new FourierTransform(config.FrameLength);
        _bank = new MelFilterBank(config.SampleRate, config.FrameLength, config.MelBands, config.MinFrequency, config.MaxFrequency);
        _shape = new SpectralShape(config);
    }

    /// <summary>One pass over a clip.</summary>
    /// <param name="samples">Samples <c>[n]</c>; beyond its ends there is silence.</param>
    /// <param name="melPower">Mel power <c>[bands, frames]</c>, row-major; empty if it is not wanted.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="sums">What else is wanted of the samples; taken along block by block.</param>
    /// <param name="rows">What else is wanted of the spectra.</param>
    public void Extract(ReadOnlySpan<float> samples, Span<float> melPower, int frames, ref FrameSums sums, SpectralRows rows)
    {
        switch (_lanes)
        {
            case 16: Extract<SixteenLanes>(samples, melPower, frames, ref sums, rows); break;
            case 8: Extract<EightLanes>(samples, melPower, frames, ref sums, rows); break;
            case 4: Extract<FourLanes>(samples, melPower, frames, ref sums, rows); break;
            default: Extract<OneLane>(samples, melPower, frames, ref sums, rows); break;
        }
    }

    private void Extract<T>(ReadOnlySpan<float> samples, Span<float> melPower, int frames, ref FrameSums sums, SpectralRows rows)
        where T : unmanaged, ILanes<T>
    {
        int columns = (T.Count + ((_frameLength - 1) / _hopLength) + 3) & ~3;
        int half = _frameLength / 2, bins = half + 1;
        int vectors = _frameLength + bins + _transform.ScratchLength;
        float[] buffer = ArrayPool<float>.Shared.Rent(16 + (vectors * T.Count) + (2 * _hopLength * columns));
        fixed (float* unaligned = buffer, mel = melPower)
        {
            T* z = (T*)(((nint)unaligned + 63) & ~63); // vectors that straddle cache lines are slow
            T* power = z + _frameLength, scratch = power + bins;
            float* block = (float*)(scratch + _transform.ScratchLength);
            float* lanes = stackalloc float[T.Count];
            int bands = melPower.IsEmpty ? 0 : _bank.Bands;
            bool anyRows = rows.Any;

            int heard = Math.Min(frames, (samples.Length + half + _hopLength - 1) / _hopLength); // the frames after these lie in silence
            for (int t = 0; t < heard; t += T.Count)
            {
                sums.Extend(t + T.Count);
                LayOut(samples, (t * _hopLength) - half, block, columns);
                ApplyWindow(block, columns, z);
                _transform.Power(z, z + half, power, scratch);
                for (int band = 0; band < bands; band++)
                {
                    T sum = _bank.Band(power, band);
                    if (heard - t >= T.Count)
                    {
                        T.Store(sum, mel + (band * frames) + t);
                    }
                    else
                    {
                        T.Store(sum, lanes);
                        new ReadOnlySpan<float>(lanes, heard - t).CopyTo(melPower[((band * frames) + t)..]);
                    }
                }

                if (anyRows)
                {
                    _shape.Measure(power, z, rows, t, Math.Min(T.Count, heard - t)); // The window's room is free again.
                }
            }

            for (int band = 0; band < bands; band++)
            {
                melPower[((band * frames) + heard)..((band + 1) * frames)].Clear();
            }

            SpectralShape.Silence(rows, heard, frames);
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    /// <summary><c>block[j, c] = samples[start + c hop + j]</c>, 0 outside the clip.</summary>
    private void LayOut(ReadOnlySpan<float> samples, int start, float* block, int columns)
    {
        int length = columns * _hopLength;
        if (start < 0 || start + length > samples.Length)
        {
            var padded = new Span<float>(block + length, length);
            padded.Clear();
            int skipped = Math.Max(-start, 0);
            int from = Math.Clamp(start, 0, samples.Length), to = Math.Clamp(start + length, from, samples.Length);
            samples[from..to].CopyTo(padded[skipped..]);
            samples = padded;
            start = 0;
        }

        fixed (float* first = samples[start..])
        {
            for (int j = 0; j < _hopLength; j++)
            {
                float* source = first + j;
                for (int c = 0; c < columns; c += 4, source += 4 * _hopLength, block += 4)
                {
                    Vector128.Create(source[0], source[_hopLength], source[2 * _hopLength], source[3 * _hopLength]).Store(block);
                }
            }
        }
    }

    /// <summary>Sample i of every lane's frame, times the window; even i to the first half of z, odd i to the second, as the transform wants them.</summary>
    private void ApplyWindow<T>(float* block, int columns, T* z)
        where T : unmanaged, ILanes<T>
    {
        int half = _frameLength / 2;
        fixed (float* window = _window)
        {
            for (int i = 0, c = 0; c * _hopLength < _frameLength; c++)
            {
                float* row = block + c;
                for (int end = Math.Min(i + _hopLength, _frameLength); i < end; i++, row += columns)
                {
                    z[(i >> 1) + ((i & 1) * half)] = T.Load(row) * window[i];
                }
            }
        }
    }
}
