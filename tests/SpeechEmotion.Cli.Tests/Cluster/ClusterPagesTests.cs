using System.Diagnostics;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Microsoft.ML.OnnxRuntime;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Cli.Tests.Cluster;

/// <summary>What the pages about Kubernetes, Spark and Triton say is tried as far as a machine without them can.</summary>
public sealed partial class ClusterPagesTests(TestModel model) : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "ser.dll");

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Kubernetes_ManifestsCommandForEachIndex_IsOneProcess()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the command is for a shell");
        V1Job job = KubernetesYaml.Deserialize<V1Job>(await File.ReadAllTextAsync(Repository.PathOf("docs/cluster/predict-job.yaml"), TestContext.Current.CancellationToken), strict: true);
        Assert.Equal(("batch/v1", "Job", "Indexed"), (job.ApiVersion, job.Kind, job.Spec.CompletionMode));
        Assert.Equal("Never", job.Spec.Template.Spec.RestartPolicy); // what rules for exit codes need
        Assert.Equal([[Cli.Interrupted], [Cli.UsageError]], job.Spec.PodFailurePolicy.Rules.Select(rule => rule.OnExitCodes.Values.ToArray()));
        V1Container container = Assert.Single(job.Spec.Template.Spec.Containers);
        Assert.All(job.Spec.PodFailurePolicy.Rules, rule => Assert.Equal(container.Name, rule.OnExitCodes.ContainerName));

        string list = AddList();
        string script = Assert.Single(container.Args).Replace("/app/ser.dll", s_program, StringComparison.Ordinal).Replace("/data/", $"{_folder.Root}/", StringComparison.Ordinal)
            .Replace("--resume", $"--resume --model {model.File}", StringComparison.Ordinal);
        Directory.CreateDirectory(_folder["parts"]);
        string[] parts = [.. Enumerable.Range(1, job.Spec.Completions!.Value).Select(part => _folder[$"parts/part-{part}-of-4.jsonl"])];
        for (int index = 0; index < parts.Length; index++)
        {
            (int code, string output) = await RunAsync(container.Command[0], [.. container.Command.Skip(1), script], ("JOB_COMPLETION_INDEX", $"{index}"));
            Assert.True(code == 0, output);
        }

        using Terminal merge = new(), alone = new();
        await merge.SucceedAsync(["merge", .. parts, "--out", _folder["merged.jsonl"]]);
        await alone.SucceedAsync("predict", list, "--model", model.File, "--out", _folder["alone.jsonl"]);
        Assert.Equal(File.ReadAllText(_folder["alone.jsonl"]), File.ReadAllText(_folder["merged.jsonl"]));
    }

    [Fact]
    public async Task Spark_FunctionOnAPlainIterator_GivesTheSameResults()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "there is no /usr/bin/python3");
        string list = AddList(), page = await File.ReadAllTextAsync(Repository.PathOf("docs/cluster/spark.md"), TestContext.Current.CancellationToken);
        string function = PythonBlock().Match(page).Groups[1].Value;
        string program = _folder.AddText("halves.py", $"""
            {function}
            import sys
            names = [line.rstrip() for line in open(sys.argv[1])]
            for half in (names[:5], names[5:], []):
                for result in answers(iter(half), sys.argv[2]):
                    print(json.dumps(result, ensure_ascii=False, separators=(",", ":")))
            """);
        string absolute = _folder.AddText("absolute.txt", string.Concat(File.ReadLines(list).Select(line => _folder[line] + "\n")));
        (int code, string output) = await RunAsync("/usr/bin/python3", [program, absolute, $"dotnet {s_program}"]);
        Assert.True(code == 0, output);
        using Terminal alone = new();
        await alone.SucceedAsync("predict", list, "--jsonl");
        Assert.Equal(Emotions(alone.Output), Emotions(output));
    }

    [Fact]
    public void Triton_Configuration_IsOfTheShippedModel()
    {
        string page = File.ReadAllText(Repository.PathOf("docs/cluster/triton.md"));
        using InferenceSession session = new(Repository.PathOf("models/default.onnx"));
        Dictionary<string, string[]> told = TensorLine().Matches(page).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries));
        Assert.Equal(["waveform", "probabilities", "speech"], told.Keys);
        foreach ((string name, NodeMetadata tensor) in session.InputMetadata.Concat(session.OutputMetadata).Where(pair => told.ContainsKey(pair.Key)))
        {
            int[] withoutBatch = tensor.Dimensions[1..];
            Assert.Equal(typeof(float), tensor.ElementType);
            Assert.Equal(-1, tensor.Dimensions[0]);
            Assert.Equal(withoutBatch.Length == 0 ? ["1"] : withoutBatch.Select(size => $"{size}"), told[name]);
            told.Remove(name);
        }

        Assert.Empty(told);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Emotions(string lines) => [.. lines.TrimEnd().Split('\n').Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("answer").GetString()!)];

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] words, params (string Name, string Value)[] variables)
    {
        ProcessStartInfo start = new(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }

    private string AddList()
    {
        for (int i = 0; i < 3; i++)
        {
            _folder.AddClip($"{i}.wav", (ulong)i + 1);
        }

        return _folder.AddText("list.txt", string.Concat(Enumerable.Range(0, 9).Select(i => $"{i % 3}.wav\n")));
    }

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PythonBlock();

    [GeneratedRegex(@"name: ""(\w+)"" data_type: TYPE_FP32 dims: \[ ([-\d, ]+?) \]")]
    private static partial Regex TensorLine();
}
