using SpeechEmotion.Audio;
using SpeechEmotion.Augmentation.Conditions;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Tests.Augmentation.Conditions;

public sealed class RoomTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Response_DirectSound_FallsWithTheDistance(double metres)
    {
        float[] response = new Room(8, 6, 4, 0.2).Response((2 + metres, 3, 2), (2, 3, 2), 16000);
        Assert.Equal(1 / metres, response[0], 1e-3);
    }

    [Fact]
    public void Response_FirstEcho_ComesFromTheNearestWall()
    {
        // Floor and ceiling of 2 m, both 1 m away: the path over one of them is √(1² + 2²) m, that of the direct sound 1 m.
        float[] response = new Room(40, 40, 2, 0.5).Response((21, 20, 1), (20, 20, 1), 16000);
        int echo = Enumerable.Range(30, 60).MaxBy(i => Math.Abs(response[i]));
        Assert.Equal((Math.Sqrt(5) - 1) / 343 * 16000, echo, 1.0);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void Response_Energy_DecaysInTheReverberationTime(double seconds)
    {
        float[] response = new Room(6.1, 4.7, 2.9, seconds).Response((2.1, 2.6, 1.5), (1, 2.3, 1.3), 16000);
        double[] left = new double[response.Length + 1]; // Schroeder's integral: the energy that is still to come
        for (int i = response.Length - 1; i >= 0; i--)
        {
            left[i] = left[i + 1] + ((double)response[i] * response[i]);
        }

        int from = Array.FindIndex(left, energy => energy < left[0] * Math.Pow(10, -0.5)), to = Array.FindIndex(left, energy => energy < left[0] * Math.Pow(10, -2.5));
        Assert.Equal(seconds, 3 * (to - from) / 16000.0, 0.15 * seconds);
    }

    [Fact]
    public void Response_PlaceOutside_Throws() => Assert.Throws<ArgumentException>(() => new Room(2, 2, 2, 0.2).Response((3, 1, 1), (1, 1, 1), 16000));

    [Fact]
    public void SimulatedRooms_Clips_KeepLengthAndLevel()
    {
        SeededRandom random = new(2);
        AudioClip clip = new([.. Enumerable.Range(0, 16000).Select(_ => (float)(0.1 * random.NextGaussian()))], 16000);
        for (ulong seed = 0; seed < 12; seed++)
        {
            foreach (RecordingCondition room in new[] { SimulatedRooms.Centre, SimulatedRooms.Position, SimulatedRooms.Booth, SimulatedRooms.OtherRoom })
            {
                AudioClip heard = room.Apply(clip, new SeededRandom(seed));
                Assert.Equal(clip.Samples.Length, heard.Samples.Length);
                Assert.Equal(0.1, Math.Sqrt(heard.Samples.Average(sample => (double)sample * sample)), 0.01);
            }
        }
    }
}
