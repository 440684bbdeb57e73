using SpeechEmotion.Features;
using Xunit;

namespace SpeechEmotion.Tests.Features;

public class MelFilterBankTests
{
    [Theory]
    [InlineData(16000, 2048, 40)]
    [InlineData(22050, 4096, 64)]
    public void ToMatrix_EveryBand_IsATriangleOfUnitArea(int sampleRate, int frameLength, int bands)
    {
        var bank = new MelFilterBank(sampleRate, frameLength, bands);
        float[] matrix = bank.ToMatrix();
        double binWidth = (double)sampleRate / frameLength;
        for (int band = 0; band < bands; band++)
        {
            float[] row = matrix[(band * bank.Bins)..((band + 1) * bank.Bins)];
            Assert.Equal(1, row.Sum(weight => weight * binWidth), 0.06); // a triangle a few bins wide is met only roughly by them
            int peak = Array.IndexOf(row, row.Max());
            Assert.Equal(row[..(peak + 1)], row[..(peak + 1)].Order());
            Assert.Equal(row[peak..], row[peak..].OrderDescending());
        }
    }

    [Fact]
    public void ToMatrix_Corners_AreEquallySpacedInMel()
    {
        const int SampleRate = 16000, FrameLength = 65536, Bands = 10; // bins of 0.24 Hz show where the triangles begin and end
        var bank = new MelFilterBank(SampleRate, FrameLength, Bands, minFrequency: 300, maxFrequency: 4000);
        double low = MelScale.FromFrequency(300), step = (MelScale.FromFrequency(4000) - low) / (Bands + 1);
        float[] matrix = bank.ToMatrix();
        for (int band = 0; band < Bands; band++)
        {
            int[] bins = [.. Enumerable.Range(0, bank.Bins).Where(bin => matrix[(band * bank.Bins) + bin] > 0)];
            Assert.Equal(MelScale.ToFrequency(low + (band * step)), bins[0] * (double)SampleRate / FrameLength, 0.5);
            Assert.Equal(MelScale.ToFrequency(low + ((band + 2) * step)), bins[^1] * (double)SampleRate / FrameLength, 0.5);
        }
    }

    [Theory]
    [InlineData(512, 40)]
    [InlineData(480, 64)]
    [InlineData(64, 128)] // most bands fall between two bins
    public void Apply_AnySpectrum_IsTheMatrixProduct(int frameLength, int bands)
    {
        var bank = new MelFilterBank(16000, frameLength, bands);
        float[] matrix = bank.ToMatrix(), power = [.. Enumerable.Range(0, bank.Bins).Select(bin => 1 + (bin * 7 % 11))], mel = new float[bands];
        bank.Apply(power, mel);
        for (int band = 0; band < bands; band++)
        {
            double expected = Enumerable.Range(0, bank.Bins).Sum(bin => (double)matrix[(band * bank.Bins) + bin] * power[bin]);
            Assert.Equal(expected, mel[band], 1e-5 * (1 + expected));
        }
    }

    [Fact]
    public void Constructor_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilterBank(0, 512, 40));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilterBank(16000, 1, 40));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilterBank(16000, 512, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilterBank(16000, 512, 40, minFrequency: 8000));
    }

    [Fact]
    public void Apply_WrongSpans_Throws()
    {
        var bank = new MelFilterBank(16000, 512, 40);
        Assert.Throws<ArgumentException>(() => bank.Apply(new float[256], new float[40]));
        Assert.Throws<ArgumentException>(() => bank.Apply(new float[257], new float[41]));
    }
}
