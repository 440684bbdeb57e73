using System.Security.Cryptography;
using SpeechEmotion.Recognition;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Sessions;

/// <summary>Voices that clients leave with the server, in memory, until they have not been used for a while.</summary>
/// <param name="config">The limits.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionStore(ServerConfig config, TimeProvider time)
{
    private readonly Dictionary<string, (EmotionSession Session, DateTimeOffset Used)> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Keeps a session.</summary>
    /// <returns>Its id: 128 random bits, so that nobody else can find it.</returns>
    /// <exception cref="ProblemException">There are as many as the server keeps, all in use.</exception>
    public string Add(EmotionSession session)
    {
        lock (_lock)
        {
            Forget();
            if (_sessions.Count >= config.Limits.KeptSessions)
            {
                throw new ProblemException(
                    ProblemKind.Busy,
                    $"The server keeps {config.Limits.KeptSessions} sessions; carry yours in the header {SessionHeader.Name} instead.",
                    TimeSpan.FromSeconds(60));
            }

            string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            _sessions[id] = (session, time.GetUtcNow());
            return id;
        }
    }

    /// <summary>Finds a session, which counts as using it.</summary>
    /// <exception cref="ProblemException">There is none of this id, or no longer.</exception>
    public EmotionSession Get(string id)
    {
        lock (_lock)
        {
            Forget();
            if (!_sessions.TryGetValue(id, out (EmotionSession Session, DateTimeOffset Used) kept))
            {
                throw new ProblemException(ProblemKind.UnknownSession, $"Sessions are kept until they are deleted or have not been used for {config.Limits.SessionIdleSeconds} s.");
            }

            _sessions[id] = (kept.Session, time.GetUtcNow());
            return kept.Session;
        }
    }

    /// <summary>Forgets a session.</summary>
    /// <exception cref="ProblemException">There is none of this id, or no longer.</exception>
    public void Remove(string id)
    {
        Get(id);
        lock (_lock)
        {
            _sessions.Remove(id);
        }
    }

    private void Forget()
    {
        DateTimeOffset before = time.GetUtcNow() - TimeSpan.FromSeconds(config.Limits.SessionIdleSeconds);
        foreach (string id in _sessions.Where(session => session.Value.Used < before).Select(session => session.Key).ToArray())
        {
            _sessions.Remove(id);
        }
    }
}
