using System.Text.RegularExpressions;
using SpeechEmotion.Audio;
using SpeechEmotion.Datasets;

namespace SpeechEmotion.Cli.Terminal;

/// <summary>Errors that are the caller's or the data's and not this program's, as one line.</summary>
internal static partial class ErrorLine
{
    /// <summary>Whether an error says what is wrong with the arguments or the files; anything else is a bug.</summary>
    public static bool IsExpected(Exception error) => error switch
    {
        AggregateException all => all.Flatten().InnerExceptions.All(IsExpected),
        ArgumentNullException => false,
        TypeInitializationException { InnerException: { } cause } => IsExpected(cause),
        ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException or DllNotFoundException or OutOfMemoryException => true,
        _ => false,
    };

    /// <summary>Whether a file cannot be read because a program is missing: a whole folder may fail for this one reason.</summary>
    public static bool IsMissingFfmpeg(Exception error) => error is InvalidDataException { InnerException: FileNotFoundException { FileName: "ffmpeg" } };

    /// <summary>The error's message on one line, without what names the program's own parameters.</summary>
    public static string Of(Exception error)
    {
        if (error is AggregateException all)
        {
            return Of(all.Flatten().InnerExceptions[0]);
        }

        if (error is TypeInitializationException { InnerException: { } cause })
        {
            return Of(cause);
        }

        string message = error is OutOfMemoryException ? "not enough memory for this; take smaller settings (batch, width, clip length) or a shorter recording" : error.Message;
        if (error is UnauthorizedAccessException && DeniedPath().Match(message) is { Success: true, Groups: [_, var denied] })
        {
            message = $"{denied.Value}: permission denied";
        }

        if (error is FileNotFoundException { FileName: null } && !HasWorkingFolder())
        {
            message = "the working folder does not exist any more; go to one that does";
        }

        if (error is IOException && message == "No space left on device") // A file's error names the file.
        {
            message = "standard output: no space left on device";
        }

        if (error is ArgumentException { ParamName: { } name })
        {
            message = message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        }

        if (error is ArgumentOutOfRangeException { ActualValue: { } value })
        {
            message = message.Replace($"Actual value was {value}.", $"It is {value}.", StringComparison.Ordinal);
        }

        return PlainName.Cut(OneLine(TemporaryEnding().Replace(message, "")));
    }

    /// <summary>The same, with the recording's name in front where the message does not name it.</summary>
    public static string Of(AudioInput input, Exception error) => Of(StandardInput.Is(input) ? input.Name : input.Path, error);

    /// <summary>The same, with the file's name in front where the message does not name it.</summary>
    public static string Of(string file, Exception error)
    {
        string message = Of(error);
        return message.Contains(OneLine(Path.GetFileName(file)), StringComparison.Ordinal) ? message : PlainName.Cut($"{file}: {message}");
    }

    private static bool HasWorkingFolder()
    {
        try
        {
            return Directory.Exists(Directory.GetCurrentDirectory());
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>What a file's temporary name has more than its own (<see cref="AtomicFile"/>): nobody asked for a file of that name.</summary>
    [GeneratedRegex(@"\.[a-z0-9]{8}\.[a-z0-9]{3}\.tmp\b")]
    private static partial Regex TemporaryEnding();

    /// <summary>What .NET says of a path that the user may not read or write.</summary>
    [GeneratedRegex("^Access to the path '(.+)' is denied\\.$", RegexOptions.Singleline)]
    private static partial Regex DeniedPath();

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
