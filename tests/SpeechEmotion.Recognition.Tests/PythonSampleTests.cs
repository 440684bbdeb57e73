using System.Diagnostics;
using System.Globalization;
using SpeechEmotion.Audio;
using SpeechEmotion.Tests;
using Xunit;

namespace SpeechEmotion.Recognition.Tests;

/// <summary><c>samples/python</c>, where Python has ONNX Runtime.</summary>
public sealed class PythonSampleTests
{
    [Fact]
    public void Run_Recording_PrintsTheProbabilitiesOfTheLibrary()
    {
        Assert.SkipUnless(Run("-c", "import onnxruntime").Code == 0, "python3 has no onnxruntime");
        string model = Repository.PathOf("models/default.onnx"), recording = Repository.PathOf("samples/audio/monotone.wav");
        (int code, string output) = Run(Repository.PathOf("samples/python/recognize.py"), model, recording);
        Assert.Equal(0, code);
        using EmotionRecognizer recognizer = EmotionRecognizer.Load(model);
        EmotionScores expected = recognizer.Recognize(AudioFile.Read(recording));
        string[][] rows = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(expected.Labels.Count, rows.Length);
        Assert.Equal(expected.Emotion, rows[0][0]);
        Assert.All(rows, row => Assert.Equal(expected.Probabilities[expected.Labels.ToList().IndexOf(row[0])], float.Parse(row[1], CultureInfo.InvariantCulture), 1e-3f));
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = python.StandardError.ReadToEndAsync();
            string output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return (python.ExitCode, output + errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "python3 is not installed");
        }
    }
}
