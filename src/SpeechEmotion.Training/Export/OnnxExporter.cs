using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using SpeechEmotion.Audio;
using SpeechEmotion.Features;
using SpeechEmotion.Features.Encoders;
using SpeechEmotion.Metrics;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;

namespace SpeechEmotion.Export;

/// <summary>
/// Writes a trained network as one self-contained ONNX file [ONNX]: input <c>waveform</c> <c>[batch, samples]</c>, any number of samples from 1 on, at the card's sample
/// rate; outputs <c>probabilities</c> <c>[batch, labels]</c> and <c>logits</c> <c>[batch, labels]</c>, before any temperature; with a speech gate also <c>speech</c> <c>[batch]</c>, the probability
/// that it is speech; where the network knows which sounds are familiar, <c>unfamiliarity</c> <c>[batch]</c>, what the logits are divided by beside the temperature. The features are computed in the graph.
/// </summary>
public static class OnnxExporter
{
    private const int IrVersion = 8; // of ONNX 1.12

    /// <summary>Writes one network, to a temporary name that is then renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network, its batch statistics as they are after training.</param>
    /// <param name="card">What the file says of itself; its features must be the ones the network was trained on.</param>
    /// <param name="gate">Tells speech from other sounds; null leaves the output <c>speech</c> out.</param>
    /// <param name="keepEncodersApart">Leaves the encoder that the network listens through in its own file, which must then lie beside the model's: its vector is the input <c>embedding</c>.</param>
    /// <exception cref="ArgumentException">The card has faults, or a network does not fit its features or labels.</exception>
    /// <exception cref="InvalidDataException">The encoder cannot be taken in; the message says why.</exception>
    public static void Write(string path, Network network, ModelCard card, SpeechGate? gate = null, bool keepEncodersApart = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        Write(path, network, card, gate, keepEncodersApart, familiarity: null);
    }

    /// <summary>Writes one network that may be less sure of what sounds unlike what it learned from.</summary>
    internal static void Write(string path, Network network, ModelCard card, SpeechGate? gate, bool keepEncodersApart, Familiarity? familiarity) =>
        Write(path, card, gate, keepEncodersApart, (graph, waveform) => AddNetwork(graph, waveform, network, card.Features, card.Labels.Count), familiarity);

    /// <summary>Writes a stack and its members, to a temporary name that is then renamed. Members that listen to the same features share them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="members">The networks in the order in which the stack was trained on them, each with its features. All share one sample rate.</param>
    /// <param name="stack">The network over the members' probabilities, which are the softmax of their logits without a temperature.</param>
    /// <param name="card">What the file says of itself.</param>
    /// <param name="gate">Tells speech from other sounds; null leaves the output <c>speech</c> out.</param>
    /// <exception cref="ArgumentException">The card has faults, or a network does not fit its features or labels.</exception>
    public static void WriteStack(string path, IReadOnlyList<(Network Network, FeatureConfig Features)> members, StackNet stack, ModelCard card, SpeechGate? gate = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(stack);
        Write(path, card, gate, keepEncodersApart: false, (graph, waveform) =>
        {
            int labels = card.Labels.Count;
            string[] opinions = [.. members.Select(member =>
            {
                string logits = AddNetwork(graph, waveform, member.Network, member.Features, labels);
                return graph.Add("Unsqueeze", [AddSoftmax(graph, logits), graph.Integers(1, 2)]);             // [B, 1, 1, labels]
            })];
            string joined = graph.Add("Concat", opinions, OnnxGraph.Attribute("axis", 2L));                   // [B, 1, members, labels]
            return LayerExport.Add(graph, stack, joined, members.Count, labels, labels);                   // [B, labels]
        }, familiarity: null, [.. members.Select(member => member.Features)]);
    }

    private static void Write(string path, ModelCard card, SpeechGate? gate, bool keepEncodersApart, Func<OnnxGraph, string, string> addLogits, Familiarity? familiarity, params FeatureConfig[] features)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(card);
        RequireUsable(card, gate is null ? features : [.. features.Length == 0 ? [card.Features] : features, gate.Features]);
        FeatureConfig[] heard = features.Length == 0 ? [card.Features] : features;
        EncoderModel[] encoders = keepEncodersApart ? [] : EncoderModel.ReadAll([.. heard.Select(config => config.Encoder).OfType<EncoderConfig>()]);
        if (keepEncodersApart && card.Features.Encoder is null)
        {
            throw new ArgumentException("The network does not listen through an encoder, or its members do; only the encoder of a single network can stay in a file of its own.", nameof(card));
        }

        OnnxGraph graph = new()
        {
            OperatorSet = encoders.Length == 0 ? OnnxGraph.DefaultOperatorSet : encoders[0].OperatorSet,
            Encoders = encoders.ToDictionary(encoder => encoder.Digest),
            KeepsEncodersApart = keepEncodersApart,
        };
        string waveform = graph.Input("waveform", "batch", "samples");
        string logits = addLogits(graph, waveform);
        string? unfamiliarity = familiarity is null ? null : FamiliarityExport.AddTemperature(graph, FeatureExport.Add(graph, waveform, card.Features), card.Features.MelBands, familiarity); // [B, 1]
        string familiar = unfamiliarity is null ? logits : graph.Add("Div", [logits, unfamiliarity]);
        string calibrated = card.Temperature == 1 ? familiar : graph.Add("Div", [familiar, graph.Number(card.Temperature)]);
        graph.Output("probabilities", AddSoftmax(graph, calibrated), "batch", card.Labels.Count);
        graph.Output("logits", logits, "batch", card.Labels.Count);
        if (unfamiliarity is not null)
        {
            graph.Output("unfamiliarity", graph.Add("Squeeze", [unfamiliarity, graph.Integers(1)]), "batch");
        }

