using System.Text;
using SpeechEmotion.Audio;

namespace SpeechEmotion.Cli.Predict;

/// <summary>Where answers go: standard output, or a file that appears when all of them are written.</summary>
internal sealed class AnswerFile : IDisposable
{
    private readonly string? _path;
    private readonly OutputFile? _folder;
    private readonly AtomicFile? _file;

    /// <summary>Opens the file, so that faults are told before the work.</summary>
    /// <param name="context">Has standard output.</param>
    /// <param name="path">The file; null takes standard output.</param>
    /// <param name="inputs">The recordings, none of which may be that file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public AnswerFile(CommandContext context, string? path, IReadOnlyList<AudioInput> inputs)
    {
        _path = path;
        Writer = context.Output;
        if (path is null)
        {
            return;
        }

        if (File.Exists(path))
        {
            foreach (AudioInput input in inputs)
            {
                OutputFile.RefuseInput(input.Path, path);
            }
        }

        _folder = OutputFile.Prepare(path);
        try
        {
            _file = new AtomicFile(path);
            Writer = new StreamWriter(_file.Stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>Receives the answers.</summary>
    public TextWriter Writer { get; }

    /// <summary>What to say if the work is interrupted.</summary>
    /// <param name="printed">What is on standard output by then.</param>
    public string Interrupted(string printed) => _path is null ? $"interrupted; {printed}" : $"interrupted; {_path} was not written";

    /// <summary>Gives the file its name: all answers are there.</summary>
    public void Complete()
    {
        Writer.Flush();
        _file?.Complete();
    }

    /// <summary>Removes the file unless it is complete.</summary>
    public void Dispose()
    {
        try
        {
            _file?.Dispose();
        }
        finally
        {
            _folder?.Dispose();
        }
    }
}
