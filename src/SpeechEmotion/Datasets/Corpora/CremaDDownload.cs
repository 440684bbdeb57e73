using System.Globalization;
using System.Reflection;
using SpeechEmotion.Datasets.Download;

namespace SpeechEmotion.Datasets.Corpora;

/// <summary>
/// Where the 7,442 WAV clips of CREMA-D [Cao2014] are, which is published under the Open Database License 1.0; name, SHA-256 and length of each tell a copy of the corpus to be complete and unaltered.
/// </summary>
internal static class CremaDDownload
{
    private const string Notice = """
        CREMA-D: Crowd-sourced Emotional Multimodal Actors Dataset
        The WAV clips in this folder are a copy of the folder AudioWAV of the corpus's public repository.

        Source    https://github.com/CheyneyComputerScience/CREMA-D
        Licence   Open Database License (ODbL) 1.0, https://opendatacommons.org/licenses/odbl/1.0/
                  Rights in individual contents: Database Contents License (DbCL) 1.0, https://opendatacommons.org/licenses/dbcl/1.0/
        Citation  H. Cao, D. G. Cooper, M. K. Keutmann, R. C. Gur, A. Nenkova, R. Verma: CREMA-D: Crowd-sourced Emotional Multimodal Actors
                  Dataset. IEEE Transactions on Affective Computing 5(4), 377-390, 2014. doi:10.1109/TAFFC.2014.2336244

        """;

    private static readonly Lazy<IReadOnlyList<LfsDownloadFile>> s_files = new(ReadFiles);

    /// <summary>The corpus's public repository, and its clips in the order of their names.</summary>
    public static LfsDownloadConfig Create() => new()
    {
        Endpoint = new Uri("https://github.com/CheyneyComputerScience/CREMA-D.git/info/lfs/objects/batch"),
        Manifest = s_files.Value,
        NoticeName = "CREMA-D.txt",
        Notice = Notice,
    };

    private static List<LfsDownloadFile> ReadFiles()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("SpeechEmotion.Datasets.crema-d.csv")!;
        using StreamReader reader = new(stream);
        List<LfsDownloadFile> files = [];
        _ = reader.ReadLine(); // name,sha256,bytes
        while (reader.ReadLine() is string line)
        {
            string[] cells = line.Split(',');
            files.Add(new LfsDownloadFile(cells[0], cells[1], long.Parse(cells[2], CultureInfo.InvariantCulture)));
        }

        return files;
    }
}
