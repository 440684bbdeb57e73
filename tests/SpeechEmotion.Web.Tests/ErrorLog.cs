using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SpeechEmotion.Web.Tests;

/// <summary>Keeps what a server logs with an exception, or as an error.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private readonly ConcurrentBag<string> _errors = [];

    public IReadOnlyCollection<string> Errors => _errors;

    public ILogger CreateLogger(string categoryName) => new Category(_errors, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(ConcurrentBag<string> errors, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error || (logLevel == LogLevel.Warning && exception is not null))
            {
                errors.Add($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
