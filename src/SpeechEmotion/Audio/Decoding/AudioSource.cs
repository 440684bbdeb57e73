namespace SpeechEmotion.Audio.Decoding;

/// <summary>A recording that is decoded from front to back.</summary>
internal abstract class AudioSource : IDisposable
{
    /// <summary>Samples of one channel per second, in Hz.</summary>
    public abstract int SampleRate { get; }

    /// <summary>Number of channels, 1 or more.</summary>
    public abstract int Channels { get; }

    /// <summary>Samples per channel of the whole recording, if they are known before it is read.</summary>
    public virtual long? Length => null;

    /// <summary>Samples per channel of the whole recording that its header promises, if it does; it may be wrong.</summary>
    public virtual long? StatedLength => Length;

    /// <summary>Decodes the next frames: a sample of each channel, then the next of each.</summary>
    /// <param name="samples">Room for whole frames, filled from its beginning.</param>
    /// <returns>Number of frames; fewer than there is room for, or 0, only at the end.</returns>
    /// <exception cref="InvalidDataException">The recording is damaged.</exception>
    public abstract int Read(Span<float> samples);

    /// <summary>Leaves frames out without decoding them, if the format allows it.</summary>
    /// <param name="frames">How many, 0 or more.</param>
    /// <returns>How many were left out; the others must be read.</returns>
    public virtual long Skip(long frames) => 0;

    /// <summary>Frees what decodes; the stream it reads from stays open.</summary>
    public virtual void Dispose()
    {
    }
}
