namespace SpeechEmotion.Audio;

/// <summary>What a path leads to, links followed.</summary>
internal enum PathKind
{
    /// <summary>Nothing: neither a file nor a link.</summary>
    Missing,

    /// <summary>A link whose target does not exist, or is the link itself.</summary>
    DanglingLink,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A named pipe (FIFO).</summary>
    Pipe,

    /// <summary>A device, such as a terminal or <c>/dev/null</c>.</summary>
    Device,

    /// <summary>A socket.</summary>
    Socket,
}
