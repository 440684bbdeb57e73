using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SpeechEmotion.Augmentation;
using SpeechEmotion.Features;

namespace SpeechEmotion.Datasets.Cache;

/// <summary>
/// Writes a file of cached features and its index. Both get their names when they are whole, the index last. Another process that does the same writes the same bytes, so it does not matter whose stay.
/// </summary>
internal sealed class CachedFeaturesWriter : IDisposable
{
    private readonly string _values;
    private readonly string _text;
    private readonly string _ending = $".{Guid.NewGuid():N}{FeatureCacheFolder.Unfinished}";
    private readonly FeatureCacheIndex _index;
    private readonly CachedRequest _request;
    private readonly FeatureExtractor _extractor;
    private readonly Augmenter? _augmenter;
    private readonly CachedClip[] _clips;
    private readonly SafeFileHandle _file;
    private readonly int _each; // places of one clip
    private readonly int _headerLength;
    private long _end;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">The folder of the cache.</param>
    /// <param name="index">Which clips, and the file's name.</param>
    /// <param name="request">What is computed of each.</param>
    /// <param name="extractor">Computes the request's features.</param>
    /// <exception cref="OverflowException">An array cannot hold that many values.</exception>
    public CachedFeaturesWriter(string folder, FeatureCacheIndex index, CachedRequest request, FeatureExtractor extractor)
    {
        (_values, _text) = FilesOf(folder, index);
        _index = index;
        _request = request;
        _extractor = extractor;
        _augmenter = request.Copies is null ? null : new Augmenter(request.Copies);
        _clips = new CachedClip[index.Count];
        _each = Math.Max(index.Copies, 1);
        _headerLength = NpyFile.Header(index.Shape(_clips)).Length;
        _end = _headerLength;
        _file = File.OpenHandle(_values + _ending, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>The rate that clips must have, in Hz.</summary>
    public int SampleRate => _request.Features.SampleRate;

    /// <summary>The names of the files of an index: values and text.</summary>
    public static (string Values, string Text) FilesOf(string folder, FeatureCacheIndex index) => (Path.Combine(folder, index.Key + ".npy"), Path.Combine(folder, index.Key + ".json"));

    /// <summary>Computes what is kept of a clip. Safe to use from several threads.</summary>
    /// <param name="clip">Its number.</param>
    /// <param name="samples">Its samples, at <see cref="SampleRate"/>.</param>
    /// <returns>The values of each place of the clip.</returns>
    public float[][] Compute(int clip, float[] samples)
    {
        string name = Path.GetFileName(_index.Clips[clip].Path);
        float[][] values = new float[_each][];
        for (int copy = 0; copy < _each; copy++)
        {
            FeatureMatrix matrix = _extractor.Extract(_augmenter?.AugmentFixed(samples, copy + 1, name, _request.Seed) ?? samples);
            values[copy] = matrix.Values;
            _clips[(clip * _each) + copy] = new CachedClip(matrix.Frames, CachedFeaturesFile.Checksum(matrix.Values));
        }

        return values;
    }

    /// <summary>Adds the values of the next clip.</summary>
    public void Append(float[][] clip)
    {
        foreach (float[] values in clip)
        {
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(values.AsSpan()), _end);
            _end += values.Length * sizeof(float);
        }
    }

    /// <summary>Ends the file: the header, whose length does not depend on the values, comes last.</summary>
    public void Finish()
    {
        byte[] header = NpyFile.Header(_index.Shape(_clips));
        if (header.Length != _headerLength)
        {
            throw new InvalidOperationException($"The header takes {header.Length} bytes; {_headerLength} were kept free for it.");
        }

        RandomAccess.Write(_file, header, 0);
        _file.Dispose();
        File.WriteAllBytes(_text + _ending, _index.Text(_clips));
        File.Move(_values + _ending, _values, overwrite: true);
        File.Move(_text + _ending, _text, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_values + _ending);
        File.Delete(_text + _ending);
    }
}
