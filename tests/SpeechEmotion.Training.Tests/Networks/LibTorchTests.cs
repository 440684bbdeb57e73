using SpeechEmotion.Networks;
using Xunit;

namespace SpeechEmotion.Tests.Networks;

public sealed class LibTorchTests
{
    [Fact]
    public void MarkVersionNeedWeak_TheShippedBinding_ChangesOneByteOfTheNamedVersion()
    {
        string? path = Directory.EnumerateFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories).FirstOrDefault();
        Assert.SkipWhen(path is null, "the Linux binding is not part of this build");
        byte[] original = File.ReadAllBytes(path!);
        byte[] image = [.. original];

        Assert.True(LibTorch.MarkVersionNeedWeak(image, "GLIBCXX_3.4.32"));

        int[] changed = [.. Enumerable.Range(0, image.Length).Where(i => image[i] != original[i])];
        Assert.Single(changed);
        Assert.Equal(original[changed[0]] | 2, image[changed[0]]);
    }

    [Fact]
    public void MarkVersionNeedWeak_UnknownVersionOrNoElf_ChangesNothing()
    {
        Assert.False(LibTorch.MarkVersionNeedWeak([], "GLIBCXX_3.4.32"));
        Assert.False(LibTorch.MarkVersionNeedWeak(new byte[100], "GLIBCXX_3.4.32"));
    }
}
