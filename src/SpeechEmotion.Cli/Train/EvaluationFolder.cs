using SpeechEmotion.Plots;
using SpeechEmotion.Runs;

namespace SpeechEmotion.Cli.Train;

/// <summary>Where an evaluation goes: page, figures, picture and the probabilities for each clip, under the names that they have in a run.</summary>
internal sealed class EvaluationFolder
{
    private readonly RunFolder _folder;

    /// <summary>Names the folder, which is made when there is something to write.</summary>
    /// <exception cref="IOException">It is the folder of a run, whose own figures must stay.</exception>
    public EvaluationFolder(string path)
    {
        _folder = new RunFolder(path);
        if (File.Exists(_folder.Experiment))
        {
            throw new IOException($"{path}: is the folder of a run, whose own report stays; name another folder");
        }
    }

    /// <summary>The page.</summary>
    public string Page => _folder.ReportPage;

    /// <summary>Writes all files.</summary>
    /// <param name="name">What was measured, on which corpus.</param>
    /// <param name="report">The figures.</param>
    /// <param name="predictions">What they were computed from.</param>
    public void Write(string name, EvaluationReport report, Predictions predictions)
    {
        bool isNew = !Directory.Exists(_folder.Folder);
        try
        {
            Directory.CreateDirectory(_folder.Folder);
            PredictionsFile.Write(_folder.Predictions, predictions);
            ConfusionMatrixPlot.Save(_folder.ConfusionMatrix, report, name);
            HtmlReport.Save(_folder.ReportPage, new RunSummary(name, report, [], ""));
            report.Save(_folder.Report);
        }
        catch when (isNew && Directory.Exists(_folder.Folder))
        {
            Directory.Delete(_folder.Folder, recursive: true); // Half of a measurement is none.
            throw;
        }
    }
}
