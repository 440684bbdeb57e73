using System.Globalization;
using System.Text.RegularExpressions;
using System.Text;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation;

/// <summary>What librosa makes of stored signals (tests/reference/augmentation), and how like two signals are to an ear.</summary>
internal static class AugmentationReference
{
    public static TheoryData<string, int> Signals => new()
    {
        { "vowel16k", 16000 },
        { "burst16k", 16000 },
        { "chirp22k", 22050 },
    };

    /// <summary>A one-dimensional .npy file of float32.</summary>
    public static float[] Load(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SpeechEmotion.slnx")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder.FullName, "tests", "reference", "augmentation", name + ".npy"));
        int headerLength = BitConverter.ToUInt16(bytes, 8);
        string header = Encoding.ASCII.GetString(bytes, 10, headerLength);
        Match shape = Regex.Match(header, @"'descr': '<f4', 'fortran_order': False, 'shape': \((\d+),\)");
        Assert.True(shape.Success, header);
        float[] values = new float[int.Parse(shape.Groups[1].Value, CultureInfo.InvariantCulture)];
        Buffer.BlockCopy(bytes, 10 + headerLength, values, 0, values.Length * sizeof(float));
        return values;
    }

    /// <summary>Pearson correlation of the mel decibels of two signals of the same length.</summary>
    public static double MelCorrelation(float[] a, float[] b, int sampleRate)
    {
        double[] x = MelDecibels(a, sampleRate), y = MelDecibels(b, sampleRate);
        double meanX = x.Average(), meanY = y.Average();
        double both = 0, onlyX = 0, onlyY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            both += (x[i] - meanX) * (y[i] - meanY);
            onlyX += (x[i] - meanX) * (x[i] - meanX);
            onlyY += (y[i] - meanY) * (y[i] - meanY);
        }

        return both / Math.Sqrt(onlyX * onlyY);
    }

    /// <summary>Mel decibels <c>[40 × frames]</c> of frames of 512 every 128 samples, centred, Slaney's scale and area; floored 80 dB below the greatest.</summary>
    private static double[] MelDecibels(float[] samples, int sampleRate)
    {
        const int Length = 512, Hop = 128, Bands = 40;
        double[,] filters = MelFilters(Bands, Length, sampleRate);
        float[] window = Window.Hann(Length);
        FourierTransform transform = new(Length);
        float[] frame = new float[Length], re = new float[transform.Bins], im = new float[transform.Bins];
        List<double> decibels = [];
        for (int centre = 0; centre <= samples.Length; centre += Hop)
        {
            for (int i = 0; i < Length; i++)
            {
                int from = centre - (Length / 2) + i;
                frame[i] = from >= 0 && from < samples.Length ? samples[from] * window[i] : 0;
            }

            transform.Forward(frame, re, im);
            for (int band = 0; band < Bands; band++)
            {
                double power = 0;
                for (int k = 0; k < re.Length; k++)
                {
                    power += filters[band, k] * (((double)re[k] * re[k]) + ((double)im[k] * im[k]));
                }

                decibels.Add(10 * Math.Log10(Math.Max(power, 1e-10)));
            }
        }

        double floor = decibels.Max() - 80;
        return [.. decibels.Select(value => Math.Max(value, floor))];
    }

    private static double[,] MelFilters(int bands, int length, int sampleRate)
    {
        double top = Mel(sampleRate / 2.0);
        double[] edges = [.. Enumerable.Range(0, bands + 2).Select(i => Hertz(top * i / (bands + 1)))];
        double[,] filters = new double[bands, (length / 2) + 1];
        for (int band = 0; band < bands; band++)
        {
            double low = edges[band], middle = edges[band + 1], high = edges[band + 2];
            for (int k = 0; k <= length / 2; k++)
            {
                double frequency = (double)k * sampleRate / length;
                double height = Math.Min((frequency - low) / (middle - low), (high - frequency) / (high - middle));
                filters[band, k] = Math.Max(0, height) * 2 / (high - low);
            }
        }

        return filters;
    }

    private static double Mel(double hertz) => hertz < 1000 ? hertz * 3 / 200 : 15 + (27 * Math.Log(hertz / 1000) / Math.Log(6.4));

    private static double Hertz(double mel) => mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp(Math.Log(6.4) * (mel - 15) / 27);
}
