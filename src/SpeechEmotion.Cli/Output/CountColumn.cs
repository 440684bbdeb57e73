using Spectre.Console;
using Spectre.Console.Rendering;

namespace SpeechEmotion.Cli.Output;

/// <summary>How many of how many: <c>120/4,509</c>; nothing until that is known.</summary>
internal sealed class CountColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.IsIndeterminate ? "" : $"{task.Value:N0}/{task.MaxValue:N0}");
}
