using SpeechEmotion.Metrics;
using Xunit;

namespace SpeechEmotion.Tests.Metrics;

public sealed class DistributionsTests
{
    [Fact]
    public void JensenShannon_ClosedForms_Agree()
    {
        Assert.Equal(0, Distributions.JensenShannon([0.2, 0.8], [0.2, 0.8]), 1e-12);
        Assert.Equal(1, Distributions.JensenShannon([1, 0, 0], [0, 0.5, 0.5]), 1e-12);

        // (1, 0) and (1/2, 1/2): the mean is (3/4, 1/4); H(mean) - (0 + 1) / 2
        double entropy = -(0.75 * Math.Log2(0.75)) - (0.25 * Math.Log2(0.25));
        Assert.Equal(entropy - 0.5, Distributions.JensenShannon([1, 0], [0.5, 0.5]), 1e-12);
        Assert.Equal(Distributions.JensenShannon([0.1, 0.9], [0.6, 0.4]), Distributions.JensenShannon([0.6, 0.4], [0.1, 0.9]), 1e-12);
        Assert.Throws<ArgumentException>(() => Distributions.JensenShannon([1], [0.5, 0.5]));
    }

    [Fact]
    public void Correlation_ClosedForms_Agree()
    {
        Assert.Equal(1, Distributions.Correlation([1, 2, 3], [10, 20, 30]), 1e-12);
        Assert.Equal(-1, Distributions.Correlation([1, 2, 3], [3, 2, 1]), 1e-12);
        Assert.Equal(0.5, Distributions.Correlation([1, 2, 3], [1, 3, 2]), 1e-12);
        Assert.Equal(double.NaN, Distributions.Correlation([1, 1], [1, 2]));
        Assert.Throws<ArgumentException>(() => Distributions.Correlation([1], [1, 2]));
    }
}
