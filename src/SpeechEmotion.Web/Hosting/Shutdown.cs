using Microsoft.Extensions.Hosting;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Hosting;

/// <summary>The end of the server. What would go on for long, such as live streams, ends when it begins; requests that are being answered have some seconds more.</summary>
internal sealed class Shutdown : IDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _begun;

    public Shutdown(IHostApplicationLifetime lifetime)
    {
        Begun = lifetime.ApplicationStopping;
        Over = _over.Token;
        _begun = Begun.Register(() => _over.CancelAfter(s_grace));
    }

    /// <summary>What clients are told.</summary>
    public static ProblemException Problem => new(ProblemKind.Busy, "The server is being stopped.", TimeSpan.FromSeconds(5));

    /// <summary>The server is being stopped.</summary>
    public CancellationToken Begun { get; }

    /// <summary>Nothing may go on any longer.</summary>
    public CancellationToken Over { get; }

    /// <summary>Does nothing while the server may answer.</summary>
    /// <exception cref="ProblemException">It no longer may.</exception>
    public void Require()
    {
        if (Over.IsCancellationRequested)
        {
            throw Problem;
        }
    }

    public void Dispose()
    {
        _begun.Dispose();
        _over.Dispose();
    }
}
