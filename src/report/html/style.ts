/** All that the page looks like. Colours have a contrast of 4.5 at least in both themes (WCAG 2.2 AA). */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f7f8fa;--card:#fff;--ink:#1b2330;--quiet:#566070;--line:#dde1e8;--accent:#1f5fa8;
--good:#2f7d4f;--warn:#b7791f;--hand:#6b5ca5;--bad:#b3362b;--good-bg:#e4f2e9;--warn-bg:#faf0da;--hand-bg:#ece9f6;--bad-bg:#fae5e3;
--good-ink:#1d5c37;--warn-ink:#6e4708;--hand-ink:#483b80;--bad-ink:#8c241b}
@media (prefers-color-scheme:dark){:root{--bg:#12161d;--card:#1a2029;--ink:#e6e9ee;--quiet:#a3adbb;--line:#303947;--accent:#8ab8ee;
--good:#4fa873;--warn:#d29a3c;--hand:#9485d0;--bad:#dd6459;--good-bg:#1c3527;--warn-bg:#3a2e17;--hand-bg:#2b2642;--bad-bg:#422220;
--good-ink:#a4dcba;--warn-ink:#f0cd8c;--hand-ink:#cbc1f5;--bad-ink:#f5b3ac}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
.skip{position:absolute;left:-9999px}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:2}
.frame{max-width:76rem;margin:0 auto;padding:0 1.5rem}
.top{background:var(--card);border-bottom:1px solid var(--line);padding:1.75rem 0 2rem}
.product{margin:0;max-width:none;color:var(--quiet);font-size:.875rem;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;justify-content:space-between}
.product strong{color:var(--ink);letter-spacing:.01em}
h1{font-size:clamp(1.5rem,1.1rem + 1.7vw,2.2rem);line-height:1.2;margin:1.25rem 0 .75rem;letter-spacing:-.015em;text-wrap:balance;max-width:34ch}
.lead{font-size:1.0625rem;max-width:72ch;margin:0 0 1.5rem;color:var(--quiet)}
h2{font-size:1.375rem;line-height:1.3;margin:0 0 1rem;letter-spacing:-.01em}
h3{font-size:1.0625rem;line-height:1.4;margin:1.75rem 0 .5rem}
h4{font-size:.9375rem;margin:1.25rem 0 .375rem}
p{margin:0 0 .75rem;max-width:78ch}
ul,ol{margin:0 0 .75rem;padding-left:1.375rem}li{margin:.25rem 0;max-width:78ch}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
code{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
nav{border-bottom:1px solid var(--line);background:var(--bg)}
nav ul{display:flex;flex-wrap:wrap;gap:.125rem 1.25rem;list-style:none;margin:0;padding:.75rem 0;font-size:.9375rem}
nav li{margin:0}nav a{display:inline-block;padding:.25rem 0;min-height:24px}
section{padding:2.5rem 0 .75rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.125rem 1.25rem;margin:0 0 1rem}
.card>:first-child{margin-top:0}.card>:last-child{margin-bottom:0}
.grid{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));margin:0 0 1rem}
.grid .card{margin:0}
.two{display:grid;gap:1.5rem;grid-template-columns:minmax(0,3fr) minmax(0,2fr)}
@media (max-width:52rem){.two{grid-template-columns:minmax(0,1fr)}.frame{padding:0 1rem}}
.figures{display:flex;flex-wrap:wrap;gap:.75rem 2.25rem;margin:1.25rem 0 0;padding:0}
.figures div{min-width:4.5rem}.figures dt{color:var(--quiet);font-size:.8125rem}
.figures dd{margin:0;font-size:1.5rem;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums}
.bar{display:block;width:100%;height:1.75rem;border-radius:6px}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.625rem 0 0;font-size:.9375rem}
.key li{display:flex;align-items:center;gap:.5rem;margin:0}
.dot{width:.75rem;height:.75rem;border-radius:3px;flex:none}
.translated{fill:var(--good);background:var(--good)}.differs{fill:var(--warn);background:var(--warn)}
.manual{fill:var(--hand);background:var(--hand)}.blocked{fill:var(--bad);background:var(--bad)}
.badge{display:inline-block;border-radius:5px;padding:.0625rem .5rem;font-size:.8125rem;font-weight:600;white-space:nowrap}
.badge.blocker,.badge.no{background:var(--bad-bg);color:var(--bad-ink)}.badge.decision{background:var(--hand-bg);color:var(--hand-ink)}
.badge.review,.badge.look{background:var(--warn-bg);color:var(--warn-ink)}.badge.info,.badge.plain{background:var(--line);color:var(--ink)}
.badge.yes{background:var(--good-bg);color:var(--good-ink)}
.quiet{color:var(--quiet);font-size:.9375rem}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px;margin:0 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .875rem;border-bottom:1px solid var(--line);overflow-wrap:break-word;min-width:5.5rem}
tbody tr:last-child td{border-bottom:0}th{color:var(--quiet);font-weight:600;font-size:.8125rem;white-space:nowrap}
.jump{display:block;font-size:.875rem;line-height:1.75}td code{overflow-wrap:anywhere}
details{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:0 0 .625rem}
summary{cursor:pointer;padding:.75rem 1.125rem;line-height:1.45}
summary .badge{margin-right:.625rem}summary .count{color:var(--quiet);margin-left:.5rem}
details[open]>summary{border-bottom:1px solid var(--line)}
.inside{padding:1rem 1.125rem .5rem}.inside .scroll{border-radius:6px}
.sides{display:grid;gap:.25rem 1.5rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));margin:0 0 .5rem}
.sides dt{color:var(--quiet);font-size:.8125rem;font-weight:600}.sides dd{margin:0 0 .75rem}
svg text{fill:var(--ink);font:13px system-ui,"DejaVu Sans",sans-serif}svg .faint{fill:var(--quiet);font-size:11.5px}
svg .box{fill:var(--bg);stroke:var(--line)}svg .wire{fill:none;stroke:var(--quiet);stroke-opacity:.45}svg .fill{fill:var(--accent)}
svg .rule{stroke:var(--line)}.diagram{display:block;height:auto;min-width:60rem;width:100%}.chart{display:block;height:auto;width:100%;max-width:54rem;min-width:34rem;margin:.5rem 0}.diagram{padding:.75rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{border-top:1px solid var(--line);margin-top:2rem;padding:1.25rem 0 2.5rem;color:var(--quiet);font-size:.875rem}
@media print{body{background:#fff;font-size:10.5pt}nav,.skip{display:none}.frame{max-width:none;padding:0}section{padding:1rem 0 0}
.card,tr,summary,.sides{break-inside:avoid}.scroll{overflow:visible}details::details-content{content-visibility:visible;display:block}
.diagram,.chart{min-width:0}a{color:inherit}h2,h3{break-after:avoid}*{print-color-adjust:exact}}
`;
