using SpeechEmotion.Augmentation;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Benchmarks;

/// <summary>Time stretching and pitch shifting of clips: ours and torchaudio's.</summary>
internal static class VocoderTable
{
    private const int Clips = 64;
    private const double StretchRate = 0.9;
    private const int Semitones = 2;

    /// <summary>Prints the table.</summary>
    public static void Print(Measurement measurement)
    {
        string[] files = measurement.Sample(Clips);
        float[][] clips = [.. files.Select(Measurement.Read)];
        PhaseVocoder vocoder = new();
        PitchShift pitch = new();
        SeededRandom random = new(1); // Asked for, and not used: the amount is given.
        using Peer peer = new("audio.py", threads: 1);
        peer.Ask(new { @do = "load", paths = files, seconds = 0.01 });
        RequireAgreement(vocoder, peer, clips[0]);

        Console.WriteLine($"Augmentation: {files.Length} clips of {clips.Average(clip => clip.Length) / 16000:F2} s on average, one core, in memory; frame 2048, hop 512. Milliseconds a clip.");
        Console.WriteLine();
        Console.WriteLine("| what | SpeechEmotion | torchaudio | × torchaudio |");
        Console.WriteLine("| --- | --- | --- | --- |");
        Row($"time stretch by {StretchRate}", x => vocoder.Stretch(x, StretchRate), new { @do = "stretch", seconds = measurement.Turn.TotalSeconds, rate = StretchRate });
        Row($"pitch shift by {Semitones} semitones", x => pitch.Apply(x, Semitones, random), new { @do = "pitch", seconds = measurement.Turn.TotalSeconds });

        void Row(string what, Func<float[], float[]> act, object request)
        {
            double[][] rates = measurement.Compare(
                () => measurement.Rate(1, () => i => act(clips[i % clips.Length])),
                () => peer.Ask(request).GetProperty("rate").GetDouble());
            Console.WriteLine(
                $"| {what} | {1000 / Measurement.Median(rates[0]):F2} | {1000 / Measurement.Median(rates[1]):F2} | {Measurement.Ratio(rates[0], rates[1]):F1} |");
        }
    }

    /// <summary>The same samples, but for the rounding of phases that torchaudio adds up over the whole clip.</summary>
    private static void RequireAgreement(PhaseVocoder vocoder, Peer peer, float[] clip)
    {
        float[] ours = vocoder.Stretch(clip, StretchRate);
        float[] theirs = [.. peer.Ask(new { @do = "stretched", rate = StretchRate }).GetProperty("values").EnumerateArray().Select(value => value.GetSingle())];
        if (ours.Length != theirs.Length)
        {
            throw new InvalidOperationException($"Stretching gives {ours.Length} samples here and {theirs.Length} in torchaudio.");
        }

        double error = Math.Sqrt(ours.Zip(theirs, (x, y) => (double)(x - y) * (x - y)).Sum() / theirs.Sum(y => (double)y * y));
        if (!(error <= 0.05))
        {
            throw new InvalidOperationException($"Stretching differs from torchaudio's by {error:P1} of its power.");
        }
    }
}
