using SpeechEmotion.Audio;

namespace SpeechEmotion.Cli;

/// <summary>Folders that commands write results to, looked at before the work.</summary>
internal static class OutputFolder
{
    /// <summary>Refuses a folder that cannot be one.</summary>
    /// <exception cref="IOException">It, or one above it, is a file.</exception>
    public static void RefuseFile(string folder)
    {
        for (string? above = Path.GetFullPath(folder); above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                throw new IOException($"{folder}: {(Path.GetFullPath(folder) == above ? "is" : $"{above} is")} a file and not a folder; name another folder");
            }
        }
    }

    /// <summary>Refuses a folder of recordings: results do not belong among data.</summary>
    /// <param name="folder">Where results are to go; it need not exist.</param>
    /// <param name="data">The corpora that are read.</param>
    /// <exception cref="IOException">It is one of the corpora, or has recordings in it, or cannot be a folder.</exception>
    public static void RefuseRecordings(string folder, IEnumerable<string> data)
    {
        RefuseFile(folder);
        if (!Directory.Exists(folder))
        {
            return;
        }

        PathStatus itself = PathStatus.Of(folder);
        if (data.Any(path => PathStatus.Of(path) == itself) || Directory.EnumerateFiles(folder).Any(AudioFile.HasAudioExtension))
        {
            throw new IOException($"{folder}: holds recordings; results do not belong among them: name another folder");
        }
    }
}
