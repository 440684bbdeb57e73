const quoted = name => `'${name.replaceAll("'", "'\\''")}'`;

/** Command lines and code that give what the page shows. A session stands in the file voice.json. */
export function linesOf(name, choice) {
  const { isAdapted, isSplit, session } = choice, file = quoted(name.startsWith('-') ? `./${name}` : name);
  const carry = session ? `-H "Speech-Emotion-Session: $(tr -d '\\n' < voice.json)" ` : '';
  const query = `timeline${isSplit ? '&channels=split' : ''}${isAdapted ? '&adapt' : ''}`;
  return {
    curl: `curl ${carry}--data-binary ${quoted(`@${name}`)} '${new URL(`v1/recognitions?${query}`, location.href)}'`,
    'C#': code(JSON.stringify(name), choice),
    ser: `ser predict ${file} --timeline${isSplit ? ' --channels split' : ''}${isAdapted ? session ? ' --session voice.json' : ' --adapt file' : ''} --json`,
  };
}

function code(name, { isAdapted, isSplit, channels, session }) {
  const using = `using SpeechEmotion.Audio; using SpeechEmotion.Recognition; `;
  const print = `Console.WriteLine($"${isSplit ? '{channel} ' : ''}{segment.Start:0.000} {segment.End:0.000} {segment.Answer} {segment.Probability:0.000000}");`;
  const segments = isSplit ? 'EmotionRecognizer.Default.RecognizeAsync(audio.ReadBlocksAsync(), audio.SampleRate)' : `EmotionRecognizer.Default.RecognizeAsync(${name})`;
  const open = session ? 'EmotionSession.Load(EmotionRecognizer.Default, "voice.json")' : 'new EmotionSession(EmotionRecognizer.Default)';
  const each = isAdapted ? `foreach (EmotionSegment segment in ${open}.Hear(await ${segments}.ToListAsync())) ${print}` : `await foreach (EmotionSegment segment in ${segments}) ${print}`;
  return using + (isSplit ? `for (int channel = 0; channel < ${channels}; channel++) { using AudioReader audio = AudioReader.Open(${name}, new AudioConfig { Channel = channel }); ${each} }` : each);
}
