using SpeechEmotion.Datasets;
using SpeechEmotion.Metrics;
using SpeechEmotion.Runs;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Tests.Runs;

/// <summary>Predictions and epochs such as a run leaves behind.</summary>
internal static class ExampleRun
{
    /// <summary>The published ExpoNet's confusion matrix: accuracy 0.5795, macro F1 0.57.</summary>
    public static ConfusionMatrix Confusion { get; } =
    [
        [264, 9, 48, 6, 17, 37], [6, 293, 14, 39, 12, 18], [48, 7, 229, 14, 12, 16],
        [21, 51, 35, 195, 52, 28], [103, 21, 35, 53, 150, 19], [76, 33, 47, 37, 25, 163],
    ];

    /// <summary>Predictions with that confusion matrix, spread over 91 speakers.</summary>
    public static Predictions Predictions()
    {
        var random = new SeededRandom(3);
        var clips = new List<Prediction>();
        for (int truth = 0; truth < 6; truth++)
        {
            for (int predicted = 0; predicted < 6; predicted++)
            {
                for (int i = 0; i < Confusion[truth, predicted]; i++)
                {
                    float top = (float)random.NextUniform(0.4, 0.95);
                    var probabilities = new float[6];
                    Array.Fill(probabilities, (1 - top) / 5);
                    probabilities[predicted] = top;
                    clips.Add(new Prediction($"clip{clips.Count}.wav", $"{1001 + random.NextInteger(0, 90)}", truth, probabilities));
                }
            }
        }

        return new Predictions(EmotionNames.CremaD, clips);
    }

    /// <summary>Twenty epochs; the validation figures are best in the fourteenth.</summary>
    public static EpochMetrics[] Epochs()
    {
        var random = new SeededRandom(4);
        return [.. Enumerable.Range(1, 20).Select(epoch => new EpochMetrics(
            epoch,
            0.25 + (1.5 * Math.Exp(-epoch / 6.0)),
            0.95 - (0.75 * Math.Exp(-epoch / 7.0)),
            1.15 + (0.6 * Math.Exp(-epoch / 3.0)) + (0.0012 * Math.Max(0, epoch - 8) * epoch) + random.NextUniform(0, 0.02),
            0.6 - (0.4 * Math.Exp(-epoch / 4.0)) + random.NextUniform(0, 0.01),
            0.59 - (0.4 * Math.Exp(-epoch / 4.0)) + (epoch == 14 ? 0.02 : random.NextUniform(0, 0.01)),
            1e-4,
            61.5))];
    }
}
