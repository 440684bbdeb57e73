using SpeechEmotion.Cli;

using Interruption interruption = new();
return await Cli.RunAsync(args, CommandContext.ForTerminal(), interruption.Token);
