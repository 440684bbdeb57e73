using SpeechEmotion.Audio;

namespace SpeechEmotion.Recognition.Tests.Timelines;

/// <summary>The rules of the timeline once more, for a whole recording at the model's rate and as plainly as they are described.</summary>
internal static class TimelineReference
{
    /// <summary>Start and end in seconds, and probabilities, that of speech last.</summary>
    public static List<(double Start, double End, float[] Probabilities)> Recognize(EmotionRecognizer recognizer, float[] samples, int rate, TimelineConfig config)
    {
        List<(double, double, float[])> segments = [];
        int step = (int)Math.Round(config.StepSeconds * rate);
        int window = Math.Min((int)Math.Round(config.WindowSeconds * rate), recognizer.Card.Features.ClipLength);
        foreach ((int start, int end) in Sounds(samples, rate, config.MarginDecibels))
        {
            // Pieces of a step, the rest of less than half a step added to the last.
            List<int> cuts = [start];
            while (end - cuts[^1] >= 1.5 * step)
            {
                cuts.Add(cuts[^1] + step);
            }

            cuts.Add(end);
            float[][] raw = [.. cuts.Zip(cuts[1..], (from, to) => Hear(recognizer, samples, rate, ((from + to) / 2) - (window / 2), window))];
            double[][] smooth = [.. raw.Select((_, i) => Smooth(raw, i))];
            int[] emotions = [.. smooth.Select(p => p[^1] < 0.5 ? -1 : Array.IndexOf(p, p[..^1].Max()))];
            for (int i = 0, next; i < raw.Length; i = next)
            {
                for (next = i + 1; next < raw.Length && emotions[next] == emotions[i]; next++)
                {
                }

                int first = i, last = next;
                float[] mean = [.. smooth[i].Select((_, label) => (float)(Enumerable.Range(first, last - first).Sum(k => smooth[k][label] * (cuts[k + 1] - cuts[k])) / (cuts[last] - cuts[first])))];
                segments.Add(((double)cuts[i] / rate, (double)cuts[next] / rate, mean));
            }
        }

        return segments;
    }

    private static float[] Hear(EmotionRecognizer recognizer, float[] samples, int rate, int start, int window)
    {
        start = Math.Max(0, Math.Min(start, samples.Length - window));
        EmotionScores scores = recognizer.Recognize(new AudioClip(samples[start..Math.Min(start + window, samples.Length)], rate));
        return [.. scores.Probabilities, scores.SpeechProbability];
    }

    private static double[] Smooth(float[][] raw, int i)
    {
        (int Place, double Weight)[] neighbours = [.. new[] { (i - 1, 1.0), (i, 2.0), (i + 1, 1.0) }.Where(pair => pair.Item1 >= 0 && pair.Item1 < raw.Length)];
        return [.. raw[i].Select((_, label) => neighbours.Sum(pair => pair.Weight * raw[pair.Place][label]) / neighbours.Sum(pair => pair.Weight))];
    }

    private static IEnumerable<(int Start, int End)> Sounds(float[] samples, int rate, double margin)
    {
        int frame = rate / 50;
        double[] levels = [.. samples.Chunk(frame).Where(chunk => chunk.Length == frame).Select(chunk => 10 * Math.Log10(chunk.Average(x => Math.Pow(x - chunk.Average(y => (double)y), 2)) + 1e-12))];
        List<int> sounding = [];
        bool isSound = false;
        for (int k = 0; k < levels.Length; k++)
        {
            double[] around = [.. levels[Math.Max(0, k - 400)..Math.Min(levels.Length, k + 101)].Order()];
            double background = Math.Floor(2 * Math.Clamp(around[(int)Math.Ceiling(0.1 * around.Length) - 1], -120, 0)) / 2;
            double threshold = Math.Clamp(background + margin, -65, -30);
            isSound = levels[k] >= (isSound ? threshold - 4 : threshold);
            if (isSound)
            {
                sounding.Add(k);
            }
        }

        for (int i = 0, next; i < sounding.Count; i = next)
        {
            for (next = i + 1; next < sounding.Count && sounding[next] - sounding[next - 1] <= 25; next++)
            {
            }

            if (next - i >= 5)
            {
                yield return (sounding[i] * frame, sounding[next - 1] + 1 == levels.Length ? samples.Length : (sounding[next - 1] + 1) * frame);
            }
        }
    }
}
