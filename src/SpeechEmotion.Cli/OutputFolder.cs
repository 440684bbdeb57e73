using SpeechEmotion.Audio;

namespace SpeechEmotion.Cli;

/// <summary>Folders that commands write results to.</summary>
internal static class OutputFolder
{
    /// <summary>Refuses a folder of recordings: results do not belong among data.</summary>
    /// <param name="folder">Where results are to go; it need not exist.</param>
    /// <param name="data">The corpora that are read.</param>
    /// <exception cref="IOException">It is one of the corpora, or has recordings in it.</exception>
    public static void RefuseRecordings(string folder, IEnumerable<string> data)
    {
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
