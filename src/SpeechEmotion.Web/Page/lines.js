const quoted = name => `'${name.replaceAll("'", "'\\''")}'`;

/** Command lines and code that give what the page shows. A session stands in the file voice.json. */
export function linesOf(name, isAdapted, session) {
  const file = quoted(name), text = JSON.stringify(name);
  const carry = session ? `-H "Speech-Emotion-Session: $(tr -d '\\n' < voice.json)" ` : '';
  const recognize = `EmotionRecognizer.Default.RecognizeAsync(${text})`;
  const open = session ? 'EmotionSession.Load(EmotionRecognizer.Default, "voice.json")' : 'new EmotionSession(EmotionRecognizer.Default)';
  return {
    curl: `curl ${carry}--data-binary @${file} '${new URL(`v1/recognitions?timeline${isAdapted ? '&adapt' : ''}`, location.href)}'`,
    'C#': isAdapted
      ? `foreach (EmotionSegment segment in ${open}.Hear(await ${recognize}.ToListAsync())) Console.WriteLine($"{segment.Start:0.0} {segment.Answer}");`
      : `await foreach (EmotionSegment segment in ${recognize}) Console.WriteLine($"{segment.Start:0.0} {segment.Answer}");`,
    ser: `ser predict ${file} --timeline${isAdapted ? session ? ' --session voice.json' : ' --adapt file' : ''} --json`,
  };
}
