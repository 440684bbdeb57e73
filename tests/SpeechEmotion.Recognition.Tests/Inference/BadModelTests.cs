using System.Security.Cryptography;
using Google.Protobuf;
using SpeechEmotion.Experiments;
using SpeechEmotion.Export;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;
using Xunit;

namespace SpeechEmotion.Recognition.Tests.Inference;

/// <summary>Whatever is wrong with a model file: an <see cref="InvalidDataException"/> of one line that names the file, and never a crash.</summary>
public sealed class BadModelTests
{
    private static readonly Lazy<byte[]> s_good = new(() =>
    {
        using Network network = new RezoNetConfig { Width = 0.1 }.Create(40, 151, 6, seed: 1);
        using TemporaryFile file = TestModel.Write(network, TestModel.Card(TestModel.Mel));
        return File.ReadAllBytes(file.Path);
    });

    [Fact]
    public void Load_WhatExportWrote_KnowsItsCard()
    {
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(new MemoryStream(s_good.Value));
        ModelCard expected = TestModel.Card(TestModel.Mel);
        Assert.Equal(expected.Labels, recognizer.Card.Labels);
        Assert.Equal(expected.ToJson(), recognizer.Card.ToJson());
    }

    [Fact]
    public void Load_Folder_SaysSo() =>
        Assert.Equal($"{Path.GetTempPath()}: is a folder; name a model's file", Assert.Throws<InvalidDataException>(() => EmotionRecognizer.Load(Path.GetTempPath())).Message);

    [Theory]
    [InlineData(0, "does not end with its digest")]
    [InlineData(1, "does not end with its digest")]
    [InlineData(75, "does not end with its digest")]
    [InlineData(76, "does not end with its digest")]
    [InlineData(10_000, "does not end with its digest")]
    [InlineData(-1, "does not end with its digest")]
    [InlineData(-76, "does not end with its digest")]
    public void Load_Truncated_SaysSo(int length, string message) => AssertRefused(s_good.Value[..(length > 0 ? length : length == 0 ? 0 : s_good.Value.Length + length)], message);

    [Fact]
    public void Load_OneBitFlippedAnywhere_IsRefused()
    {
        int step = s_good.Value.Length / 60;
        for (int i = 0; i < s_good.Value.Length; i += step)
        {
            byte[] altered = [.. s_good.Value];
            altered[i] ^= 1;
            AssertRefused(altered, "digest");
        }

        byte[] end = [.. s_good.Value];
        end[^1] ^= 1;
        AssertRefused(end, "has been altered or damaged");
    }

    [Theory]
    [InlineData("RIFF....WAVEfmt ")]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>")]
    public void Load_ForeignFile_SaysSo(string text) => AssertRefused(System.Text.Encoding.ASCII.GetBytes(text), "no model of this program");

