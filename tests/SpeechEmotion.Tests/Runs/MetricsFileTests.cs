using SpeechEmotion.Runs;
using Xunit;

namespace SpeechEmotion.Tests.Runs;

public sealed class MetricsFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".csv");

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameToTheBit()
    {
        EpochMetrics[] rows = [new(1, 1.0 / 3, 0.1, Math.PI, 0.2, 0.25, 1e-5, 12.5), new(2, 0.5, 1, double.NaN, double.NaN, double.NaN, 1e-6, 0)];

        MetricsFile.Write(_path, rows);

        Assert.Equal(rows, MetricsFile.Read(_path));
        Assert.StartsWith("epoch,trainLoss,trainAccuracy,validationLoss,validationAccuracy,validationUar,learningRate,seconds\n1,0.3333333333333333,",
            File.ReadAllText(_path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("a,b\n", "line 1")]
    [InlineData("H\n1,2,3\n", "line 2 is not epoch 1 and 7 numbers: '1,2,3'")]
    [InlineData("H\n1,2,3,4,5,6,7,8\n2,x,3,4,5,6,7,8\n", "line 3: a value is 'x'; it must be a number")]
    [InlineData("H\n2,2,3,4,5,6,7,8\n", "line 2 is not epoch 1")]
    [InlineData("H\none,2,3,4,5,6,7,8\n", "line 2")]
    public void Read_BrokenFile_SaysWhichLine(string text, string expected)
    {
        MetricsFile.Write(_path, []);
        File.WriteAllText(_path, text.Replace("H\n", File.ReadAllText(_path), StringComparison.Ordinal));

        var error = Assert.Throws<InvalidDataException>(() => MetricsFile.Read(_path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_path, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);
}
