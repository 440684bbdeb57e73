using System.Globalization;
using System.Text.Json;
using SpeechEmotion.Features;
using TorchSharp;

namespace SpeechEmotion.Benchmarks;

/// <summary>Zero-crossing rate, energy and mel decibels of clips: ours, torchaudio's, and those through TorchSharp's stft.</summary>
internal static class FeatureTable
{
    private const int Clips = 64;

    private static readonly FeatureConfig s_config = new()
    {
        Kinds = [FeatureKind.ZeroCrossingRate, FeatureKind.Energy, FeatureKind.MelDecibels],
        ClipLength = Measurement.ClipLength,
        FrameLength = 512,
        HopLength = 128,
        MelBands = 40,
    };

    /// <summary>Prints the table.</summary>
    public static void Print(Measurement measurement)
    {
        string[] files = measurement.Sample(Clips);
        float[][] clips = [.. files.Select(Measurement.Read)];
        float[][] padded = [.. clips.Select(Pad)], full = [.. clips.Select(Repeat)];
        FeatureExtractor extractor = new(s_config);
        using StftPipeline stft = new(s_config);
        torch.set_num_threads(1);
        int cores = Environment.ProcessorCount;
        Peer[] peers = [.. Enumerable.Range(0, cores).Select(_ => new Peer("audio.py", threads: 1))];
        JsonElement[] loaded = [.. peers.Select(peer => peer.Ask(new { @do = "load", paths = files, seconds = measurement.Turn.TotalSeconds / 2 }))];
        RequireAgreement(extractor, stft, peers[0], files);

        double Ours(int threads, Func<int, float[]> samples) => measurement.Rate(threads, () =>
        {
            float[] values = new float[s_config.Rows() * s_config.Frames(0)];
            return i => extractor.Extract(samples(i % files.Length), values);
        });
        double Stft(int threads, Func<int, float[]> samples) => measurement.Rate(threads, () => i => stft.Extract(samples(i % files.Length)).Dispose());
        double Torchaudio(int threads, bool fromFiles)
        {
            foreach (Peer peer in peers[..threads])
            {
                peer.Tell(new { @do = "features", files = fromFiles, seconds = measurement.Turn.TotalSeconds });
            }

            return peers[..threads].Sum(peer => peer.Answer().GetProperty("rate").GetDouble());
        }

        Console.WriteLine($"Features: zero-crossing rate, energy and 40 mel bands in decibels of {files.Length} clips padded to 5.005 s; window 512, hop 128. Clips a second.");
        Console.WriteLine($"torchaudio {loaded[0].GetProperty("torchaudio")} on torch {loaded[0].GetProperty("torch")}, {loaded[0].GetProperty("batch")} clips at a time, a process per core; all three agree.");
        Console.WriteLine("SpeechEmotion knows frames of padding and does not compute them; \"no padding\" are the clips repeated up to 5.005 s, so that it computes every frame.");
        Console.WriteLine();
        Console.WriteLine("| samples | cores | SpeechEmotion | SpeechEmotion, no padding | torchaudio | TorchSharp stft | × torchaudio | × stft | no padding: × torchaudio | × stft |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        double everyFrame = 0;
        foreach (bool fromFiles in new[] { false, true })
        {
            foreach (int threads in new[] { 1, cores }.Distinct())
            {
                double[][] rates = measurement.Compare(
                    () => Ours(threads, i => fromFiles ? Measurement.Read(files[i]) : padded[i]),
                    () => fromFiles ? double.NaN : Ours(threads, i => full[i]),
                    () => Torchaudio(threads, fromFiles),
                    () => Stft(threads, i => fromFiles ? Pad(Measurement.Read(files[i])) : padded[i]));
                string speeds = string.Join(" | ", rates.Select(rate => Text(Measurement.Median(rate), "N0")));
                string ratios = string.Join(" | ", from ours in rates[..2] from other in rates[2..] select Text(Measurement.Ratio(ours, other), "F1"));
                Console.WriteLine($"| {(fromFiles ? "from WAV files" : "in memory")} | {threads} | {speeds} | {ratios} |");
                everyFrame = everyFrame == 0 ? Measurement.Median(rates[1]) : everyFrame;
            }
        }

        PrintShareOfPeak(measurement, everyFrame);
        Array.ForEach(peers, peer => peer.Dispose());
    }

    private static string Text(double value, string format) => double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);

    private static float[] Pad(float[] samples)
    {
        float[] padded = new float[Measurement.ClipLength];
        samples.CopyTo(padded, 0);
        return padded;
    }

    private static float[] Repeat(float[] samples)
    {
        float[] repeated = new float[Measurement.ClipLength];
        for (int start = 0; start < repeated.Length; start += samples.Length)
        {
            samples.AsSpan(0, Math.Min(samples.Length, repeated.Length - start)).CopyTo(repeated.AsSpan(start));
        }

        return repeated;
    }

    private static void RequireAgreement(FeatureExtractor extractor, StftPipeline stft, Peer peer, string[] files)
    {
        const double tolerance = 0.01; // dB; rounding of single precision in bands 80 dB below the maximum.
        foreach (string file in files.Take(8))
        {
            float[] samples = Measurement.Read(file), ours = extractor.Extract(samples).Values;
            Measurement.RequireAgreement($"{file}, padding skipped or not", ours, extractor.Extract(Pad(samples)).Values, 1e-6);
            float[] torchaudio = [.. peer.Ask(new { @do = "extract", path = file }).GetProperty("values").EnumerateArray().Select(value => value.GetSingle())];
            using torch.Tensor torchSharp = stft.Extract(Pad(samples));
            Measurement.RequireAgreement($"{file}, torchaudio", ours, torchaudio, tolerance);
            Measurement.RequireAgreement($"{file}, TorchSharp", ours, torchSharp.data<float>().ToArray(), tolerance);
            int frames = s_config.Frames(0); // The first two rows are far below 1, and so is what is tolerated there.
            Measurement.RequireAgreement($"{file}, rate and energy, torchaudio", ours.AsSpan(0, 2 * frames), torchaudio.AsSpan(0, 2 * frames), 1e-5);
        }
    }

    /// <summary>Operations that the mathematics asks for, against a loop of nothing but fused multiply-adds in the same run.</summary>
    private static void PrintShareOfPeak(Measurement measurement, double clipsPerSecond)
    {
        int n = s_config.FrameLength, bins = (n / 2) + 1;
        float[] weights = new MelFilterBank(s_config.SampleRate, n, s_config.MelBands).ToMatrix();
        double perFrame = n                                   // window
            + (2.5 * n * Math.Log2(n))                        // real transform, by the usual count
            + (3 * bins)                                      // power
            + (2 * weights.Count(weight => weight != 0))      // bands
            + (2 * s_config.HopLength);                       // squares; signs and logarithms are not counted
        double reached = clipsPerSecond * s_config.Frames(0) * perFrame / 1e9;
        double peak = Measurement.Median(Enumerable.Range(0, measurement.Rounds).Select(_ => PeakRate.Measure(measurement.Turn) / 1e9));
        Console.WriteLine();
        Console.WriteLine(
            $"Share of peak: {perFrame:N0} floating-point operations a frame, {reached:F1} GFLOP/s on one core; a loop of fused multiply-adds reaches {peak:F1} GFLOP/s: {reached / peak:P0}.");
    }
}
