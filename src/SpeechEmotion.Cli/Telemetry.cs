using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SpeechEmotion.Recognition;

namespace SpeechEmotion.Cli;

/// <summary>Sends metrics and traces of <c>ser serve</c> to a collector, if the environment names one as OpenTelemetry has it; else nothing is sent, or even loaded.</summary>
internal static class Telemetry
{
    /// <summary>The standard variable that names the collector, such as <c>http://localhost:4317</c>.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether a collector is named.</summary>
    public static bool IsWanted => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable));

    /// <summary>Adds what sends, as the variables of OpenTelemetry say; no other variable is read.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => $"{variable.Key}".StartsWith("OTEL_", StringComparison.Ordinal))
            .Select(variable => KeyValuePair.Create($"{variable.Key}", (string?)variable.Value)));
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("ser", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics => metrics.AddMeter(RecognitionTelemetry.SourceName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel").AddOtlpExporter())
            .WithTracing(traces => traces.AddSource(RecognitionTelemetry.SourceName, "Microsoft.AspNetCore").AddOtlpExporter());
    }
}
