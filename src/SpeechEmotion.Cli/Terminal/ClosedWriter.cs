using System.Text;

namespace SpeechEmotion.Cli.Terminal;

/// <summary>Standard output where it was closed before the program began: the first word that has nowhere to go is an error.</summary>
internal sealed class ClosedWriter : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    /// <exception cref="IOException">Always.</exception>
    public override void Write(char value) => throw new IOException("standard output is closed; send it to a file, or to /dev/null if nobody needs it");
}
