using System.Globalization;
using System.Reflection;

namespace SpeechEmotion.Datasets.Download;

/// <summary>
/// Name, SHA-256 and length of each of the 7,442 WAV clips of CREMA-D [Cao2014], which is published under the Open Database License 1.0: how a copy of the corpus is
/// told to be complete and unaltered.
/// </summary>
public static class CremaDDownloadManifest
{
    private static readonly Lazy<IReadOnlyList<CremaDDownloadFile>> Embedded = new(ReadEmbedded);

    /// <summary>The clips in the order of their names.</summary>
    public static IReadOnlyList<CremaDDownloadFile> Files => Embedded.Value;

    private static List<CremaDDownloadFile> ReadEmbedded()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("SpeechEmotion.Datasets.CremaDDownloadManifest.csv")!;
        using StreamReader reader = new(stream);
        List<CremaDDownloadFile> files = [];
        _ = reader.ReadLine(); // name,sha256,bytes
        while (reader.ReadLine() is string line)
        {
            string[] cells = line.Split(',');
            files.Add(new CremaDDownloadFile(cells[0], cells[1], long.Parse(cells[2], CultureInfo.InvariantCulture)));
        }

        return files;
    }
}
