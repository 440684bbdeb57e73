using System.Text;

namespace SpeechEmotion.Datasets.Download;

/// <summary><c>CREMA-D.txt</c>, which says where the clips come from and on what terms; while it is open, no second download can write to the folder.</summary>
internal static class CremaDDownloadNotice
{
    private const string Text = """
        CREMA-D: Crowd-sourced Emotional Multimodal Actors Dataset
        The WAV clips in this folder are a copy of the folder AudioWAV of the corpus's public repository.

        Source    https://github.com/CheyneyComputerScience/CREMA-D
        Licence   Open Database License (ODbL) 1.0, https://opendatacommons.org/licenses/odbl/1.0/
                  Rights in individual contents: Database Contents License (DbCL) 1.0, https://opendatacommons.org/licenses/dbcl/1.0/
        Citation  H. Cao, D. G. Cooper, M. K. Keutmann, R. C. Gur, A. Nenkova, R. Verma: CREMA-D: Crowd-sourced Emotional Multimodal Actors
                  Dataset. IEEE Transactions on Affective Computing 5(4), 377-390, 2014. doi:10.1109/TAFFC.2014.2336244

        """;

    /// <summary>Writes the notice and keeps it open, for the download's duration, to this process alone.</summary>
    /// <exception cref="IOException">It cannot be written, or another download has it open.</exception>
    public static async Task<FileStream> WriteAsync(string folder, CancellationToken cancellation)
    {
        FileStream stream = new(Path.Combine(folder, "CREMA-D.txt"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        try
        {
            stream.SetLength(0);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Text), cancellation).ConfigureAwait(false);
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
