namespace SpeechEmotion.Web.Page;

/// <summary>A file of the page.</summary>
/// <param name="Bytes">What is in it.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Tag">Its entity tag, which changes with its content.</param>
internal sealed record PageAsset(byte[] Bytes, string Type, string Tag);
