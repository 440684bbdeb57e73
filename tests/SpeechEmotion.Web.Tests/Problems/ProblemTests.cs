using SpeechEmotion.Web.Problems;
using Xunit;

namespace SpeechEmotion.Web.Tests.Problems;

public class ProblemTests
{
    [Fact]
    public void Of_ErrorOfALibrary_HasNoNamesOfItsParameters() =>
        Assert.Equal("The clip has no samples; 1 is needed.", Problem.Of(new ArgumentException("The clip has no samples;\n1 is needed.", "clip"), CancellationToken.None).Message);

    [Fact]
    public void Details_OfWhatAClientSent_AreShortAndVisible()
    {
        string detail = Problem.Details(new ProblemException(ProblemKind.BadRequest, $"The parameter '{new string('\e', 10_000)}' is unknown; leave it out."), null).Detail!;
        Assert.InRange(detail.Length, 100, 2000);
        Assert.StartsWith("The parameter '\\u001B", detail, StringComparison.Ordinal);
        Assert.EndsWith("is unknown; leave it out.", detail, StringComparison.Ordinal);
    }
}
