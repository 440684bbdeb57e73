using System.Security.Cryptography;
using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Experiments;
using SpeechEmotion.Export;
using SpeechEmotion.Features;
using SpeechEmotion.Models;
using SpeechEmotion.Networks;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Fuzz;

/// <summary>Models, their cards, and sessions with them.</summary>
internal static class ModelReaders
{
    private static readonly ModelCard s_card = new()
    {
        Name = "probe",
        Labels = ["sad", "anger"],
        Features = new FeatureConfig { Kinds = [FeatureKind.Energy], SampleRate = 8000, ClipLength = 8000, FrameLength = 256, HopLength = 100 },
        Figures = new Dictionary<string, double> { ["uar"] = 0.5 },
        Licence = "MIT",
        Attribution = "nobody",
    };

    public static FuzzReader Card(string folder)
    {
        string path = Path.Combine(folder, "card.json");
        return new FuzzReader(path, [Encoding.UTF8.GetBytes(s_card.ToJson())], () => _ = ModelCard.Parse(File.ReadAllText(path)).ToJson());
    }

    public static FuzzReader Session(string folder)
    {
        EmotionRecognizer recognizer = Recognizer(folder);
        string path = Path.Combine(folder, "session.json");
        EmotionSession session = new(recognizer);
        session.Recognize(AudioReaders.Noise(1));
        byte[] written = Readers.Written(folder, session.Save);
        AudioClip clip = AudioReaders.Noise(2);
        return new FuzzReader(path, [written], () =>
            Readers.Check(EmotionSession.Load(recognizer, path).Recognize(clip).Probabilities.All(float.IsFinite), "a probability is not finite"));
    }

    /// <summary>A model's file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="sealAgain">Whether the damaged file gets a new digest, as its author can give it.</param>
    public static FuzzReader Onnx(string folder, bool sealAgain)
    {
        string path = Path.Combine(folder, "model.onnx");
        byte[] model = Readers.Written(folder, Write);
        return new FuzzReader(path, [model], () =>
        {
            using EmotionRecognizer recognizer = EmotionRecognizer.Load(path);
            Readers.Check(recognizer.Recognize(AudioReaders.Noise(1)).Probabilities.All(float.IsFinite), "a probability is not finite");
        })
        {
            Seal = sealAgain ? Seal : bytes => bytes,
        };
    }

    private static byte[] Seal(byte[] altered)
    {
        byte[] model = altered[..Math.Max(0, altered.Length - ModelDigest.Length)];
        return [.. model, .. ModelDigest.ToEntry(SHA256.HashData(model))];
    }

    private static EmotionRecognizer Recognizer(string folder)
    {
        string path = Path.Combine(folder, "model.onnx");
        Write(path);
        return EmotionRecognizer.Load(path);
    }

    private static void Write(string path)
    {
        using Network network = new DummyNetConfig { Width = 0.05 }.Create(s_card.Features.Rows(), s_card.Features.Frames(0), s_card.Labels.Count, seed: 1);
        OnnxExporter.Write(path, network, s_card);
    }
}
