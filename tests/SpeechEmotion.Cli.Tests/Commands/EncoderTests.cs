using System.Text.Json;
using SpeechEmotion.Recognition;
using SpeechEmotion.Tests.Export;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Commands;

/// <summary>The experiment <c>encoder</c> from the encoder's file to an answer, and what can be wrong with the file.</summary>
public sealed class EncoderTests : IDisposable
{
    private readonly TrainingFiles _files = new();
    private readonly MadeEncoder _made = MadeEncoder.OfTones().WithJson("""{ "sampleRate": 8000 }""");

    [Fact]
    public async Task Train_Encoder_ThenExportAndPredict()
    {
        await SucceedAsync("train", "encoder", "--data", _files.Corpus, "--out", _files["run"], "--epochs", "20", "--set", $"features.encoder.path={_made.Path}", "--set", "features.sampleRate=8000");
        JsonElement report = JsonDocument.Parse(File.ReadAllText(_files["run/report.json"])).RootElement;
        Assert.True(report.GetProperty("accuracy").GetDouble() >= 0.9);

        await FailAsync("the network listens through made.onnx, whose licence goes with it; state the licence of the model, such as \"CC BY-SA 3.0\": --licence TEXT", "export", _files["run"], "--out", _files["m.onnx"]);
        await FailAsync("is the encoder that the network listens through; write the model to another file", "export", _files["run"], "--licence", "MIT", "--out", _made.Path);
        await SucceedAsync("export", _files["run"], "--licence", "MIT", "--out", _files["m.onnx"]);
        await SucceedAsync("export", _files["run"], "--licence", "MIT", "--out", _files["head.onnx"], "--encoder-apart");
        await FailAsync("head.onnx: the model needs the encoder 'made.onnx' in a file beside it, which is not there", "predict", _files["00.wav"], "--model", _files["head.onnx"]);
        File.Copy(_made.Path, _files["made.onnx"]);

        string one = await SucceedAsync("predict", _files["00.wav"], "--model", _files["m.onnx"], "--json"), two = await SucceedAsync("predict", _files["00.wav"], "--model", _files["head.onnx"], "--json");
        Assert.Contains("\"sad\"", one, StringComparison.Ordinal);
        using EmotionRecognizer joined = EmotionRecognizer.Load(_files["m.onnx"]), apart = EmotionRecognizer.Load(_files["head.onnx"]);
        Assert.Equal(joined.Card.Figures, apart.Card.Figures);
        Assert.Equal(Probabilities(one), Probabilities(two), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Contains("sad", await SucceedAsync("predict", _files["00.wav"], "--model", _files["m.onnx"], "--timeline", "--json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("features.encoder.path=none.onnx", "none.onnx: there is no such file; features.encoder.path must name the ONNX file of a speech encoder")]
    [InlineData("features.encoder.path=none.bin", "features.encoder.path is 'none.bin'; it must be the ONNX file of a speech encoder")]
    [InlineData("features.encoder.poolling=mean", "there is no setting 'features.encoder.poolling', did you mean 'features.encoder.pooling'?")]
    [InlineData("features.encoder=null", "features.encoder is missing; kinds [\"encoder\"] needs the ONNX file of a speech encoder")]
    [InlineData("features.kinds=[\"encoder\",\"rms\"]", "features.kinds names encoder beside other kinds; it stands alone")]
    [InlineData("network.name=RezoNet", "features.kinds is [\"encoder\"]; it goes with the network MLP, not RezoNet")]
    public async Task Train_BadSetting_IsOneLineAndLeavesNothing(string setting, string message)
    {
        await FailAsync(message, "train", "encoder", "--data", _files.Corpus, "--out", _files["run"], "--set", setting);
        Assert.False(Directory.Exists(_files["run"]));
    }

    public void Dispose()
    {
        _files.Dispose();
        _made.Dispose();
    }

    private static double[] Probabilities(string json)
    {
        JsonElement root = JsonDocument.Parse(json).RootElement;
        JsonElement first = root.ValueKind == JsonValueKind.Array ? root[0] : root;
        return [.. Numbers(first)];
    }

    private static IEnumerable<double> Numbers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Numbers(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.Number => [element.GetDouble()],
        _ => [],
    };

    private static async Task<string> SucceedAsync(params string[] arguments)
    {
        using Terminal terminal = new();
        int code = await terminal.RunAsync(arguments);
        Assert.True(code == Cli.Success, terminal.Error);
        return terminal.Output;
    }

    private static async Task FailAsync(string expected, params string[] arguments)
    {
        using Terminal terminal = new();
        Assert.Equal(Cli.UsageError, await terminal.RunAsync(arguments));
        string last = terminal.Error.TrimEnd().Split('\n')[^1];
        Assert.Contains(expected, last, StringComparison.Ordinal);
        Assert.StartsWith("ser: ", last, StringComparison.Ordinal);
    }
}
