#:project ../src/SpeechEmotion.Recognition/SpeechEmotion.Recognition.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property RestoreLockedMode=false
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using SpeechEmotion.Audio;
using SpeechEmotion.Recognition;

// The server under load: dotnet run benchmarks/load.cs [SECONDS PER STEP] [REQUESTS OF THE LONG STEP]
// 1. how many 3 s clips a second the recogniser answers in this process, on all cores   2. the same through `ser serve`, by 32 clients
// 3. the same with bad clients beside them, also recordings that unpack to ten hours   4. many requests in a row: does memory grow?   5. kill -9 and a restart
// It exits with code 1 if a good request failed, memory rose above 600 MB, or the server that was started again answers anything else.
// Steps 1 and 2 take turns, five each; medians are printed. Clients and server share the machine's cores, so the ratio of 2 to 1 is a lower bound.
const int Clients = 32, Rate = 16000, MostMegabytes = 600;
double seconds = args.Length > 0 ? double.Parse(args[0]) : 10;
int many = args.Length > 1 ? int.Parse(args[1]) : 2000;
string root = Path.GetFullPath(Path.Combine(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory, ".."));
string program = Path.Combine(root, "artifacts/bin/SpeechEmotion.Cli/release/ser.dll");
byte[] body = Clip();
byte[][] bombs = [.. Bombs()];
ConcurrentDictionary<int, int> bombAnswers = new(), flowAnswers = new();

Process server = Start(out string address);
using HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Clients }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(100) };
using HttpClient bomber = new() { BaseAddress = new Uri(address) };
await GoodAsync(TimeSpan.FromSeconds(2)); // warm
(double Alone, double Served, double Median, double P99, int Failed)[] rounds = new (double, double, double, double, int)[5];
for (int i = 0; i < rounds.Length; i++) // in turns, so that other programs disturb both
{
    double inProcess = await InProcessAsync(seconds / rounds.Length);
    (double served, double middle, double late, int lost, _) = await GoodAsync(TimeSpan.FromSeconds(seconds / rounds.Length));
    rounds[i] = (inProcess, served, middle, late, lost);
}

double Middle(Func<(double Alone, double Served, double Median, double P99, int Failed), double> of) => rounds.Select(of).Order().ElementAt(rounds.Length / 2);
Console.WriteLine($"in this process: {Middle(round => round.Alone):F1} clips/s on {Environment.ProcessorCount} cores");
Console.WriteLine($"{Clients} clients: {Middle(round => round.Served):F1} clips/s ({Middle(round => round.Served / round.Alone):F2} of it), median {Middle(round => round.Median):F0} ms, p99 {Middle(round => round.P99):F0} ms, {rounds.Sum(round => round.Failed)} failed, server {Megabytes(server):F0} MB");

double rate, median, p99;
int failed = rounds.Sum(round => round.Failed), more;
using (CancellationTokenSource stop = new())
{
    Task[] bad = [.. Bad(stop.Token)];
    await Task.Delay(1000);
    (rate, median, p99, more, double most) = await GoodAsync(TimeSpan.FromSeconds(2 * seconds));
    failed += more;
    Console.WriteLine($"with bad clients beside them: {rate:F1} clips/s, median {median:F0} ms, p99 {p99:F0} ms, {more} failed, server at most {most:F0} MB");
    Console.WriteLine($"ten hours of silence in {string.Join(", ", bombs.Select(bomb => $"{bomb.Length / 1e6:F1}"))} MB were answered with {Counts(bombAnswers)}; bodies of 1 GB that flowed, with {Counts(flowAnswers)}");
    await stop.CancelAsync();
    await Task.WhenAll(bad);
}

double before = Megabytes(server);
(rate, _, p99, more, double peak) = await GoodAsync(TimeSpan.MaxValue, many);
failed += more;
double whole = MostEver(server);
Console.WriteLine($"{many} more requests: {rate:F1} clips/s, p99 {p99:F0} ms, {more} failed, server {before:F0} MB before, {Megabytes(server):F0} MB after, at most {peak:F0} MB, and {whole:F0} MB in its life");

