using System.Collections.Concurrent;
using SpeechEmotion.Audio;
using SpeechEmotion.Signal;

namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>The same speech in other places of a room, and in other rooms.</summary>
internal static class SimulatedRooms
{
    private static readonly Room s_meeting = new(6, 4.6, 2.8, 0.4);
    private static readonly Room s_booth = new(2.4, 1.9, 2.2, 0.1);
    private static readonly (double X, double Y, double Z) s_microphone = (1, 2.3, 1.3);

    // Rooms such as those of the AIR database: meeting room, office, lecture hall, stairway, and a bathroom.
    private static readonly Room[] s_rooms = [new(8, 5, 3.1, 0.25), new(5, 6.4, 2.9, 0.4), new(10.8, 10.9, 3.2, 0.8), new(7, 5.2, 6, 0.8), new(2.6, 2, 2.4, 0.6)];
    private static readonly ConcurrentDictionary<(Room Room, double Distance, double Angle, int SampleRate), float[]> s_responses = [];

    /// <summary>1 m before the microphone in a meeting room: what other positions are compared with.</summary>
    public static RecordingCondition Centre { get; } = new("1 m before the microphone", (clip, _) => Apply(clip, s_meeting, 1, 0));

    /// <summary>Elsewhere in the same room: 1 to 4 m away, up to 45° to the left or right.</summary>
    public static RecordingCondition Position { get; } = new("another position", (clip, random) =>
    {
        int place = random.NextInteger(1, 11); // 0 is the centre at 1 m
        return Apply(clip, s_meeting, 1 + (place / 3), new[] { 0, -45, 45 }[place % 3]);
    });

    /// <summary>1 m before the microphone in a recording booth: what other rooms are compared with.</summary>
    public static RecordingCondition Booth { get; } = new("recording booth", (clip, _) => Apply(clip, s_booth, 0.8, 0));

    /// <summary>1 m before the microphone in another room: meeting room, office, lecture hall, stairway or bathroom.</summary>
    public static RecordingCondition OtherRoom { get; } = new("another room", (clip, random) => Apply(clip, s_rooms[random.NextInteger(0, s_rooms.Length - 1)], 0.8, 0));

    private static AudioClip Apply(AudioClip clip, Room room, double metres, double degrees)
    {
        float[] response = s_responses.GetOrAdd((room, metres, degrees, clip.SampleRate), key =>
        {
            (double X, double Y, double Z) microphone = (s_microphone.X, Math.Min(s_microphone.Y, (key.Room.Width / 2) + 0.03), s_microphone.Z);
            double angle = key.Angle * Math.PI / 180, far = Math.Min(key.Distance, (key.Room.Length - microphone.X - 0.2) / Math.Cos(angle));
            far = angle == 0 ? far : Math.Min(far, (Math.Min(microphone.Y, key.Room.Width - microphone.Y) - 0.2) / Math.Abs(Math.Sin(angle)));
            return key.Room.Response((microphone.X + (far * Math.Cos(angle)), microphone.Y + (far * Math.Sin(angle)), microphone.Z + 0.25), microphone, key.SampleRate);
        });
        return new AudioClip(SignalLevel.Restore(Convolution.Apply(clip.Samples, response), clip.Samples), clip.SampleRate);
    }
}
