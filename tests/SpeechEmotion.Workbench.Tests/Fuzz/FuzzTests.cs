using System.Globalization;
using System.Runtime.CompilerServices;
using SpeechEmotion.Fuzz;
using SpeechEmotion.Signal;
using Xunit;

namespace SpeechEmotion.Workbench.Tests.Fuzz;

public sealed class FuzzTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("speech-emotion-").FullName;

    [Fact]
    public void Run_EveryReaderForTwentySeconds_FindsNothing()
    {
        using StringWriter output = new(CultureInfo.InvariantCulture);
        int code = Supervisor.Run([.. Readers.All.Keys], 1, TimeSpan.FromSeconds(20), Path.Combine(_folder, "findings"), output);
        Assert.True(code == 0, output.ToString());
        Assert.All(Readers.All.Keys, name => Assert.Matches($@"(?m)^{name} +[1-9]", output.ToString()));
        Assert.False(Directory.Exists(Path.Combine(_folder, "findings")));
    }

    [Fact]
    public void Run_ReaderWithAFault_KeepsTheFileThatShowsIt()
    {
        Finding[] findings = Attack(file => Planted(file));
        Finding found = Assert.Single(findings);
        Assert.Contains("planted", found.Text, StringComparison.Ordinal);
        Assert.True(found.Bytes.Length < 10);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // A finding is known by the method that threw.
    private static int Planted(byte[] file) => file.Length < 10 ? throw new InvalidOperationException("planted") : 0;

    [Fact]
    public void Run_ReaderThatNeverReadsAWholeFile_IsFound() =>
        Assert.Contains(Attack(_ => throw new InvalidDataException("damaged")), finding => finding.Text == "a whole file is refused");

    [Fact]
    public void Run_MessageOfTwoLines_IsFound() =>
        Assert.Contains(Attack(file => throw new InvalidDataException($"the header is '{(char)file[0]}'\n")), finding => finding.Key.StartsWith("message", StringComparison.Ordinal));

    [Fact]
    public void Run_ReaderThatTrustsALength_IsFound() =>
        Assert.Contains(Attack(file => GC.KeepAlive(new byte[file.Length == 20 ? 1 : 600_000_000])), finding => finding.Key == "memory");

    [Fact]
    public void Mutate_SameNumber_IsTheSameFile()
    {
        byte[][] files = ["{ \"seed\": 3 }"u8.ToArray(), []];
        byte[][] first = [.. Enumerable.Range(0, 2000).Select(number => Mutator.Mutate(files, new SeededRandom(1, (ulong)number)))];
        byte[][] second = [.. Enumerable.Range(0, 2000).Select(number => Mutator.Mutate(files, new SeededRandom(1, (ulong)number)))];
        Assert.Equal(first, second);
        Assert.InRange(first.Select(Convert.ToHexString).Distinct().Count(), 500, 2000);
    }

    [Fact]
    public void Seeds_EachFolder_BelongsToAReader()
    {
        string[] formats = [.. Readers.All.Keys.Select(name => name.Split('-')[0])];
        string[] folders = [.. Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "seeds")).Select(folder => Path.GetFileName(folder))];
        Assert.NotEmpty(folders);
        Assert.All(folders, folder => Assert.Contains(folder, formats));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Finding[] Attack(Action<byte[]> read)
    {
        string path = Path.Combine(_folder, "file");
        SpeechEmotion.Fuzz.Attack attack = new(new FuzzReader(path, [new byte[20]], () => read(File.ReadAllBytes(path))), []);
        attack.Run(1, TimeSpan.FromSeconds(1));
        return [.. attack.Findings];
    }
}
