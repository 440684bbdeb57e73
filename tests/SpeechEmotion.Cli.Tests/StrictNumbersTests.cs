using System.CommandLine;
using Xunit;

namespace SpeechEmotion.Cli.Tests;

public class StrictNumbersTests
{
    public static TheoryData<string, string> Options =>
        [.. from pair in Walk(Cli.CreateRoot(CommandContext.ForTerminal()), []) from option in pair.Command.Options where IsNumber(option) select (string.Join(' ', pair.Path), option.Name)];

    [Theory]
    [MemberData(nameof(Options))]
    public void Parse_EveryNumber_RefusesCommasAndShowsTheRightForm(string command, string option)
    {
        Assert.Contains("write 0.5", Error(command, option, "0,5"), StringComparison.Ordinal);
        Assert.Contains("write 1.000 or 1000", Error(command, option, "1,000"), StringComparison.Ordinal);
        Assert.Contains("it must be a", Error(command, option, "NaN"), StringComparison.Ordinal);
        Assert.DoesNotContain($"{option} is", Error(command, option, "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void ApplyTo_NumberOfAnotherKind_IsABug() =>
        Assert.Throws<InvalidOperationException>(() => StrictNumbers.ApplyTo(new Command("x") { new Option<decimal>("--price") }));

    private static string Error(string command, string option, string value) =>
        string.Join('\n', Cli.CreateRoot(CommandContext.ForTerminal()).Parse([.. command.Split(' '), .. command == "predict" ? ["--timeline"] : Array.Empty<string>(), option, value]).Errors.Select(error => error.Message));

    private static bool IsNumber(Option option)
    {
        Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;
    }

    private static IEnumerable<(Command Command, string[] Path)> Walk(Command command, string[] path) =>
        command.Subcommands.SelectMany(child => Walk(child, [.. path, child.Name])).Prepend((command, path));
}
