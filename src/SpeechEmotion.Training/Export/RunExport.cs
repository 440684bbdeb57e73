using SpeechEmotion.Datasets.Corpora;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Export;

/// <summary>Writes the network of a run as ONNX, with a card that says where it comes from and how well it was measured.</summary>
public static class RunExport
{
    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network of the run.</param>
    /// <param name="report">Its figures on the test part; null where it was not measured.</param>
    /// <param name="version">Version of the program that writes.</param>
    public static void Write(string path, TrainedNetwork network, EvaluationReport? report, string version)
    {
        ArgumentNullException.ThrowIfNull(network);
        ExperimentConfig config = network.Config;
        (string licence, string attribution) = CorpusLicence.Of(report?.Corpus ?? "");
        ModelCard card = new()
        {
            Name = config.Name,
            Labels = config.Labels,
            Features = config.Features,
            Network = config.Network.Name,
            Width = config.Network.Width,
            StemChannels = config.Network.StemChannels,
            StemBlocks = config.Network.StemBlocks,
            Members = [.. config.Network.Members.Select(member => member.ToString())],
            Temperature = report?.Temperature ?? 1,
            Corpus = report?.Corpus ?? "",
            Protocol = report?.Protocol ?? "",
            Figures = report is null ? new Dictionary<string, double>() : new Dictionary<string, double>
            {
                ["accuracy"] = report.Accuracy,
                ["uar"] = report.Uar,
                ["macroF1"] = report.MacroF1,
                ["ece"] = report.Ece,
                ["clips"] = report.Clips,
                ["speakers"] = report.Speakers,
            },
            Licence = licence,
            Attribution = attribution,
            Version = version,
        };
        if (network.Network is EnsembleNet ensemble)
        {
            OnnxExporter.WriteEnsemble(path, [.. network.Members.Select(member => (member.Network, member.Config.Features))], ensemble, card);
        }
        else
        {
            OnnxExporter.Write(path, network.Network, card);
        }
    }
}
