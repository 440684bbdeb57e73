using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.InteropServices;
using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets.Cache;

/// <summary>Features of the clips of one corpus, or of their fixed copies, in a memory-mapped <c>.npy</c> file, those of each clip <c>[bands, frames]</c>. Safe to use from several threads.</summary>
internal sealed unsafe class CachedFeaturesFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Dictionary<string, int> _places;
    private readonly float* _first;
    private readonly int _bands;
    private readonly int[] _frames;
    private readonly int _copies;
    private readonly long[] _starts;

    private CachedFeaturesFile(string path, FeatureCacheIndex index, int[] frames, int start)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* address = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref address);
        _first = (float*)(address + _view.PointerOffset + start);
        _places = index.Clips.Select((clip, place) => (clip.Source, place)).ToDictionary(pair => pair.Source, pair => pair.place);
        (_bands, _frames, _copies) = (index.Rows, frames, index.Copies);
        _starts = Starts(_bands, frames);
    }

    /// <summary>Number of clips, each with its copies where these are what is kept.</summary>
    public int Count => _places.Count;

    /// <summary>The features of a clip, copied; null where they are not in the file.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="copy">0 for the clip as it is, k for its k-th altered copy.</param>
    public FeatureMatrix? Find(Utterance clip, int copy = 0)
    {
        ArgumentNullException.ThrowIfNull(clip);
        if (copy > _copies || (copy == 0) != (_copies == 0) || !_places.TryGetValue(clip.Source, out int place))
        {
            return null;
        }

        place = copy == 0 ? place : (place * _copies) + copy - 1;
        return new FeatureMatrix(Row(place).ToArray(), _bands, _frames[place]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>Opens a file whose every byte is as it was written; null where there is none.</summary>
    /// <param name="features">The <c>.npy</c> file.</param>
    /// <param name="text">The index beside it.</param>
    /// <param name="index">What they must hold.</param>
    internal static CachedFeaturesFile? TryOpen(string features, string text, FeatureCacheIndex index)
    {
        byte[] written = File.Exists(features) && File.Exists(text) ? File.ReadAllBytes(text) : [];
        if (index.ReadFrames(written) is not { } frames)
        {
            return null;
        }

        CachedClip[] clips = [.. frames.Select(count => new CachedClip(count, 0))];
        byte[] header = NpyFile.Header(index.Shape(clips));
        if (new FileInfo(features).Length != header.Length + ((long)index.Rows * frames.Sum(count => (long)count) * sizeof(float)))
        {
            return null;
        }

        CachedFeaturesFile cached = new(features, index, frames, header.Length);
        Parallel.For(0, clips.Length, place => clips[place] = clips[place] with { Checksum = Checksum(cached.Row(place)) });
        if (new ReadOnlySpan<byte>((byte*)cached._first - header.Length, header.Length).SequenceEqual(header) && written.AsSpan().SequenceEqual(index.Text(clips)))
        {
            return cached;
        }

        cached.Dispose();
        return null;
    }

    /// <summary>CRC-32C of values, taken eight bytes at a time; it finds every change of up to 32 neighbouring bits, and others with near certainty.</summary>
    internal static uint Checksum(ReadOnlySpan<float> values)
    {
        uint checksum = uint.MaxValue;
        foreach (ulong bits in MemoryMarshal.Cast<float, ulong>(values))
        {
            checksum = BitOperations.Crc32C(checksum, bits);
        }

        return values.Length % 2 == 0 ? checksum : BitOperations.Crc32C(checksum, BitConverter.SingleToUInt32Bits(values[^1]));
    }

    /// <summary>Where each clip's values start, and behind the last one where they end.</summary>
    internal static long[] Starts(int rows, int[] frames)
    {
        var starts = new long[frames.Length + 1];
        for (int place = 0; place < frames.Length; place++)
        {
            starts[place + 1] = starts[place] + ((long)rows * frames[place]);
        }

        return starts;
    }

    private ReadOnlySpan<float> Row(int place) => new(_first + _starts[place], _bands * _frames[place]);
}
