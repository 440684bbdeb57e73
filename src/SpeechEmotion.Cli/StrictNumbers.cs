using System.CommandLine;
using System.CommandLine.Parsing;
using SpeechEmotion.Datasets.Tables;

namespace SpeechEmotion.Cli;

/// <summary>Makes every option that takes a number read it strictly: System.CommandLine alone takes 0,5 for 5.</summary>
internal static class StrictNumbers
{
    private delegate bool TryParse<T>(string text, out T value);

    /// <summary>Sets the parser of all options of a command and those below it.</summary>
    /// <exception cref="InvalidOperationException">An option or argument takes a kind of number that is not known here: a bug.</exception>
    public static void ApplyTo(Command command)
    {
        foreach (Option option in command.Options)
        {
            Apply(option);
        }

        foreach (Argument argument in command.Arguments.Where(argument => IsNumber(argument.ValueType)))
        {
            throw new InvalidOperationException($"Argument {argument.Name} takes a number; only options are read strictly.");
        }

        foreach (Command child in command.Subcommands)
        {
            ApplyTo(child);
        }
    }

    private static void Apply(Option option)
    {
        switch (option)
        {
            case Option<int> whole:
                whole.CustomParser = result => Read<int>(result, option, "a whole number", NumberText.TryParse);
                break;
            case Option<int?> whole:
                whole.CustomParser = result => Read<int>(result, option, "a whole number", NumberText.TryParse);
                break;
            case Option<ulong> whole:
                whole.CustomParser = result => Read<ulong>(result, option, "a whole number, 0 or more", NumberText.TryParse);
                break;
            case Option<ulong?> whole:
                whole.CustomParser = result => Read<ulong>(result, option, "a whole number, 0 or more", NumberText.TryParse);
                break;
            case Option<double> real:
                real.CustomParser = result => Read<double>(result, option, "a number", NumberText.TryParse);
                break;
            case Option<double?> real:
                real.CustomParser = result => Read<double>(result, option, "a number", NumberText.TryParse);
                break;
            default:
                if (IsNumber(option.ValueType))
                {
                    throw new InvalidOperationException($"{option.Name} takes a number of a kind that is not read strictly yet.");
                }

                break;
        }
    }

    private static T Read<T>(ArgumentResult result, Option option, string rule, TryParse<T> tryParse)
    {
        if (result.Tokens.Count != 1)
        {
            return default!; // Reported as such.
        }

        if (!tryParse(result.Tokens[0].Value, out T value))
        {
            result.AddError($"{option.Name} {NumberText.Describe(result.Tokens[0].Value, rule)}");
        }

        return value;
    }

    private static bool IsNumber(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type;
        return !plain.IsEnum && Type.GetTypeCode(plain) is >= TypeCode.SByte and <= TypeCode.Decimal;
    }
}
