using System.Text;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli.Terminal;

/// <summary>Passes text on with its control characters made visible, line breaks and tabs apart: names of files must not command the terminal that shows them.</summary>
/// <param name="inner">Where it goes.</param>
/// <param name="lines">Whether each text that is written as a line is one, so that a line break in it belongs to a name and is made visible, too.</param>
internal sealed class VisibleWriter(TextWriter inner, bool lines = false) : TextWriter
{
    private const string Kept = "\r\n\t";

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(PlainName.Visible(value.ToString(), Kept));

    public override void Write(string? value) => inner.Write(PlainName.Visible(value ?? "", Kept));

    public override void WriteLine(string? value) => inner.WriteLine(PlainName.Visible(value ?? "", lines ? "\t" : Kept));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Flush() => inner.Flush();
}
