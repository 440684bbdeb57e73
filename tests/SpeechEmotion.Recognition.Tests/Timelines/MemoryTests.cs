using SpeechEmotion.Audio;
using Xunit;

namespace SpeechEmotion.Recognition.Tests.Timelines;

/// <summary>
/// Native and managed memory stay flat however many clips are recognised. It is the memory of the whole process, so nothing else may run at the same time.
/// <c>SER_MEMORY_CLIPS=1000000</c> runs it over a million clips.
/// </summary>
[Collection(nameof(TimelineMemoryTests))]
public sealed class MemoryTests(TimelineModel model) : IClassFixture<TimelineModel>
{
    private const long AllowedGrowth = 8_000_000; // A leak of 500 bytes a clip would show among the fewest clips.

    [Fact]
    public void Recognize_ManyShortClips_KeepsNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "resident memory is read from /proc");
        int clips = int.TryParse(Environment.GetEnvironmentVariable("SER_MEMORY_CLIPS"), out int wanted) ? wanted : 20_000;
        float[] tone = TimelineModel.Tone(2, 0, 2);
        int recognised = 0;
        Recognize(2_000);
        long resident = Resident(), managed = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        for (int done = 0; done < clips; done += clips / 10)
        {
            Recognize(clips / 10);
            most = Math.Max(most, Resident() - resident);
        }

        long kept = GC.GetTotalMemory(forceFullCollection: true) - managed;
        TestContext.Current.SendDiagnosticMessage($"{clips:N0} clips: resident {resident / 1e6:0.0} MB, at most {most / 1e6:0.0} MB more; managed {kept / 1e6:0.00} MB more");
        Assert.InRange(kept, long.MinValue, 200_000);
        Assert.InRange(most, long.MinValue, AllowedGrowth);

        void Recognize(int count)
        {
            for (int end = recognised + count; recognised < end; recognised++)
            {
                // Lengths that nearly all differ, and now and then another rate: whatever is kept for a length would add up.
                float[] samples = tone[..(1_000 + (int)(recognised * 7_919L % 31_000))];
                EmotionScores scores = model.Recognizer.Recognize(new AudioClip(samples, recognised % 16 == 0 ? 22050 : 16000));
                Assert.Equal(TestModel.Labels.Length, scores.Probabilities.Length);
            }
        }
    }

    /// <summary>Resident memory of this process after a full collection, in bytes.</summary>
    private static long Resident()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
    }
}
