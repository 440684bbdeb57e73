using Spectre.Console;
using Spectre.Console.Rendering;

namespace SpeechEmotion.Cli.Output;

/// <summary>How many of how many: <c>120/4509</c>.</summary>
internal sealed class CountColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text($"{task.Value:0}/{task.MaxValue:0}");
}
