using SpeechEmotion.Cli;
using SpeechEmotion.Cli.Terminal;

using Interruption interruption = new();
return await Cli.RunAsync(args, CommandContext.ForTerminal() with { Interruption = interruption }, interruption.Token);
