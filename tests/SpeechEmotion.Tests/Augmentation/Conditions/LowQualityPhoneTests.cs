using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation.Conditions;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation.Conditions;

public sealed class LowQualityPhoneTests
{
    [Fact]
    public void Apply_Voice_KeepsLengthAndLevelAndLosesTheHighBand()
    {
        RecordingCondition? phone = LowQualityPhone.Create();
        Assert.SkipWhen(phone is null, "ffmpeg is not installed, or has no encoder of telephones");
        AudioClip clip = new([.. Enumerable.Range(0, 32000).Select(n => (float)(0.2 * (Math.Sin(0.2 * n) + Math.Sin(2.3 * n))))], 16000); // 509 Hz and 5.9 kHz
        AudioClip heard = phone!.Apply(clip, new SeededRandom(1));

        Assert.Equal(32000, heard.Samples.Length);
        Assert.Equal(0.2, Math.Sqrt(heard.Samples.Average(sample => (double)sample * sample)), 0.02);
        double low = Butterworth.LowPass(heard.Samples, 0.1, 2).Average(sample => (double)sample * sample), high = Butterworth.HighPass(heard.Samples, 0.3, 2).Average(sample => (double)sample * sample);
        Assert.InRange(10 * Math.Log10(high / low), -60, -15);
    }
}
