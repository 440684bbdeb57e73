using System.Globalization;
using System.Text.RegularExpressions;
using FFMpegCore;
using FFMpegCore.Enums;
using FFMpegCore.Pipes;

namespace SpeechEmotion.Audio;

/// <summary>
/// Decodes compressed audio (MP3, AAC, FLAC, Vorbis, Opus …) with the program <c>ffmpeg</c>, whose output arrives through a pipe as a WAV file of 32-bit
/// floats with the file's own rate and channels. The program may open local files of common audio containers only, so that a playlist
/// cannot reach other files or the network; its time, its single allocations and the number of samples are limited.
/// </summary>
public sealed partial class FfmpegDecoder
{
    /// <summary>Demuxers that the program may use; playlists and concatenations are left out on purpose.</summary>
    private const string Containers = "wav,w64,aiff,au,caf,flac,mp3,aac,ac3,ogg,mov,matroska,webm,asf,amr,avi,mpegts,ape,wv";

    private const int LargestAllocationBytes = 1 << 28;
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
    /// <exception cref="InvalidDataException">The program is missing, finds no audio, fails or takes too long; the message says which and what to do.</exception>
    public AudioClip Decode(string path) => Decode(path, path);

    /// <summary>Decodes a file that messages call by another name.</summary>
    internal AudioClip Decode(string path, string name)
    {
        string folder = FindFolder() ?? throw new InvalidDataException(
            $"{name}: only uncompressed WAV can be read without the program 'ffmpeg', which was not found {(_folder is null ? "on the PATH" : $"in '{_folder}'")}; "
            + "install it (Debian and Ubuntu: apt-get install ffmpeg, macOS: brew install ffmpeg, Windows: winget install ffmpeg) or convert the file to WAV");

        AudioClip? clip = null;
        InvalidDataException? refusal = null;
        using var clock = new CancellationTokenSource(_timeLimit);
        FFMpegResult result = FFMpegArguments
            .FromFileInput(Quotable(Path.GetFullPath(path)), verifyExists: false, input => input
                .WithCustomArgument(string.Create(CultureInfo.InvariantCulture, $"-max_alloc {LargestAllocationBytes}"))
                .WithCustomArgument("-protocol_whitelist file")
                .WithCustomArgument($"-format_whitelist {Containers}"))
            .OutputToPipe(new StreamPipeSink(Receive), output => output
                .WithCustomArgument("-map 0:a:0 -c:a pcm_f32le -f wav"))
            .WithLogLevel(FFMpegLogLevel.Error)
            .CancellableThrough(clock.Token, TimeSpan.Zero)
            .ProcessSynchronously(throwOnError: false, new FFOptions { BinaryFolder = folder });

        if (clock.IsCancellationRequested)
        {
            throw new InvalidDataException($"{name}: ffmpeg took longer than {_timeLimit.TotalSeconds:0.###} s to decode it and was stopped");
        }

        if (!result.Success && refusal is null)
        {
            string cause = result.StandardError.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? $"exit code {result.ExitCode}";
            throw new InvalidDataException($"{name}: is neither a WAV file nor audio that ffmpeg can decode ({cause.Replace(path, name, StringComparison.Ordinal).Trim()})");
        }

        return clip ?? throw refusal ?? new InvalidDataException($"{name}: ffmpeg decoded nothing from it");

        Task Receive(Stream pipe, CancellationToken cancellation) => Task.Run(() =>
        {
            try
            {
                clip = WavReader.Read(pipe, name);
            }
            catch (InvalidDataException exception)
            {
                refusal = exception; // the pipe closes, which ends the program
            }
        }, CancellationToken.None);
    }

    private string? FindFolder()
    {
        string program = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        IEnumerable<string> folders = _folder is not null ? [_folder] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.FirstOrDefault(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
    }

    /// <summary>The path is put between quotes unchanged, so a quote within it, and any backslashes before it, need a backslash each.</summary>
    private static string Quotable(string path) => BackslashesAndQuote().Replace(path, "$1$1\\\"");

    [GeneratedRegex("(\\\\*)\"")]
    private static partial Regex BackslashesAndQuote();
}