string answered = await AnswerAsync(http);
server.Kill(); // SIGKILL
await server.WaitForExitAsync();
server = Start(out string next);
using HttpClient again = new() { BaseAddress = new Uri(next) };
bool isSame = await AnswerAsync(again) == answered;
Console.WriteLine($"killed and started again: {(isSame ? "the same answer" : "ANOTHER ANSWER")}");
server.Kill();
return failed == 0 && whole <= MostMegabytes && isSame ? 0 : 1;

string Counts(ConcurrentDictionary<int, int> answers) => string.Join(", ", answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Key} ({answer.Value} times)"));

byte[] Clip()
{
    AudioClip clip = AudioFile.Read(Path.Combine(root, "samples/audio/announcement.wav")).Resample(Rate);
    string path = Path.GetTempFileName();
    WavWriter.Write(path, new AudioClip(clip.Samples[..(3 * Rate)], Rate));
    byte[] bytes = File.ReadAllBytes(path);
    File.Delete(path);
    return bytes;
}

async Task<double> InProcessAsync(double time)
{
    EmotionRecognizer.Default.Recognize(AudioFile.Read(new MemoryStream(body), "clip.wav"));
    int done = 0;
    Stopwatch watch = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() =>
    {
        while (watch.Elapsed.TotalSeconds < time)
        {
            EmotionRecognizer.Default.Recognize(AudioFile.Read(new MemoryStream(body), "clip.wav"));
            Interlocked.Increment(ref done);
        }
    })));
    return done / watch.Elapsed.TotalSeconds;
}

Process Start(out string url)
{
    string config = Path.GetTempFileName();
    File.WriteAllText(config, """{ "limits": { "requestsPerMinute": 1000000 } }"""); // all clients have one address here
    Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve", "--urls", "http://127.0.0.1:0", "--config", config]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    process.ErrorDataReceived += (_, _) => { };
    process.BeginErrorReadLine();
    url = process.StandardOutput.ReadLine()!.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(';');
    return process;
}

async Task<string> AnswerAsync(HttpClient client)
{
    using HttpResponseMessage response = await client.PostAsync("v1/recognitions?name=a", new ByteArrayContent(body));
    string answer = await response.Content.ReadAsStringAsync();
    return response.StatusCode == System.Net.HttpStatusCode.OK ? answer : throw new HttpRequestException($"{(int)response.StatusCode}: {answer}");
}

// Clients that send one request after the other; memory is looked at meanwhile.
async Task<(double Rate, double Median, double P99, int Failed, double MostMegabytes)> GoodAsync(TimeSpan time, int count = int.MaxValue)
{
    ConcurrentBag<double> times = [];
    int failures = 0, left = count;
    double most = 0;
    Stopwatch watch = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
    {
        while (watch.Elapsed < time && Interlocked.Decrement(ref left) >= 0)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                await AnswerAsync(http);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException) // also after 100 s
            {
                Interlocked.Increment(ref failures);
            }

            most = Math.Max(most, Megabytes(server));
        }
    }));
    double[] sorted = [.. times.Order()];
    return (sorted.Length / watch.Elapsed.TotalSeconds, sorted[sorted.Length / 2], sorted[(int)(0.99 * (sorted.Length - 1))], failures, most);
}

// Recordings that unpack to ten hours; the last MP3 file does not say how long it is.
IEnumerable<byte[]> Bombs()
{
    foreach (string options in new[] { "-c:a flac -frame_size 65535 -f flac", "-c:a libvorbis -f ogg", "-b:a 8k -f mp3", "-b:a 8k -write_xing 0 -f mp3" })
    {
        string path = Path.GetTempFileName();
        using Process ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono:d=36000", .. options.Split(' '), path]);
        ffmpeg.WaitForExit();
        yield return ffmpeg.ExitCode == 0 ? File.ReadAllBytes(path) : throw new InvalidOperationException($"ffmpeg failed with {options}.");
        File.Delete(path);
    }
}

double MostEver(Process process)
{
    process.Refresh();
    return process.PeakWorkingSet64 / 1e6;
}

