using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using SpeechEmotion.Metrics;
using SpeechEmotion.Models;

namespace SpeechEmotion.Export;

/// <summary>Writes what has been heard of a voice or place into a model file: its probabilities are then adapted to it wherever the file runs, and its card says so.</summary>
public static class OnnxAdaptation
{
    /// <summary>Writes an adapted copy of a model.</summary>
    /// <param name="model">A model that export has written.</param>
    /// <param name="path">The copy.</param>
    /// <param name="voice">What the model's plain answers showed of the voice.</param>
    /// <exception cref="InvalidDataException">The file is no such model, or one that is adapted already.</exception>
    public static void Write(string model, string path, VoiceStatistics voice)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(voice);
        byte[] bytes = File.ReadAllBytes(model);
        try
        {
            ModelDigest.Check(bytes);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{model}: the file {e.Message}", e);
        }

        ModelProto proto = ModelProto.Parser.ParseFrom(bytes, 0, bytes.Length - ModelDigest.Length);
        StringStringEntryProto entry = proto.MetadataProps.FirstOrDefault(property => property.Key == "card") ?? throw new InvalidDataException($"{model}: the model has no metadata 'card'; export it again.");
        ModelCard card = ModelCard.Parse(entry.Value);
        if (card.Voice is not null)
        {
            throw new InvalidDataException($"{model}: is adapted already, from {card.Voice.Seconds.ToString("0.#", CultureInfo.InvariantCulture)} s of speech; adapt the model that it was made from");
        }

        // probabilities = softmax((logits / temperature - shift) / unfamiliarity), of which the logits are divided already
        double[] shift = new RunningAdaptation(card.Reference ?? ReferenceStatistics.Neutral(card.Labels.Count), voice).Shift();
        NodeProto softmax = Producer(proto, Producer(proto, "probabilities", "Identity", model).Input[0], "Softmax", model);
        proto.Graph.Initializer.Add(new TensorProto
        {
            Name = "voice",
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { shift.Length },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(Array.ConvertAll(shift, value => (float)value))),
        });
        string taken = "voice";
        if (proto.Graph.Output.Any(output => output.Name == "unfamiliarity"))
        {
            taken = "familiarVoice";
            string divisor = Producer(proto, Producer(proto, "unfamiliarity", "Identity", model).Input[0], "Squeeze", model).Input[0]; // [B, 1]
            proto.Graph.Node.Insert(proto.Graph.Node.IndexOf(softmax), new NodeProto { Name = taken, OpType = "Div", Input = { "voice", divisor }, Output = { taken } });
        }

        proto.Graph.Node.Insert(proto.Graph.Node.IndexOf(softmax), new NodeProto { Name = "adapted", OpType = "Sub", Input = { softmax.Input[0], taken }, Output = { "adapted" } });
        softmax.Input[0] = "adapted";
        entry.Value = (card with { Voice = voice }).ToJson();
        OnnxExporter.Save(path, proto);
    }

    private static NodeProto Producer(ModelProto model, string output, string operation, string name) =>
        model.Graph.Node.SingleOrDefault(node => node.Output.Contains(output) && node.OpType == operation)
        ?? throw new InvalidDataException($"{name}: the model's output '{output}' is not as export makes it; export it again.");
}
