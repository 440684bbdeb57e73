namespace SpeechEmotion.Datasets.Cache;

/// <summary>Keeps the folder of cached features from growing without end.</summary>
internal static class FeatureCacheFolder
{
    /// <summary>Ending of files that are being written.</summary>
    public const string Unfinished = ".part";

    private static readonly TimeSpan s_longestBuild = TimeSpan.FromDays(1);

    /// <summary>Deletes what was not used for longest until the rest is within a limit, and what killed processes left behind.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="limit">Bytes that may stay.</param>
    /// <param name="kept">Key of the files that stay in any case.</param>
    public static void Trim(string folder, long limit, string kept)
    {
        DirectoryInfo directory = new(folder);
        foreach (FileInfo file in directory.EnumerateFiles("*" + Unfinished).Where(file => file.LastWriteTimeUtc < DateTime.UtcNow - s_longestBuild))
        {
            Delete(file.FullName);
        }

        long size = 0;
        foreach (FileInfo values in directory.EnumerateFiles("*.npy").OrderByDescending(values => values.Name == kept + ".npy" ? DateTime.MaxValue : LastUse(values)).ToArray())
        {
            size += values.Length;
            if (size > limit && values.Name != kept + ".npy")
            {
                Delete(Path.ChangeExtension(values.FullName, ".json"));
                Delete(values.FullName);
            }
        }
    }

    private static DateTime LastUse(FileInfo values)
    {
        FileInfo index = new(Path.ChangeExtension(values.FullName, ".json"));
        return index.Exists ? index.LastWriteTimeUtc : values.LastWriteTimeUtc;
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use by another process; it goes next time.
        }
    }
}
