namespace SpeechEmotion.Datasets.Download;

/// <summary>What is downloaded from a repository that keeps its files in Git LFS, from where, and how patiently.</summary>
internal sealed record LfsDownloadConfig
{
    /// <summary>Address of the Git LFS batch API [GitLfs]; http or https.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The files to download.</summary>
    public required IReadOnlyList<LfsDownloadFile> Manifest { get; init; }

    /// <summary>Name of the file beside the others that gets <see cref="Notice"/>; a plain file name.</summary>
    public required string NoticeName { get; init; }

    /// <summary>Where the files come from, on what terms, and how to cite them.</summary>
    public required string Notice { get; init; }

    /// <summary>Files downloaded at the same time, 1 to 64.</summary>
    public int ConcurrentDownloads { get; init; } = 8;

    /// <summary>Files whose addresses are asked for in one request, 1 to 1000.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Tries a file or a batch request gets before it counts as failed, 1 to 20.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>Pause before the second try; it doubles with each further one, and a random share of up to half is taken off so that tries spread out.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two tries; a server that asks for a longer one gets at most this.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A transfer in which no byte arrives for this long is broken off and tried again.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock that pauses, time-outs and expiry are measured with.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Lists every fault of the configuration, each with its path below <paramref name="path"/>; empty if there is none.</summary>
    public IEnumerable<string> Validate(string path = "download")
    {
        if (!Endpoint.IsAbsoluteUri || (Endpoint.Scheme != Uri.UriSchemeHttp && Endpoint.Scheme != Uri.UriSchemeHttps))
        {
            yield return $"{path}.endpoint is '{Endpoint}'; it must be an http or https address";
        }

        if (ConcurrentDownloads is < 1 or > 64)
        {
            yield return $"{path}.concurrentDownloads is {ConcurrentDownloads}; it must be 1 to 64";
        }

        if (BatchSize is < 1 or > 1000)
        {
            yield return $"{path}.batchSize is {BatchSize}; it must be 1 to 1000";
        }

        if (Tries is < 1 or > 20)
        {
            yield return $"{path}.tries is {Tries}; it must be 1 to 20";
        }

        if (FirstDelay < TimeSpan.Zero || FirstDelay > LongestDelay)
        {
            yield return $"{path}.firstDelay is {FirstDelay}; it must be 0 to longestDelay ({LongestDelay})";
        }

        if (LongestDelay > TimeSpan.FromDays(1))
        {
            yield return $"{path}.longestDelay is {LongestDelay}; it must be a day or less";
        }

        if (StallTimeout <= TimeSpan.Zero || StallTimeout > TimeSpan.FromDays(1))
        {
            yield return $"{path}.stallTimeout is {StallTimeout}; it must be more than 0 and a day or less";
        }

        if (!IsPlainName(NoticeName))
        {
            yield return $"{path}.noticeName is '{NoticeName}'; it must be letters, digits, '_', '-' and '.', and start with a letter or digit";
        }

        foreach (string fault in ValidateManifest($"{path}.manifest"))
        {
            yield return fault;
        }
    }

    private IEnumerable<string> ValidateManifest(string path)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < Manifest.Count; i++)
        {
            LfsDownloadFile file = Manifest[i];
            if (!IsPlainName(file.Name))
            {
                yield return $"{path}[{i}].name is '{file.Name}'; it must be letters, digits, '_', '-' and '.', and start with a letter or digit";
            }
            else if (!names.Add(file.Name))
            {
                yield return $"{path}[{i}].name is '{file.Name}', as is that of an earlier file; names must be unique";
            }

            if (file.Sha256.Length != 64 || !file.Sha256.All(char.IsAsciiHexDigitLower))
            {
                yield return $"{path}[{i}].sha256 is '{file.Sha256}'; it must be 64 lower-case hexadecimal digits";
            }

            if (file.Bytes < 1)
            {
                yield return $"{path}[{i}].bytes is {file.Bytes}; it must be 1 or more";
            }
        }
    }

    /// <summary>Names become paths, so they are kept to what means the same on every system: no separator, no drive, no parent folder.</summary>
    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 200
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}
