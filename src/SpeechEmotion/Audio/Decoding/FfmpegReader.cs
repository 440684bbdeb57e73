using System.Text.RegularExpressions;

namespace SpeechEmotion.Audio.Decoding;

/// <summary>Reads what <c>ffmpeg</c> decodes, as it comes.</summary>
internal sealed partial class FfmpegReader : AudioSource
{
    private const double Allowance = 0.01; // seconds

    private readonly FfmpegProcess _process;
    private readonly WavReader _wav;
    private readonly AudioConfig _config;
    private readonly string _name, _input;
    private bool _isFinished;
    private long _frames;

    private FfmpegReader(FfmpegProcess process, WavReader wav, string name, string input, AudioConfig config)
    {
        _process = process;
        _wav = wav;
        _name = name;
        _input = input;
        _config = config;
    }

    /// <inheritdoc/>
    public override int SampleRate => _wav.SampleRate;

    /// <inheritdoc/>
    public override int Channels => _wav.Channels;

    /// <summary>How long the file's header says that it is; null if it does not say.</summary>
    public double? StatedSeconds { get; set; }

    /// <summary>Whether it was told already that something is missing.</summary>
    public bool IsTold { get; set; }

    /// <summary>Reads what the program says before the first sample.</summary>
    /// <param name="process">The program, which is ended with the reader.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="input">What the program calls its input.</param>
    /// <param name="config">What is done where the program reads only a part.</param>
    /// <exception cref="InvalidDataException">The program finds no audio, fails or takes too long.</exception>
    public static FfmpegReader Open(FfmpegProcess process, string name, string input, AudioConfig config)
    {
        try
        {
            RewindableStream output = new(process.Output);
            if (output.ReadByte() < 0)
            {
                throw Failed(process, name, input);
            }

            output.Rewind();
            output.Commit();
            return new FfmpegReader(process, OpenWav(output, name), name, input, config);
        }
        catch (TimeoutException)
        {
            process.Dispose();
            throw TooSlow(process, name);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<float> samples)
    {
        if (_isFinished)
        {
            return 0;
        }

        int read;
        try
        {
            read = _wav.Read(samples);
        }
        catch (TimeoutException)
        {
            throw TooSlow(_process, _name);
        }
        catch (InvalidDataException) when (_frames == 0 && _process.Finish() is (0, _))
        {
            throw new InvalidDataException($"{_name}: holds no samples, as ffmpeg reads it; at least 1 is needed");
        }

        _frames += read;
        if (read < samples.Length / Channels)
        {
            _isFinished = true;
            (int ExitCode, string? Error) end = _process.Finish();
            if (end.ExitCode != 0)
            {
                throw new InvalidDataException($"{_name}: ffmpeg failed within the recording ({Cause(end, _input)})");
            }

            if (IsTold)
            {
                return read;
            }

            if (end.Error is not null)
            {
                _config.Report($"{_name}: is damaged or truncated, as ffmpeg reads it ({Cause(end, _input)})", "read as far as it goes");
            }
            else if (StatedSeconds is { } stated && stated - Allowance > (double)_frames / SampleRate)
            {
                _config.Report(FormattableString.Invariant($"{_name}: is damaged or truncated: its header states {stated:0.##} s, and {(double)_frames / SampleRate:0.##} s of it can be decoded"), "read as far as it goes");
            }
        }

        return read;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _process.Dispose();
        base.Dispose();
    }

    /// <summary>Opens what the program hands over; chunks and bytes of that are none of the file's.</summary>
    private static WavReader OpenWav(Stream output, string name)
    {
        try
        {
            return WavReader.Open(output, name, AudioConfig.Default)!;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(e.Message.Replace($"{name}: ", $"{name}: as ffmpeg decodes it, ", StringComparison.Ordinal), e);
        }
    }

    private static InvalidDataException Failed(FfmpegProcess process, string name, string input) =>
        new($"{name}: is neither WAV, MP3, Ogg Vorbis nor audio that ffmpeg can decode ({Cause(process.Finish(), input)})");

    private static InvalidDataException TooSlow(FfmpegProcess process, string name) =>
        new($"{name}: ffmpeg gave no samples for {process.TimeLimit.TotalSeconds:0.###} s and was stopped");

    /// <summary>The first line, such as "[mp3 @ 0x55d0] Header missing", without origin and path; the others follow from it.</summary>
    private static string Cause((int ExitCode, string? Error) result, string input)
    {
        string line = result.Error ?? $"exit code {result.ExitCode}";
        return line.Contains("Format not on whitelist", StringComparison.Ordinal)
            ? "it is of a kind that is not accepted"
            : Origin().Replace(line, "").Replace($"{input}: ", "", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex(@"^\[[^\]]* @ 0x[0-9a-f]+\]")]
    private static partial Regex Origin();
}
