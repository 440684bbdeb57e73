using System.Text.RegularExpressions;
using FFMpegCore;
using FFMpegCore.Enums;

namespace SpeechEmotion.Audio;

/// <summary>
/// Decodes compressed audio (MP3, AAC, FLAC, Vorbis, Opus …) with the program <c>ffmpeg</c>, which writes a temporary WAV file of 32-bit
/// floats with the file's own rate and channels. The program may open local files of common audio containers only, so that a playlist
/// cannot reach other files or the network; its time, its single allocations and the length of its result are limited.
/// </summary>
public sealed partial class FfmpegDecoder
{
    /// <summary>Demuxers that the program may use; playlists and concatenations are left out on purpose.</summary>
    private const string Containers = "wav,w64,aiff,au,caf,flac,mp3,aac,ac3,ogg,mov,matroska,webm,asf,amr,avi,mpegts,ape,wv";

    private const int LargestAllocationBytes = 1 << 28;

    /// <summary>The longest decoded file: 3.1 hours of two channels at 44.1 kHz.</summary>
    private const long LargestResultBytes = 4_000_000_000;

    private readonly string? _folder;
    private readonly TimeSpan _timeLimit;

    /// <summary>Chooses the program; nothing is looked up before a file is decoded.</summary>
    /// <param name="folder">The folder that holds the program; null looks through the folders of the environment variable PATH.</param>
    /// <param name="timeLimit">How long decoding one file may take, more than zero; null is two minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time limit is not above zero.</exception>
    public FfmpegDecoder(string? folder = null, TimeSpan? timeLimit = null)
    {
        _folder = folder;
        _timeLimit = timeLimit ?? TimeSpan.FromMinutes(2);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_timeLimit, TimeSpan.Zero, nameof(timeLimit));
    }

    /// <summary>Decodes the first audio track of a file, mixed to mono.</summary>
    /// <param name="path">The file.</param>
    /// <returns>All samples at the file's own rate.</returns>
    /// <exception cref="InvalidDataException">The program is missing, finds no audio, fails or takes too long.</exception>
    public AudioClip Decode(string path) => Decode(path, path);

    /// <summary>Decodes a file that messages call by another name.</summary>
    private AudioClip Decode(string path, string name)
    {
        using FileStream file = DecodeToFile(path, name);
        return WavReader.Read(file, name)!;
    }

    /// <summary>Decodes a file to a temporary WAV file, which is gone when the stream is closed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The program is missing, finds no audio, fails or takes too long.</exception>
    internal FileStream DecodeToFile(string path, string name)
    {
        string folder = FindProgram(_folder) ?? throw new InvalidDataException(
            $"{name}: only uncompressed WAV can be read without the program 'ffmpeg', which was not found "
            + $"{(_folder is null ? "on the PATH" : $"in '{_folder}'")}; install it (Debian and Ubuntu: apt-get install ffmpeg, "
            + "macOS: brew install ffmpeg, Windows: winget install ffmpeg) or convert the file to WAV");

        string decoded = TemporaryFile.NewPath();
        try
        {
            using var clock = new CancellationTokenSource(_timeLimit);
            FFMpegResult result = FFMpegArguments
                .FromFileInput(Quotable(Path.GetFullPath(path)), verifyExists: false, input => input
                    .WithCustomArgument($"-max_alloc {LargestAllocationBytes} -protocol_whitelist file -format_whitelist {Containers}"))
                .OutputToFile(Quotable(decoded), overwrite: true, output => output
                    .WithCustomArgument($"-map 0:a:0 -c:a pcm_f32le -f wav -fs {LargestResultBytes}"))
                .WithLogLevel(FFMpegLogLevel.Error)
                .CancellableThrough(clock.Token, TimeSpan.Zero)
                .ProcessSynchronously(throwOnError: false, new FFOptions { BinaryFolder = folder });
            if (clock.IsCancellationRequested)
            {
                throw new InvalidDataException(
                    $"{name}: ffmpeg took longer than {_timeLimit.TotalSeconds:0.###} s to decode it and was stopped");
            }

            if (!result.Success)
            {
                throw new InvalidDataException($"{name}: is neither a WAV file nor audio that ffmpeg can decode ({Cause(result, path)})");
            }

            return new FileInfo(decoded).Length < LargestResultBytes
                ? TemporaryFile.OpenRead(decoded)
                : throw new InvalidDataException($"{name}: decodes to more than {LargestResultBytes} bytes; split the recording");
        }
        finally
        {
            File.Delete(decoded);
        }
    }

    /// <summary>The first line, such as "[mp3 @ 0x55d0] Header missing", without origin and path; the others follow from it.</summary>
    private static string Cause(FFMpegResult result, string path)
    {
        string line = result.StandardError.FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? $"exit code {result.ExitCode}";
        return line.Contains("Format not on whitelist", StringComparison.Ordinal)
            ? "it is of a kind that is not accepted"
            : Origin().Replace(line, "").Replace($"{Path.GetFullPath(path)}: ", "", StringComparison.Ordinal).Trim();
    }

    /// <summary>The folder of the program <c>ffmpeg</c>; null where it is not there.</summary>
    /// <param name="folder">The folder to look at; null looks through the folders of the environment variable PATH.</param>
    internal static string? FindProgram(string? folder = null)
    {
        string program = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        string[] folders = folder is not null ? [folder] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.FirstOrDefault(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
    }

    /// <summary>FFMpegCore only puts quotes around a path, so one within it, and backslashes before that, need a backslash each.</summary>
    private static string Quotable(string path) => BackslashesAndQuote().Replace(path, "$1$1\\\"");

    [GeneratedRegex("(\\\\*)\"")]
    private static partial Regex BackslashesAndQuote();

    [GeneratedRegex(@"^\[[^\]]* @ 0x[0-9a-f]+\]")]
    private static partial Regex Origin();
}
