namespace SpeechEmotion.Runs;

/// <summary>The style sheet of the HTML report.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """
        :root { --page: #f5f7f9; --card: #ffffff; --ink: #1f2933; --muted: #52606d; --line: #e1e7ec; --empty: #f5f9fd; --full: #08519c; --a: #0072b2; --b: #d55e00; --c: #009e73; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #14181d; --card: #1d232a; --ink: #e6eaee; --muted: #a3afba; --line: #323b45; --empty: #222a32; --full: #3b8ed8; --a: #56b4e9; --b: #f0894a; --c: #3fc79c; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1060px; margin: 0 auto; padding: 32px 20px 48px; }
        h1 { font-size: 28px; margin: 0 0 20px; overflow-wrap: anywhere; }
        h2 { font-size: 20px; margin: 0 0 12px; overflow-wrap: anywhere; }
        h3 { font-size: 15px; margin: 28px 0 8px; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 24px; margin-bottom: 20px; }
        .lead { margin: 0 0 16px; color: var(--muted); }
        .lead b { color: var(--ink); }
        .note, footer { color: var(--muted); font-size: 13px; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; }
        .figure { border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; }
        .name, .detail { color: var(--muted); font-size: 13px; }
        .number { font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .detail { min-height: 1.5em; font-variant-numeric: tabular-nums; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { padding: 7px 12px; text-align: left; border-bottom: 1px solid var(--line); }
        thead th { color: var(--muted); font-weight: 500; font-size: 13px; white-space: nowrap; }
        tbody th { font-weight: 500; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .averages th, .averages td { color: var(--muted); }
        .dot { display: inline-block; width: 11px; height: 11px; border-radius: 50%; margin-right: 9px; }
        .confusion th, .confusion td { border: 2px solid var(--card); text-align: center; }
        .confusion thead th { padding-bottom: 4px; }
        .confusion tbody th { text-align: right; white-space: nowrap; }
        .confusion td { background: color-mix(in srgb, var(--full) var(--share), var(--empty)); font-variant-numeric: tabular-nums; width: 13.5%; min-width: 72px; padding: 12px 6px; font-size: 16px; }
        .confusion td.strong { color: #fff; font-weight: 600; }
        .confusion small { display: block; font-size: 12px; font-weight: 400; opacity: 0.85; }
        .compare .bar { width: 28%; min-width: 160px; }
        .track { position: relative; height: 14px; background: var(--line); border-radius: 3px; }
        .value { height: 100%; background: var(--a); border-radius: 3px; }
        .interval { position: absolute; top: 6px; height: 2px; background: var(--ink); }
        .interval::before, .interval::after { content: ""; position: absolute; top: -4px; width: 2px; height: 10px; background: var(--ink); }
        .interval::after { right: 0; }
        .curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(380px, 100%), 1fr)); gap: 20px; }
        figure { margin: 0; }
        figcaption { font-size: 13px; color: var(--muted); margin-bottom: 6px; }
        .legend { display: block; }
        .key { margin-right: 14px; white-space: nowrap; color: var(--ink); }
        .key::before { content: ""; display: inline-block; width: 16px; height: 3px; border-radius: 2px; margin-right: 6px; vertical-align: middle; background: currentColor; }
        .key.a::before { background: var(--a); } .key.b::before { background: var(--b); } .key.c::before { background: var(--c); }
        svg { display: block; width: 100%; height: auto; }
        svg text { fill: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
        .grid { stroke: var(--line); }
        .best { stroke: var(--muted); stroke-dasharray: 5 4; }
        polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
        polyline.a { stroke: var(--a); } polyline.b { stroke: var(--b); } polyline.c { stroke: var(--c); }
        circle { stroke: var(--card); stroke-width: 1.5; }
        circle.a { fill: var(--a); } circle.b { fill: var(--b); } circle.c { fill: var(--c); }
        details { margin-top: 24px; }
        summary { cursor: pointer; font-weight: 600; }
        pre { overflow-x: auto; background: var(--page); border: 1px solid var(--line); border-radius: 8px; padding: 14px; font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; }
        @media print { section { break-inside: avoid; border: 0; padding: 0; } }
        """;
}
