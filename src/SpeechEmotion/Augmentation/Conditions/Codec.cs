using SpeechEmotion.Audio;
using SpeechEmotion.Audio.Decoding;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>A round trip through a lossy codec of the program <c>ffmpeg</c>.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="encoder">The encoder's name.</param>
/// <param name="arguments">What the encoding takes: options and the format.</param>
internal sealed class Codec(string name, string encoder, params string[] arguments)
{
    private static readonly Lazy<HashSet<string>> s_encoders = new(FindEncoders);

    /// <summary>MP3 of 64 kbit/s.</summary>
    public static Codec Mp3 { get; } = new("MP3", "libmp3lame", "-b:a", "64k", "-f", "mp3");

    /// <summary>AMR narrow band of 7.4 kbit/s, as mobile telephones had it.</summary>
    public static Codec Amr { get; } = new("AMR", "libopencore_amrnb", "-ar", "8000", "-ac", "1", "-b:a", "7400", "-f", "amr");

    /// <summary>GSM full rate of 13 kbit/s, which mobile telephones had before AMR.</summary>
    public static Codec Gsm { get; } = new("GSM", "libgsm_ms", "-ar", "8000", "-ac", "1", "-f", "matroska");

    /// <summary>What it is called.</summary>
    public string Name => name;

    /// <summary>Whether this machine's <c>ffmpeg</c> has the encoder.</summary>
    public bool IsAvailable => s_encoders.Value.Contains(encoder);

    /// <summary>Encodes a clip and decodes it again.</summary>
    /// <param name="clip">The clip, left untouched.</param>
    /// <returns>What is left of it, at the codec's rate.</returns>
    /// <exception cref="InvalidDataException"><c>ffmpeg</c> is missing or cannot encode it.</exception>
    public AudioClip RoundTrip(AudioClip clip)
    {
        string folder = FfmpegDecoder.FindProgram() ?? throw new InvalidDataException($"{name} needs the program 'ffmpeg', which was not found on the PATH");
        using MemoryStream wav = new(), encoded = new();
        WavWriter.Write(wav, clip);
        wav.Position = 0;
        using (FfmpegProcess ffmpeg = FfmpegProcess.Start(
            FfmpegDecoder.ProgramIn(folder), ["-f", "wav", "-i", "pipe:0", "-c:a", encoder, .. arguments, "pipe:1"], wav, TimeSpan.FromMinutes(2), CancellationToken.None))
        {
            ffmpeg.Output.CopyTo(encoded);
            if (ffmpeg.Finish().ExitCode != 0)
            {
                throw new InvalidDataException($"ffmpeg cannot write {name}; install one that has the encoder {encoder}, or take ffmpeg off the PATH to leave {name} out");
            }
        }

        encoded.Position = 0;
        return AudioFile.Read(encoded, $"{name} of the clip");
    }

    private static HashSet<string> FindEncoders()
    {
        if (FfmpegDecoder.FindProgram() is not { } folder)
        {
            return [];
        }

        using MemoryStream nothing = new();
        using FfmpegProcess ffmpeg = FfmpegProcess.Start(FfmpegDecoder.ProgramIn(folder), ["-encoders"], nothing, TimeSpan.FromMinutes(2), CancellationToken.None);
        using StreamReader lines = new(ffmpeg.Output);
        return [.. lines.ReadToEnd().Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1).Select(words => words[1])];
    }
}
