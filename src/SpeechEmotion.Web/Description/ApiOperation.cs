using Microsoft.OpenApi;

namespace SpeechEmotion.Web.Description;

/// <summary>What the OpenAPI document says of an endpoint.</summary>
/// <param name="Summary">One line.</param>
/// <param name="Description">A paragraph.</param>
/// <param name="Parameters">Parameters of the query and headers.</param>
/// <param name="Responses">Responses by status, with their formats.</param>
/// <param name="Body">The formats of the request body; empty if there is none.</param>
internal sealed record ApiOperation(
    string Summary,
    string Description,
    IReadOnlyList<OpenApiParameter> Parameters,
    IReadOnlyList<(int Status, string Description, string[] Formats)> Responses,
    IReadOnlyList<string> Body)
{
    /// <summary>Writes it down.</summary>
    public void Apply(OpenApiOperation operation)
    {
        operation.Summary = Summary;
        operation.Description = Description;
        operation.Parameters = [.. operation.Parameters?.Where(parameter => parameter.In == ParameterLocation.Path) ?? [], .. Parameters];
        if (Body.Count > 0)
        {
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Body.ToDictionary(format => format, Media) };
        }

        operation.Responses = [];
        foreach ((int status, string description, string[] formats) in Responses)
        {
            operation.Responses[$"{status}"] = new OpenApiResponse { Description = description, Content = formats.ToDictionary(format => format, Media) };
        }
    }

    private static OpenApiMediaType Media(string format) => new OpenApiMediaType
    {
        Schema = format switch
        {
            "multipart/form-data" => new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "file" },
                Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            },
            "application/octet-stream" or "audio/*" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            "application/json" or "application/problem+json" => new OpenApiSchema { Type = JsonSchemaType.Object },
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };
}
