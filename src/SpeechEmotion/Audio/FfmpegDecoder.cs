using SpeechEmotion.Audio.Decoding;

namespace SpeechEmotion.Audio;

/// <summary>
/// Decodes compressed audio (AAC, FLAC, Opus, AMR …) with the program <c>ffmpeg</c>, which hands over 32-bit floats with the file's own rate
/// and channels through a pipe: nothing is written to a disk, and the program ends with the process that started it. It may open the one file
/// (or the stream it is fed) of common audio containers only, so that a playlist cannot reach other files or the network; its time without a
/// result and its single allocations are limited.
/// </summary>
public sealed class FfmpegDecoder
{
    /// <summary>Demuxers that the program may use; playlists and concatenations are left out on purpose.</summary>
    private const string Containers = "wav,w64,aiff,au,caf,flac,mp3,aac,ac3,ogg,mov,matroska,webm,asf,amr,avi,mpegts,ape,wv";

    private const int LargestAllocationBytes = 1 << 28;

    private readonly string? _folder;
    private readonly TimeSpan _timeLimit;

    /// <summary>Chooses the program; nothing is looked up before a file is decoded.</summary>
    /// <param name="folder">The folder that holds the program; null looks through the folders of the environment variable PATH.</param>
    /// <param name="timeLimit">How long the program may take to hand over its next samples, more than zero; null is two minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time limit is not above zero.</exception>
    public FfmpegDecoder(string? folder = null, TimeSpan? timeLimit = null)
    {
        _folder = folder;
        _timeLimit = timeLimit ?? TimeSpan.FromMinutes(2);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_timeLimit, TimeSpan.Zero, nameof(timeLimit));
    }

    /// <summary>Decodes the first audio track of a file, mixed to mono.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the decoding.</param>
    /// <returns>All samples at the file's own rate.</returns>
    /// <exception cref="InvalidDataException">The program is missing, finds no audio, fails or takes too long.</exception>
    public AudioClip Decode(string path, CancellationToken cancellation = default)
    {
        using AudioReader audio = AudioReader.OpenDecoded(path, new AudioConfig { Ffmpeg = this }, cancellation);
        return audio.ReadClip();
    }

    /// <summary>Starts decoding the first audio track of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="config">What is done where it is damaged.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <exception cref="InvalidDataException">The program is missing, finds no audio, fails or takes too long.</exception>
    internal FfmpegReader Open(string path, string name, AudioConfig config, CancellationToken cancellation) =>
        Start($"file:{Path.GetFullPath(path)}", "file", null, name, config, cancellation);

    /// <summary>Starts decoding the first audio track of a stream.</summary>
    /// <param name="stream">The stream, from where it stands.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="config">What is done where it is damaged.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <exception cref="InvalidDataException">The program is missing, finds no audio, fails or takes too long.</exception>
    internal FfmpegReader Open(Stream stream, string name, AudioConfig config, CancellationToken cancellation) => Start("pipe:0", "pipe", stream, name, config, cancellation);

    /// <summary>The folder of the program <c>ffmpeg</c>; null if it is not there.</summary>
    /// <param name="folder">The folder to look at; null looks through the folders of the environment variable PATH.</param>
    internal static string? FindProgram(string? folder = null)
    {
        string[] folders = folder is not null ? [folder] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.FirstOrDefault(folder => folder.Length > 0 && File.Exists(ProgramIn(folder)));
    }

    /// <summary>Path of the program in a folder.</summary>
    internal static string ProgramIn(string folder) => Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg");

    private FfmpegReader Start(string input, string protocol, Stream? stream, string name, AudioConfig config, CancellationToken cancellation)
    {
        string folder = FindProgram(_folder) ?? throw new InvalidDataException(
            $"{name}: only WAV, MP3 and Ogg Vorbis can be read without the program 'ffmpeg', which was not found "
            + $"{(_folder is null ? "on the PATH" : $"in '{_folder}'")}; install it (Debian and Ubuntu: apt-get install ffmpeg, "
            + "macOS: brew install ffmpeg, Windows: winget install ffmpeg) or convert the file to WAV",
            new FileNotFoundException("The program 'ffmpeg' was not found.", "ffmpeg"));
        FfmpegProcess process = FfmpegProcess.Start(
            ProgramIn(folder),
            [
                "-max_alloc", $"{LargestAllocationBytes}", "-protocol_whitelist", protocol, "-format_whitelist", Containers,
                "-i", input, "-map", "0:a:0", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1",
            ],
            stream,
            _timeLimit,
            cancellation);
        return FfmpegReader.Open(process, name, input, config);
    }
}
