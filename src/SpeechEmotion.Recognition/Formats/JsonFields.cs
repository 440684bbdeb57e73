using System.Text.Json;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Formats;

/// <summary>The members of a result, the same in documents and in lines.</summary>
internal static class JsonFields
{
    /// <summary>Writes the object of one file.</summary>
    public static void WriteFile(Utf8JsonWriter json, PredictedFile file)
    {
        json.WriteStartObject();
        WriteInput(json, file.Input);
        if (file.Scores is { } scores)
        {
            json.WriteNumber("seconds", Math.Round(file.Seconds, 3));
            WriteScores(json, scores);
            WriteParts(json, scores);
            WriteAdaptation(json, scores.Adaptation);
        }
        else
        {
            json.WriteString("error", file.Error);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes <c>file</c>, and <c>channel</c> if only one is heard.</summary>
    public static void WriteInput(Utf8JsonWriter json, AudioInput input)
    {
        json.WriteString("file", input.Path);
        if (input.Channel is { } channel)
        {
            json.WriteNumber("channel", channel);
        }
    }

    /// <summary>Writes <c>answer</c>, <c>emotion</c>, <c>probability</c>, <c>margin</c>, <c>unsure</c>, <c>speech</c> and <c>probabilities</c> by their labels. What is not speech has no emotion
    /// and no probabilities: they are null.</summary>
    public static void WriteScores(Utf8JsonWriter json, EmotionScores scores)
    {
        json.WriteString("answer", scores.Answer);
        if (!scores.IsSpeech)
        {
            foreach (string name in new[] { "emotion", "probability", "margin", "unsure" })
            {
                json.WriteNull(name);
            }

            json.WriteNumber("speech", Rounded(scores.SpeechProbability));
            json.WriteNull("probabilities");
            return;
        }

        json.WriteString("emotion", scores.Emotion);
        json.WriteNumber("probability", Rounded(scores.Probability));
        json.WriteNumber("margin", Rounded(scores.Margin));
        json.WriteBoolean("unsure", scores.IsUnsure);
        json.WriteNumber("speech", Rounded(scores.SpeechProbability));
        json.WriteStartObject("probabilities");
        for (int i = 0; i < scores.Labels.Count; i++)
        {
            json.WriteNumber(scores.Labels[i], Rounded(scores.Probabilities[i]));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes <c>parts</c> with the seconds of sound and of speech, and the fraction of the speech in which each emotion leads; nothing for a clip.</summary>
    public static void WriteParts(Utf8JsonWriter json, EmotionScores scores)
    {
        if (scores.Parts is not { } parts)
        {
            return;
        }

        json.WriteStartObject("parts");
        json.WriteNumber("soundSeconds", Math.Round(parts.SoundSeconds, 3));
        json.WriteNumber("speechSeconds", Math.Round(parts.SpeechSeconds, 3));
        json.WriteStartObject("fractions");
        for (int i = 0; i < scores.Labels.Count; i++)
        {
            json.WriteNumber(scores.Labels[i], Rounded(parts.Fractions[i]));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes <c>adapted</c> with the seconds and clips that the answer rests on and the plain answer; nothing for a plain answer.</summary>
    public static void WriteAdaptation(Utf8JsonWriter json, Adaptation? adaptation)
    {
        if (adaptation is null)
        {
            return;
        }

        json.WriteStartObject("adapted");
        json.WriteNumber("seconds", Math.Round(adaptation.Seconds, 3));
        json.WriteNumber("clips", adaptation.Clips);
        json.WriteString("plainEmotion", adaptation.Plain.Emotion);
        json.WriteStartObject("plainProbabilities");
        for (int i = 0; i < adaptation.Plain.Labels.Count; i++)
        {
            json.WriteNumber(adaptation.Plain.Labels[i], Rounded(adaptation.Plain.Probabilities[i]));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static decimal Rounded(float value) => Math.Round((decimal)value, 6, MidpointRounding.AwayFromZero); // short enough to read, and the digits of tables
}
