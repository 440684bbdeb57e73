using SpeechEmotion.Audio;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>Lines of tables for programs [RFC4180].</summary>
internal static class CsvLine
{
    /// <summary>Writes a line; fields that need it are quoted, and guarded from spreadsheets that would run them.</summary>
    public static void Write(TextWriter output, IEnumerable<string> fields) => output.Write(CsvTable.Line(fields) + "\n");

    /// <summary>The file, and its channel if there is a column for it.</summary>
    public static IEnumerable<string> Input(AudioInput input, bool isSplit) => isSplit ? [input.Path, $"{input.Channel}"] : [input.Path];

    /// <summary>Names of the columns that hold what was recognised; one for each emotion follows them.</summary>
    public static string[] ScoreColumns { get; } = ["answer", "emotion", "probability", "margin", "unsure", "speech"];

    /// <summary>What was recognised: <see cref="ScoreColumns"/>, then the probability of each emotion. What is not speech has no emotion and no probabilities.</summary>
    public static IEnumerable<string> Scores(EmotionScores scores) => scores.IsSpeech
        ? [scores.Answer, scores.Emotion, Number(scores.Probability), Number(scores.Margin), scores.IsUnsure ? "true" : "false", Number(scores.SpeechProbability), .. scores.Probabilities.Select(Number)]
        : [scores.Answer, "", "", "", "", Number(scores.SpeechProbability), .. scores.Probabilities.Select(_ => "")];

    /// <summary>Names of the columns that say what an adapted answer rests on.</summary>
    public static string[] AdaptationColumns { get; } = ["adaptedSeconds", "adaptedClips", "plainEmotion"];

    /// <summary>What an answer was adapted to: <see cref="AdaptationColumns"/>, empty for a plain answer.</summary>
    public static IEnumerable<string> Adapted(Adaptation? adaptation) => adaptation is null
        ? AdaptationColumns.Select(_ => "")
        : [$"{adaptation.Seconds:0.###}", $"{adaptation.Clips}", adaptation.Plain.Emotion];

    /// <summary>A probability, short enough to read.</summary>
    private static string Number(float value) => $"{value:0.######}";
}
