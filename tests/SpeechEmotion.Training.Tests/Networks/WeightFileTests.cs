using System.Buffers.Binary;
using System.Text;
using SpeechEmotion.Experiments;
using SpeechEmotion.Networks;
using SpeechEmotion.Networks.Weights;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SpeechEmotion.Tests.Networks;

public sealed class WeightFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    [Fact]
    public void Read_WhatWriteWrote_IsTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = new() { ["a"] = arange(6).reshape(2, 3).to(ScalarType.Float32), ["b"] = tensor(new long[] { 7 }), ["c"] = zeros(0), ["d"] = ones(2, ScalarType.Float16) };
        WeightFile.Write(_path, tensors, new Dictionary<string, string> { ["who"] = "größer" });
        (Dictionary<string, Tensor> read, IReadOnlyDictionary<string, string> text) = WeightFile.Read(_path);
        Assert.Equal(tensors.Keys.Order(), read.Keys.Order());
        Assert.All(tensors, pair => Assert.True(pair.Value.Equals(read[pair.Key])));
        Assert.Equal("größer", text["who"]);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2,-4],"data_offsets":[0,32]}}""", 32, "tensor 'a': shape is [-2,-4]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[8,24]}}""", 24, "tensor 'b': data_offsets begin at 8, where the tensor before it ends at 16")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 16, "must neither overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[8,24]}}""", 24, "must neither overlap nor leave holes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 20, "end at byte 16, but 20 bytes follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,16]}}""", 16, "does not fit data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,0]}}""", 0, "does not fit data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e3],"data_offsets":[0,4]}}""", 4, "shape is [1e3]")]
    [InlineData("""{"a":{"dtype":"F32","shape":null,"data_offsets":[0,4]}}""", 4, "shape is missing")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "up to 8 lengths")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99]}}""", 4, "data_offsets is [0,99]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "data_offsets is [4,0]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "data_offsets is [0]")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", 4, "dtype is BF16; it must be one of F32, F16, F64, I64")]
    [InlineData("""{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""", 4, "dtype is missing")]
    [InlineData("""{"a":null}""", 0, "dtype is missing")]
    [InlineData("""{"a":7}""", 0, "dtype is missing")]
    [InlineData("""{"a":{},"a":{}}""", 0, "its header: is no valid JSON: 'a' stands there twice; keep one.")]
    [InlineData("""{"__metadata__":{"x":null}}""", 0, "damaged safetensors file: __metadata__ holds something else than text.")]
    [InlineData("""{"__metadata__":{"x":1}}""", 0, "damaged safetensors file: __metadata__ holds something else than text.")]
    [InlineData("[]", 0, "the header is no JSON object")]
    [InlineData("null", 0, "the header is no JSON object")]
    [InlineData("{", 0, "damaged safetensors file: its header: is no valid JSON: line 1")]
    public void Read_FaultyHeader_NamesFileTensorAndField(string header, int data, string expected)
    {
        Write(header, data);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => WeightFile.Read(_path));
        Assert.StartsWith(_path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(1000)]
    public void Read_ImpossibleHeaderLength_SaysSo(long length)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        File.WriteAllBytes(_path, bytes);
        Assert.Contains("its header length is impossible", Assert.Throws<InvalidDataException>(() => WeightFile.Read(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NotFinite_IsRefused()
    {
        using Network network = new StackConfig().Create(2, 2, 2, seed: 1);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> weights = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        weights["layers.1.bias"][0] = float.NaN;
        WeightFile.Write(_path, weights);
        Assert.Contains("tensor 'layers.1.bias' has values that are no finite numbers", Assert.Throws<InvalidDataException>(() => WeightFile.Read(_path, network)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private void Write(string header, int data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        File.WriteAllBytes(_path, [.. length, .. text, .. new byte[data]]);
    }
}
