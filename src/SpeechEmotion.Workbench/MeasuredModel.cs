using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;
using SpeechEmotion.Datasets.Splits;
using SpeechEmotion.Export;
using SpeechEmotion.Recognition;
using SpeechEmotion.Runs;
using SpeechEmotion.Training;

namespace SpeechEmotion.Workbench;

/// <summary>A model as it ships, and the clips to measure it on.</summary>
/// <param name="Recognizer">The model.</param>
/// <param name="Clips">Of a run, the test part of the corpora that it was trained on; of a model's file, all.</param>
internal sealed record MeasuredModel(EmotionRecognizer Recognizer, Utterance[] Clips) : IDisposable
{
    /// <summary>Opens what was trained.</summary>
    /// <param name="path">The folder of a run, whose folds become a model each, or a model's file.</param>
    /// <param name="corpus">The clips.</param>
    /// <param name="warn">Told what makes the figures better than they are.</param>
    /// <returns>The models, and the clips of corpora that the run has not heard, which they answer together.</returns>
    public static (MeasuredModel[] Models, Utterance[] Others) Open(string path, Corpus corpus, Action<string>? warn)
    {
        if (!Directory.Exists(path))
        {
            return ([Load(path, corpus, warn)], []);
        }

        RunFolder run = new(path);
        RunFolder[] parts = RunParts.Of(run);
        List<EmotionRecognizer> recognizers = [];
        UnheardClips? unheard = null;
        try
        {
            foreach (RunFolder part in parts)
            {
                using TrainedNetwork network = TrainedNetwork.Load(part);
                UnfinishedRun.Tell(part, network.Config, warn);
                unheard ??= UnheardClips.Of(run, parts, network.Config, corpus, warn);
                recognizers.Add(Export(run, part, network));
            }
        }
        catch
        {
            recognizers.ForEach(recognizer => recognizer.Dispose());
            throw;
        }

        return ([.. recognizers.Select((recognizer, part) => new MeasuredModel(recognizer, unheard!.Own[part]))], unheard!.Others);
    }

    /// <summary>A model's file, and the clips of the corpus whose emotion it knows.</summary>
    public static MeasuredModel Load(string path, Corpus corpus, Action<string>? warn)
    {
        EmotionRecognizer recognizer = EmotionRecognizer.Load(path);
        string[] heard = [.. corpus.CorpusNames.Intersect(recognizer.Card.Corpus.Split('+'))];
        if (heard.Length > 0)
        {
            warn?.Invoke($"{path} was trained on {string.Join(" and ", heard)}: clips it was trained on flatter it");
        }

        if (recognizer.Card.Voice is { } voice)
        {
            warn?.Invoke(FormattableString.Invariant($"{path} is adapted to a voice, from {voice.Seconds:0.#} s of speech, and so are its answers"));
        }

        return new MeasuredModel(recognizer, [.. corpus.Utterances]);
    }

    /// <summary>Recognises a clip of a corpus, as a recording of its length is recognised anywhere else; where the model fails on it, the message names the clip.</summary>
    /// <exception cref="InvalidDataException">The model fails on it.</exception>
    public static EmotionScores Recognize(EmotionRecognizer recognizer, Utterance clip, AudioClip sound, CancellationToken cancellation)
    {
        try
        {
            return sound.DurationSeconds <= EmotionRecognizer.LongestClipSeconds
                ? recognizer.Recognize(sound, cancellation)
                : recognizer.RecognizeWholeAsync(new[] { sound.Samples }.ToAsyncEnumerable(), sound.SampleRate, cancellation).GetAwaiter().GetResult();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{clip.Path}: {e.Message} Mend this clip, or take it out of the corpus", e);
        }
    }

    public void Dispose() => Recognizer.Dispose();

    /// <summary>A run's network as the file that it would ship as.</summary>
    private static EmotionRecognizer Export(RunFolder run, RunFolder part, TrainedNetwork network)
    {
        string file = Path.Combine(Path.GetTempPath(), $"speech-emotion-{Guid.NewGuid():N}.onnx");
        try
        {
            EvaluationReport? report = part.IsComplete ? EvaluationReport.Load(part.Report) with { Temperature = RunParts.Temperature(run, part) } : null;
            RunExport.Write(file, network, SplitFile.Corpora(part.Split, "train"), report, version: "", licence: "not for publication: a temporary copy to measure");
            return EmotionRecognizer.Load(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
