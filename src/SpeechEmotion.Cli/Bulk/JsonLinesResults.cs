using System.Text;

namespace SpeechEmotion.Cli.Bulk;

/// <summary>Results as lines of JSON.</summary>
internal sealed class JsonLinesResults(Stream output, IReadOnlyList<string> labels) : IResultWriter
{
    private readonly StreamWriter _writer = new(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true);

    /// <summary>Reads such a file.</summary>
    /// <exception cref="InvalidDataException">A line is no result.</exception>
    public static IEnumerable<ResultRow> Read(string path, IReadOnlyList<string> labels)
    {
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            ResultRow row;
            try
            {
                row = JsonLine.Read(line, labels);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"{path}: line {number} {e.Message}", e);
            }

            yield return row;
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(ResultRow row)
    {
        _writer.Write(JsonLine.Write(row, labels) + "\n");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask FinishAsync()
    {
        _writer.Flush();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _writer.DisposeAsync();
}