    [Fact]
    public void Load_LongerThanAnyModel_IsRefusedBeforeItIsRead()
    {
        using HugeStream stream = new();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => EmotionRecognizer.Load(stream, "big.onnx"));
        Assert.Contains("longer than 2 GB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_GarbageWithADigest_IsRefused()
    {
        Random random = new(1);
        for (int i = 0; i < 20; i++)
        {
            byte[] garbage = new byte[random.Next(2000)];
            random.NextBytes(garbage);
            AssertRefused(Seal(garbage), "ONNX Runtime cannot load the model");
        }
    }

    [Fact]
    public void Load_NoCard_SaysSo() => AssertRefused(Change(model => model.MetadataProps.Clear()), "no metadata 'card'");

    [Theory]
    [InlineData("", "card cannot be read")]
    [InlineData("null", "card cannot be read: the document is null")]
    [InlineData("[]", "card cannot be read")]
    [InlineData("{\"name\":\"x\"}", "card cannot be read")]
    [InlineData("{\"name\":\"x\",\"labels\":null,\"features\":{}}", "card cannot be read")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\",null],\"features\":{}}", "labels[1] is null")]
    [InlineData("{\"name\":\"x\",\"labels\":[],\"features\":{}}", "card.labels")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\",\"a\"],\"features\":{}}", "card.labels")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\",\"b\"],\"features\":{}}", "output 'probabilities' is Single [-1, 6]; it must be Single [-1, 2]")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\"],\"features\":{\"sampleRate\":0}}", "card.features.sampleRate is 0")]
    [InlineData("{\"name\":\"x\",\"labels\":[\"a\"],\"features\":{\"kinds\":[\"tempo\"]}}", "card cannot be read")]
    public void Load_BadCard_SaysWhatIsWrong(string card, string message) =>
        AssertRefused(Change(model => model.MetadataProps.Single(entry => entry.Key == "card").Value = card), message);

    [Fact]
    public void Load_OtherInputsOrOutputs_SaysWhichAreMissing()
    {
        AssertRefused(Change(model => Rename(model, "waveform", "audio")), "no input 'waveform'; it has audio");
        AssertRefused(Change(model => Rename(model, "probabilities", "scores")), "no output 'probabilities'; it has scores, logits");
        AssertRefused(Change(model => model.Graph.Input.Add(new ValueInfoProto(model.Graph.Input[0]) { Name = "second" })), "2 inputs (waveform, second)");
        AssertRefused(
            Change(model => model.Graph.Input[0].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 4 }),
            "input 'waveform' is Single [4, -1]; it must be Single [-1, -1]");
    }

    [Fact]
    public void Load_BrokenGraph_IsRefused()
    {
        AssertRefused(Change(model => model.Graph.Node[0].OpType = "Explode"), "ONNX Runtime cannot load the model");
        AssertRefused(Change(model => model.Graph.Initializer[0].Dims[0] = 1L << 40), "ONNX Runtime cannot load the model");
        AssertRefused(Change(model => model.Graph = null), "ONNX Runtime cannot load the model");
        AssertRefused(Change(model => model.OpsetImport[0].Version = 9999), "ONNX Runtime cannot load the model");
        AssertRefused(Change(model => model.IrVersion = 9999), "ONNX Runtime cannot load the model");
    }

    [Fact]
    public void Recognize_GraphThatFailsOnTheClip_SaysSo()
    {
        // A slice that leaves nothing of the clip: loads, since sizes are known at run time only.
        byte[] model = Change(model =>
        {
            TensorProto shape = model.Graph.Initializer.First(tensor => tensor.Name == model.Graph.Node.First(node => node.OpType == "Pad").Input[1]);
            shape.RawData = ByteString.CopyFrom([.. new long[] { 0, 0, 0, -100_000 }.SelectMany(BitConverter.GetBytes)]);
        });
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(new MemoryStream(model), "odd.onnx");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => recognizer.Recognize(new Audio.AudioClip(new float[100], 16000)));
        Assert.StartsWith("odd.onnx: the model fails on a clip of 100 samples", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static void AssertRefused(byte[] bytes, string message)
    {
        byte[] model = bytes;
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => EmotionRecognizer.Load(new MemoryStream(model), "some.onnx").Dispose());
        Assert.StartsWith("some.onnx: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static byte[] Change(Action<ModelProto> change)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(s_good.Value);
        model.MetadataProps.RemoveAt(model.MetadataProps.Count - 1); // the digest
        change(model);
        return Seal(model.ToByteArray());
    }

    private static byte[] Seal(byte[] model) => [.. model, .. ModelDigest.ToEntry(SHA256.HashData(model))];

    private static void Rename(ModelProto model, string from, string to)
    {
        foreach (ValueInfoProto value in model.Graph.Input.Concat(model.Graph.Output).Where(value => value.Name == from))
        {
            value.Name = to;
        }

        foreach (NodeProto node in model.Graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = node.Input[i] == from ? to : node.Input[i];
            }

            for (int i = 0; i < node.Output.Count; i++)
            {
                node.Output[i] = node.Output[i] == from ? to : node.Output[i];
            }
        }
    }

    /// <summary>Says that it is long, and cannot be read.</summary>
    private sealed class HugeStream : MemoryStream
    {
        public override long Length => 3L << 30;

        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("read");

        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("read");
    }
}
