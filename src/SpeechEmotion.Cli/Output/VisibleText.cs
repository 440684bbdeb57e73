using Spectre.Console;
using Spectre.Console.Rendering;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli.Output;

/// <summary>Makes the control characters in everything that a console shows visible; its own colours and movements are no text and stay.</summary>
internal sealed class VisibleText : IRenderHook
{
    /// <summary>Guards a console.</summary>
    public static void Guard(IAnsiConsole console) => console.Pipeline.Attach(new VisibleText());

    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(renderable => new Guarded(renderable));

    private sealed class Guarded(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner.Render(options, maxWidth).Select(segment =>
                segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(PlainName.Visible(segment.Text, "\n"), segment.Style));
    }
}
