using SpeechEmotion.Datasets;
using SpeechEmotion.Experiments;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Metrics;
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
    /// <param name="corpora">The corpora that the network learned from; the card names each, with its licence and credit.</param>
    /// <param name="report">Its figures on the test part; null if it was not measured.</param>
    /// <param name="version">Version of the program that writes.</param>
    /// <param name="licence">The licence of the model; null derives it from the corpora.</param>
    /// <param name="heldOut">What networks of this experiment said of clips that they were not trained on, from which the reference statistics are computed; null if there are none.</param>
    /// <param name="gate">Tells speech from other sounds; null leaves that out of the model.</param>
    /// <param name="keepEncodersApart">Leaves the encoder that the network listens through in its own file.</param>
    /// <exception cref="MissingLicenceException">A corpus forbids some uses of the weights, or an encoder goes with them, and <paramref name="licence"/> is null.</exception>
    public static void Write(string path, TrainedNetwork network, IReadOnlyList<string> corpora, EvaluationReport? report, string version, string? licence = null, Predictions? heldOut = null, SpeechGate? gate = null, bool keepEncodersApart = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(corpora);
        ExperimentConfig config = network.Config;
        EncoderConfig? encoder = network.Members.Select(member => member.Config.Features.Encoder).Prepend(config.Features.Encoder).OfType<EncoderConfig>().FirstOrDefault();
        if (encoder is not null && Path.GetFullPath(encoder.Path) == Path.GetFullPath(path))
        {
            throw new InvalidDataException($"{path}: is the encoder that the network listens through; write the model to another file");
        }

        if (encoder is not null && string.IsNullOrWhiteSpace(licence))
        {
            throw new MissingLicenceException($"the network listens through {Path.GetFileName(encoder.Path)}, whose licence goes with it; state the licence of the model, such as \"CC BY-SA 3.0\"");
        }

        (string terms, string attribution) = CorpusLicence.OfModel([.. corpora.Union(gate?.Corpora ?? [])], licence);
        ModelCard card = new()
        {
            Name = config.Name,
            Labels = config.Labels,
            Features = config.Features,
            Network = config.Network.Name,
            Width = config.Network.Width,
            StemChannels = (config.Network as EmoNetConfig)?.StemChannels ?? 0,
            StemBlocks = (config.Network as EmoNetConfig)?.StemBlocks ?? 0,
            Members = [.. config.Members().Select(member => member.Network.Describe())],
            Temperature = report?.Temperature ?? 1,
            Reference = heldOut is null ? null : ReferenceStatistics.Fit([.. heldOut.Clips.Select(clip => clip.Probabilities)], heldOut.Truth()),
            Corpus = string.Join('+', corpora),
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
            Licence = terms,
            Attribution = attribution,
            Version = version,
        };
        if (network.Network is StackNet stack)
        {
            OnnxExporter.WriteStack(path, [.. network.Members.Select(member => (member.Network, member.Config.Features))], stack, card, gate);
        }
        else
        {
            OnnxExporter.Write(path, network.Network, card, gate, keepEncodersApart, network.Familiarity);
        }
    }
}
