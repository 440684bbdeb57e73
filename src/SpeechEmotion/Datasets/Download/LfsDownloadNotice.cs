using System.Text;

namespace SpeechEmotion.Datasets.Download;

/// <summary>The text that says where the files come from and on what terms; while it is open, no second download can write to the folder.</summary>
internal static class LfsDownloadNotice
{
    /// <summary>Writes the notice and keeps it open, for the download's duration, to this process alone.</summary>
    /// <exception cref="IOException">It cannot be written, or another download has it open.</exception>
    public static async Task<FileStream> WriteAsync(string folder, LfsDownloadConfig config, CancellationToken cancellation)
    {
        FileStream stream = new(Path.Combine(folder, config.NoticeName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        try
        {
            stream.SetLength(0);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(config.Notice), cancellation).ConfigureAwait(false);
            await stream.FlushAsync(cancellation).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
