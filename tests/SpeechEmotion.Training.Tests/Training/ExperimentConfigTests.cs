using System.Reflection;
using System.Text.Json;
using SpeechEmotion.Experiments;
using Xunit;

namespace SpeechEmotion.Tests.Training;

public sealed class ExperimentConfigTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), "probe-" + Path.GetRandomFileName() + ".json");

    public static TheoryData<string, string> Integers => [.. Paths(typeof(ExperimentConfig), "").Where(path => path.Type == typeof(int)).Select(path => (path.Name, path.Network))];

    public static TheoryData<string, string> All => [.. Paths(typeof(ExperimentConfig), "").Select(path => (path.Name, path.Network))];

    [Theory]
    [InlineData("f0")]
    [InlineData("voicing")]
    [InlineData("hnr")]
    [InlineData("jitter")]
    [InlineData("shimmer")]
    public void Read_FeatureThatNoModelFileComputes_IsRefusedBeforeTraining(string kind)
    {
        File.WriteAllText(_path, $$"""{ "features": { "kinds": ["mel-scaled", "{{kind}}"] } }""");
        string message = Assert.Throws<InvalidDataException>(() => ExperimentFile.Read(_path)).Message;
        Assert.Contains($"features.kinds names {kind}, which a model file cannot compute", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Integers))]
    public void Validate_EveryInteger_HasBounds(string path, string network)
    {
        foreach (int value in new[] { int.MaxValue, int.MinValue })
        {
            File.WriteAllText(_path, "{}");
            string message = Assert.Throws<InvalidDataException>(() => ExperimentFile.Read(_path, [$"network.name={network}", $"{path}={value}"])).Message;
            Assert.Contains($"{path} is {value}; it must be", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Read_NullAnywhere_IsReadOrNamesTheSetting(string path, string network)
    {
        File.WriteAllText(_path, Nest(path.Split('.'), "null"));
        try
        {
            string[] settings = path.StartsWith("features.encoder.", StringComparison.Ordinal) ? ["features.kinds=[\"encoder\"]", "network.name=MLP", "features.encoder.path=x.onnx"] : path == "network" ? [] : [$"network.name={network}"]; // What goes with it.
            ExperimentConfig config = ExperimentFile.Read(_path, settings.Where(setting => !setting.StartsWith(path, StringComparison.Ordinal)));
            Assert.NotEmpty(ExperimentFile.ToJson(config));
        }
        catch (InvalidDataException e)
        {
            Assert.Contains($"{path} is null", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("name", "../../x", "name is '../../x'; it must be the plain name")]
    [InlineData("labels", "[\"sad\",\"a\\u001b[31m\"]", "labels names 'a")]
    [InlineData("labels", "[\"sad\",\"sad\"]", "each named once")]
    [InlineData("features.hopLength", "1", "values of a clip; at most")]
    [InlineData("training.batchSize", "65536", "training.batchSize is 65536; with")]
    [InlineData("split.folds", "2000000000", "split.folds is 2000000000; it must be 2 to 1000")]
    public void Validate_AbsurdSetting_SaysTheRule(string path, string value, string expected)
    {
        File.WriteAllText(_path, "{}");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ExperimentFile.Read(_path, [$"{path}={value}", "features.clipLength=800800"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private static string Nest(string[] path, string value) => path.Length == 0 ? value : $"{{ {JsonSerializer.Serialize(path[0])}: {Nest(path[1..], value)} }}";

    private static IEnumerable<(string Name, Type Type, string Network)> Paths(Type type, string prefix, string network = "RezoNet")
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            string name = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            Type inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            yield return (name, inner, network);
            IEnumerable<(string, Type, string)> inside = inner == typeof(NetworkConfig) ? NetworkConfig.All.SelectMany(kind => Paths(kind.GetType(), name + ".", kind.Name))
                : inner.Name.EndsWith("Config", StringComparison.Ordinal) ? Paths(inner, name + ".") : [];
            foreach ((string, Type, string) below in inside)
            {
                yield return below;
            }
        }
    }
}
