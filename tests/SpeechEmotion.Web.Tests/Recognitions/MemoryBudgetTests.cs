using System.Runtime.CompilerServices;
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
        budget.Release(6400L);
        Assert.Equal(6400, budget.Left);
    }

    [Fact]
    public void TakeBlock_AfterOneWasGivenBack_IsTheSameAndHoldsNothing()
    {
        MemoryBudget budget = new(10 * MemoryBudget.BlockLength);
        byte[] block = budget.TakeBlock(0), other = budget.TakeBlock(0);
        Assert.NotSame(block, other);
        block.AsSpan().Fill(1);
        budget.Release(block);
        Assert.Equal(9 * MemoryBudget.BlockLength, budget.Left);
        Assert.Same(block, budget.TakeBlock(0));
        Assert.DoesNotContain((byte)1, block);
    }

    [Fact]
    public void Release_NobodyTakesTheBlocks_CollectorDoes()
    {
        MemoryBudget budget = new(1000 * MemoryBudget.BlockLength);
        WeakReference[] blocks = TakeAndRelease(budget);
        GC.Collect();
        Assert.DoesNotContain(blocks, block => block.IsAlive);
        Assert.Equal(MemoryBudget.BlockLength, budget.TakeBlock(0).Length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] TakeAndRelease(MemoryBudget budget)
    {
        byte[][] blocks = [.. Enumerable.Range(0, 20).Select(_ => budget.TakeBlock(0))];
        Array.ForEach(blocks, budget.Release);
        return [.. blocks.Select(block => new WeakReference(block))];
    }
}
