using System.Text;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli.Terminal;

/// <summary>Passes text on with its control characters made visible, line breaks and tabs apart: names of files must not command the terminal that shows them.</summary>
internal sealed class VisibleWriter(TextWriter inner) : TextWriter
{
    private const string Kept = "\r\n\t";

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(PlainName.Visible(value.ToString(), Kept));

    public override void Write(string? value) => inner.Write(PlainName.Visible(value ?? "", Kept));

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Flush() => inner.Flush();
}