double Megabytes(Process process)
{
    process.Refresh();
    return process.WorkingSet64 / 1e6;
}

IEnumerable<Task> Bad(CancellationToken stop)
{
    Uri at = new(address);
    string head = $"POST /v1/recognitions HTTP/1.1\r\nHost: {at.Authority}\r\n";
    for (int i = 0; i < 1000; i++)
    {
        yield return TalkAsync(at, "", 0, stop); // idle connections
    }

    foreach (byte[] bomb in bombs)
    {
        yield return RepeatAsync(() => BombAsync(bomb, stop), stop);
    }

    for (int i = 0; i < 8; i++)
    {
        yield return TalkAsync(at, $"{head}Content-Length: 96044\r\n\r\n", 1, stop); // slow bodies
        yield return RepeatAsync(() => TalkOnceAsync(at, head[..(head.Length / 2)]), stop); // half requests, then gone
        yield return RepeatAsync(() => TalkOnceAsync(at, $"{head}Content-Length: 96044\r\n\r\n{new string('x', 5000)}"), stop); // gone within the body
        yield return RepeatAsync(() => TalkOnceAsync(at, $"{head}Content-Length: 1000000000\r\n\r\n{new string('x', 5000)}"), stop); // 1 GB
        yield return RepeatAsync(() => FlowAsync(at, $"{head}Transfer-Encoding: chunked\r\n\r\n", stop), stop); // 1 GB that does not say how long it is, as fast as it is taken
        yield return RepeatAsync(() => TalkOnceAsync(at, new string('\u0001', 4000)), stop); // garbage
        yield return RepeatAsync(() => FloodAsync(at, stop), stop);
    }
}

async Task RepeatAsync(Func<Task> act, CancellationToken stop)
{
    while (!stop.IsCancellationRequested)
    {
        try
        {
            await act();
            await Task.Delay(100, stop);
        }
        catch (Exception e) when (e is IOException or SocketException or WebSocketException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }
}

async Task TalkOnceAsync(Uri at, string text)
{
    using TcpClient client = new();
    await client.ConnectAsync(at.Host, at.Port);
    await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
    await Task.Delay(50);
}

async Task TalkAsync(Uri at, string text, int bytesPerSecond, CancellationToken stop)
{
    try
    {
        using TcpClient client = new();
        await client.ConnectAsync(at.Host, at.Port, stop);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), stop);
        while (true)
        {
            await Task.Delay(1000, stop);
            await client.GetStream().WriteAsync(new byte[bytesPerSecond], stop);
        }
    }
    catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
    {
    }
}

async Task FlowAsync(Uri at, string head, CancellationToken stop)
{
    byte[] chunk = Encoding.Latin1.GetBytes($"10000\r\n{new string('x', 0x10000)}\r\n");
    using TcpClient client = new();
    await client.ConnectAsync(at.Host, at.Port, stop);
    await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(head), stop);
    for (int sent = 0; sent < 1_000_000_000 && client.Available == 0; sent += chunk.Length)
    {
        await client.GetStream().WriteAsync(chunk, stop);
    }

    byte[] answer = new byte[12];
    await client.GetStream().ReadExactlyAsync(answer, stop);
    flowAnswers.AddOrUpdate(int.Parse(Encoding.Latin1.GetString(answer, 9, 3)), 1, (_, count) => count + 1);
}

async Task BombAsync(byte[] bomb, CancellationToken stop)
{
    using HttpResponseMessage response = await bomber.PostAsync("v1/recognitions?timeline", new ByteArrayContent(bomb), stop);
    bombAnswers.AddOrUpdate((int)response.StatusCode, 1, (_, count) => count + 1);
}

async Task FloodAsync(Uri at, CancellationToken stop)
{
    using ClientWebSocket socket = new();
    await socket.ConnectAsync(new Uri($"ws://{at.Authority}/v1/stream?rate=16000"), stop);
    for (int i = 0; i < 200; i++)
    {
        await socket.SendAsync(new byte[16000], WebSocketMessageType.Binary, true, stop);
    }
}