        if (gate is not null)
        {
            string odds = graph.Floats([.. SpeechGate.Classes.Select(name => name == "noise" ? (float)Math.Log(SpeechGate.NoiseOdds) : 0)], SpeechGate.Classes.Length);
            string classes = AddSoftmax(graph, graph.Add("Add", [AddNetwork(graph, waveform, gate.Network, gate.Features, SpeechGate.Classes.Length), odds]));         // [B, 2]
            string speech = graph.Add("Gather", [classes, graph.Integers(SpeechGate.Classes.IndexOf("speech"))], OnnxGraph.Attribute("axis", 1L)); // [B, 1]
            graph.Output("speech", graph.Add("Squeeze", [speech, graph.Integers(1)]), "batch");                                                     // [B]
        }

        long weights = graph.Proto.Initializer.Sum(tensor => (long)tensor.CalculateSize());
        if (weights > EncoderModel.LongestFile)
        {
            throw new ArgumentException($"The weights take {weights:N0} bytes; an ONNX file holds 2 GB. Choose a smaller width, or leave an encoder in a file of its own.", nameof(card));
        }

        card = card with { Features = card.Features with { Encoder = card.Features.Encoder?.WithoutFolder() } };

        ModelProto model = new()
        {
            IrVersion = encoders.Select(encoder => encoder.IrVersion).Append(IrVersion).Max(),
            ProducerName = "SpeechEmotion",
            ProducerVersion = card.Version,
            Graph = graph.Proto,
            OpsetImport = { encoders.SelectMany(encoder => encoder.Domains).DistinctBy(domain => domain.Domain).Prepend(new OperatorSetIdProto { Version = graph.OperatorSet }) },
            Functions = { encoders.SelectMany(encoder => encoder.Functions).Distinct() },
            MetadataProps = { Describe(card).Select(pair => new StringStringEntryProto { Key = pair.Key, Value = pair.Value }) },
        };
        Save(path, model);
    }

    private static string AddNetwork(OnnxGraph graph, string waveform, Network network, FeatureConfig features, int labels)
    {
        if (network is AverageNet average)
        {
            string[] members = [.. average.Members.Select(member => AddNetwork(graph, waveform, member, features, labels))];
            return graph.Add("Mul", [graph.Add("Sum", members), graph.Number(1.0 / members.Length)]);
        }

        return !features.HasOneShape && network is not EmoNet
            ? throw new ArgumentException($"features.clipLength is 0; {network.GetName()} needs a fixed number of frames and so a clip length of 1 sample or more.", nameof(features))
            : LayerExport.Add(graph, network, FeatureExport.Add(graph, waveform, features), features.Rows(), features.Frames(0), labels);
    }

    private static string AddSoftmax(OnnxGraph graph, string logits) => graph.Add("Softmax", [logits], OnnxGraph.Attribute("axis", 1L));

    private static void RequireUsable(ModelCard card, FeatureConfig[] features)
    {
        string[] faults = [.. card.Validate().Concat(features.SelectMany((config, i) => config.Validate($"members[{i}].features")))];
        if (faults.Length > 0)
        {
            throw new ArgumentException($"The model cannot be exported: {string.Join("; ", faults)}.", nameof(card));
        }

        FeatureConfig[] used = features.Length == 0 ? [card.Features] : features;
        if (used.FirstOrDefault(config => config.SampleRate != card.Features.SampleRate) is { } other)
        {
            throw new ArgumentException($"A member listens at {other.SampleRate} Hz, the card says {card.Features.SampleRate} Hz; all must share one rate.", nameof(card));
        }
    }

    private static Dictionary<string, string> Describe(ModelCard card) => new()
    {
        ["name"] = card.Name,
        ["labels"] = JsonSerializer.Serialize(card.Labels),
        ["sampleRate"] = $"{card.Features.SampleRate}",
        ["network"] = card.Network,
        ["width"] = $"{card.Width}",
        ["stemChannels"] = $"{card.StemChannels}",
        ["stemBlocks"] = $"{card.StemBlocks}",
        ["members"] = JsonSerializer.Serialize(card.Members),
        ["temperature"] = $"{card.Temperature}",
        ["corpus"] = card.Corpus,
        ["protocol"] = card.Protocol,
        ["figures"] = JsonSerializer.Serialize(card.Figures),
        ["licence"] = card.Licence,
        ["attribution"] = card.Attribution,
        ["version"] = card.Version,
        ["card"] = card.ToJson(),
    };

    /// <summary>Writes a model and its digest to a temporary name that is then renamed.</summary>
    internal static void Save(string path, ModelProto model)
    {
        using AtomicFile file = new(path);
        using SHA256 hash = SHA256.Create();
        using (CryptoStream hashed = new(file.Stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            model.WriteTo(hashed);
        }

        file.Stream.Write(ModelDigest.ToEntry(hash.Hash));
        file.Complete(toDisk: true);
    }
}
