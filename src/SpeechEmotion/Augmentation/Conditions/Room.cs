
namespace SpeechEmotion.Augmentation.Conditions;

/// <summary>
/// A box with six equal walls, and what a microphone in it hears of a source: the image method [Allen1979]. Every reflection is a source of its own behind the walls, later and quieter; each arrives
/// between two samples, as a windowed sinc [Peterson1986].
/// </summary>
/// <param name="Length">Length in metres.</param>
/// <param name="Width">Width in metres.</param>
/// <param name="Height">Height in metres.</param>
/// <param name="ReverberationSeconds">Time in which sound falls by 60 dB; the walls absorb as much as that takes [Eyring1930].</param>
internal sealed record Room(double Length, double Width, double Height, double ReverberationSeconds)
{
    private const double SpeedOfSound = 343; // m/s, at 20 °C
    private const int HalfSinc = 20;

    /// <summary>The impulse response from a source to a microphone, the direct sound first, whose amplitude is 1 at a distance of 1 m.</summary>
    /// <param name="source">Position of the source in metres from one corner.</param>
    /// <param name="microphone">Position of the microphone.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <returns>The response, as long as the reverberation time and a little more; the time before the direct sound is left out.</returns>
    /// <exception cref="ArgumentException">A position is not inside the room.</exception>
    public float[] Response((double X, double Y, double Z) source, (double X, double Y, double Z) microphone, int sampleRate)
    {
        Require(source);
        Require(microphone);
        // Eyring's formula is for sound that comes from everywhere alike, which a box does not give: what it leads to is measured and put right.
        double surface = 2 * ((Length * Width) + (Length * Height) + (Width * Height));
        double reflection = Math.Exp(-12 * Math.Log(10) / SpeedOfSound * Length * Width * Height / surface / ReverberationSeconds);
        reflection = Math.Pow(reflection, DecaySeconds(Response(source, microphone, sampleRate, reflection), sampleRate) / ReverberationSeconds);
        return Response(source, microphone, sampleRate, reflection);
    }

    private float[] Response((double X, double Y, double Z) source, (double X, double Y, double Z) microphone, int sampleRate, double reflection)
    {
        double direct = Distance(source.X - microphone.X, source.Y - microphone.Y, source.Z - microphone.Z);
        float[] response = new float[(int)(ReverberationSeconds * sampleRate) + (4 * HalfSinc)];
        double farthest = direct + ((response.Length - (2 * HalfSinc)) * SpeedOfSound / sampleRate);
        List<(double Offset, int Bounces)> x = Images(source.X, microphone.X, Length, farthest), y = Images(source.Y, microphone.Y, Width, farthest), z = Images(source.Z, microphone.Z, Height, farthest);
        foreach ((double dx, int bx) in x)
        {
            foreach ((double dy, int by) in y)
            {
                foreach ((double dz, int bz) in z)
                {
                    double distance = Distance(dx, dy, dz);
                    if (distance < farthest)
                    {
                        double amplitude = Math.Pow(reflection, bx + by + bz) / Math.Max(distance, 0.1);
                        Add(response, ((distance - direct) * sampleRate / SpeedOfSound) + HalfSinc, amplitude);
                    }
                }
            }
        }

        return response[HalfSinc..];
    }

    // Time for 60 dB, from -5 to -25 dB of the energy that is still to come [Schroeder1965].
    private static double DecaySeconds(float[] response, int sampleRate)
    {
        double[] left = new double[response.Length + 1];
        for (int i = response.Length - 1; i >= 0; i--)
        {
            left[i] = left[i + 1] + ((double)response[i] * response[i]);
        }

        int from = Array.FindIndex(left, energy => energy < left[0] * Math.Pow(10, -0.5)), to = Array.FindIndex(left, energy => energy < left[0] * Math.Pow(10, -2.5));
        return 3.0 * (to - from) / sampleRate;
    }

    // Along one axis: the source and its mirror images, how far each is from the microphone, and how many walls are between.
    private static List<(double Offset, int Bounces)> Images(double source, double microphone, double size, double farthest)
    {
        List<(double, int)> images = [];
        int most = (int)Math.Ceiling(farthest / (2 * size)) + 1;
        for (int n = -most; n <= most; n++)
        {
            images.Add((source + (2 * n * size) - microphone, Math.Abs(2 * n)));
            images.Add((-source + (2 * n * size) - microphone, Math.Abs((2 * n) - 1)));
        }

        return images;
    }

    private static void Add(float[] response, double place, double amplitude)
    {
        int first = Math.Max(0, (int)Math.Ceiling(place) - HalfSinc), last = Math.Min(response.Length - 1, (int)Math.Floor(place) + HalfSinc);
        for (int i = first; i <= last; i++)
        {
            double t = i - place, sinc = Math.Abs(t) < 1e-9 ? 1 : Math.Sin(Math.PI * t) / (Math.PI * t);
            response[i] += (float)(amplitude * sinc * (0.5 + (0.5 * Math.Cos(Math.PI * t / (HalfSinc + 1)))));
        }
    }

    private static double Distance(double x, double y, double z) => Math.Sqrt((x * x) + (y * y) + (z * z));

    private void Require((double X, double Y, double Z) place)
    {
        if (place.X <= 0 || place.Y <= 0 || place.Z <= 0 || place.X >= Length || place.Y >= Width || place.Z >= Height)
        {
            throw new ArgumentException($"({place.X}, {place.Y}, {place.Z}) is not inside a room of {Length} × {Width} × {Height} m.", nameof(place));
        }
    }
}
