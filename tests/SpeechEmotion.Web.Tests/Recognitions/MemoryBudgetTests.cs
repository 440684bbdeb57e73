using SpeechEmotion.Web.Problems;
using SpeechEmotion.Web.Recognitions;
using Xunit;

namespace SpeechEmotion.Web.Tests.Recognitions;

public sealed class MemoryBudgetTests
{
    [Fact]
    public void Take_LargeUpload_LeavesTheLastQuarterToSmallOnes()
    {
        MemoryBudget budget = new(6400);
        long held = 0;
        for (; held < 4800; held += 100)
        {
            budget.Take(100, held);
        }

        Assert.Equal(ProblemKind.Busy, Assert.Throws<ProblemException>(() => budget.Take(100, held)).Kind);
        Assert.Equal(1600, budget.Left);

        for (int i = 0; i < 16; i++)
        {
            budget.Take(100, 0);
        }

        Assert.Throws<ProblemException>(() => budget.Take(100, 0));
        Assert.Equal(0, budget.Left);
        budget.Release(6400);
        Assert.Equal(6400, budget.Left);
    }
}
