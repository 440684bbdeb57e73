using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using SpeechEmotion.Datasets;
using SpeechEmotion.Web.Problems;

namespace SpeechEmotion.Web.Recognitions;

/// <summary>Takes the recording out of a request: the body itself, or the first file of a form.</summary>
/// <param name="config">The limits.</param>
/// <param name="budget">What all uploads share.</param>
internal sealed class UploadReader(ServerConfig config, MemoryBudget budget)
{
    private const int LongestName = 200, LongestBoundary = 70; // RFC 2046

    /// <summary>The same as <see cref="ReadAsync"/>, in the time that a body may take.</summary>
    /// <exception cref="ProblemException">There is no recording, or it is too large or too slow.</exception>
    public Task<Upload> ReadInTimeAsync(HttpContext http, string? name) => InTimeAsync(http, () => ReadAsync(http.Request, name, http.RequestAborted));

    /// <summary>Reads a body in the time that one may take.</summary>
    /// <param name="http">The request.</param>
    /// <param name="read">Reads it, through <see cref="RequestBody"/>.</param>
    /// <exception cref="ProblemException">It is too slow.</exception>
    public async Task<T> InTimeAsync<T>(HttpContext http, Func<Task<T>> read)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(config.Limits.RequestSeconds));
        using CancellationTokenRegistration late = limit.Token.Register(http.Request.BodyReader.CancelPendingRead);
        try
        {
            return await read();
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw new ProblemException(ProblemKind.SlowRequest, $"The body did not arrive within {config.Limits.RequestSeconds} s.");
        }
    }

    /// <summary>Reads a request to the end of its recording.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">What the recording is called; null takes the name of the file in a form.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ProblemException">There is no recording, or it is too large.</exception>
    public async Task<Upload> ReadAsync(HttpRequest request, string? name, CancellationToken cancellation)
    {
        if (request.Headers.ContentEncoding.Any(encoding => !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException(ProblemKind.EncodedBody, $"The content encoding is {PlainName.Quote(request.Headers.ContentEncoding.ToString())}; send the recording as it is.");
        }

        long limit = config.Limits.MaximumBodyBytes;
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        Upload upload = new(budget);
        try
        {
            Stream body = new RequestBody(request.BodyReader);
            if (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            {
                string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? throw new ProblemException(ProblemKind.BadRequest, "The form has no boundary.");
                MultipartReader form = new(boundary.Length <= LongestBoundary ? boundary : throw new ProblemException(ProblemKind.BadRequest, $"The form's boundary has {boundary.Length} characters; it must have {LongestBoundary} at most."), body);
                FileMultipartSection file = await NextFileAsync(form, cancellation) ?? throw new ProblemException(ProblemKind.BadRequest, "The form has no file; send the recording as one, such as with curl -F file=@recording.wav.");
                name ??= file.FileName;
                await upload.FillAsync(file.FileStream!, length => RequireLength(length, limit), cancellation);
                if (await NextFileAsync(form, cancellation) is not null)
                {
                    throw new ProblemException(ProblemKind.BadRequest, "The form has several files; send one recording in each request.");
                }
            }
            else
            {
                await upload.FillAsync(body, length => RequireLength(length, limit), cancellation);
            }

            upload.Name = Label(name) ?? upload.Name;
            return upload.Length > 0 ? upload : throw new ProblemException(ProblemKind.BadRequest, "The body is empty; send a recording as the body or as a file of a form.");
        }
        catch (Exception e) when (e is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            await upload.DisposeAsync();
            throw new ProblemException(ProblemKind.BadRequest, e is InvalidDataException ? $"The body cannot be read: {e.Message}" : "The body ends too early; send all of it.");
        }
        catch
        {
            await upload.DisposeAsync();
            throw;
        }
    }

    /// <summary>The last part of a client's file name, as a label and nothing else; null if nothing of it can be shown.</summary>
    internal static string? Label(string? name)
    {
        string last = (name ?? "").Split('/', '\\')[^1];
        string label = new([.. last.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)).Take(LongestName)]);
        return label.Trim() is { Length: > 0 } shown ? shown : null;
    }

    private static async Task<FileMultipartSection?> NextFileAsync(MultipartReader form, CancellationToken cancellation)
    {
        while (await form.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (section.AsFileSection() is { } file)
            {
                return file;
            }

            if (section.AsFormDataSection() is { } field && RecognitionQuery.IsParameter(field.Name))
            {
                throw new ProblemException(ProblemKind.BadRequest, $"The form has the field {PlainName.Quote(field.Name)}; parameters belong in the address, such as ?{field.Name}=….");
            }
        }

        return null;
    }

    private static void RequireLength(long length, long limit)
    {
        if (length > limit)
        {
            throw TooLarge(limit);
        }
    }

    private static ProblemException TooLarge(long limit) => new(ProblemKind.BodyTooLarge, $"The recording has more than {limit} bytes; compress it or split it.");
}
