#include "plugin/report/html_parts.hpp"

namespace klausur {

// Colours are never the only carrier: every light has a word and a shape of its own.
std::string_view
html_shapes()
{
  return R"svg(<svg width="0" height="0" style="position:absolute" aria-hidden="true" focusable="false"><defs>
<symbol id="green" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10.5" fill="currentColor"/><path class="glyph" d="M7 12.4l3.6 3.6L17 8.6"/></symbol>
<symbol id="yellow" viewBox="0 0 24 24"><path d="M12 2.6 22.6 21.4H1.4z" fill="currentColor" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/><path class="glyph" d="M12 9v5.6M12 18v.2"/></symbol>
<symbol id="red" viewBox="0 0 24 24"><path d="M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6z" fill="currentColor"/><path class="glyph" d="M8 8l8 8M16 8l-8 8"/></symbol>
<symbol id="grey" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9.8" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3.4 2.7"/><path d="M9.2 9.6a2.9 2.9 0 1 1 4.3 2.5c-1 .6-1.5 1.1-1.5 2.2M12 17.4v.2" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></symbol>
<symbol id="fail" viewBox="0 0 24 24"><path class="line" d="M6 6l12 12M18 6L6 18"/></symbol>
<symbol id="waived" viewBox="0 0 24 24"><path class="line" d="M8 6v12M16 6v12"/></symbol>
<symbol id="error" viewBox="0 0 24 24"><path class="line" d="M12 4v10M12 19v.2"/></symbol>
<symbol id="unknown" viewBox="0 0 24 24"><path class="line" d="M8 8.4a4 4 0 1 1 5.9 3.5c-1.3.8-1.9 1.5-1.9 3M12 19v.2"/></symbol>
<symbol id="pass" viewBox="0 0 24 24"><path class="line" d="M5 12.6l4.6 4.6L19 7.4"/></symbol>
<symbol id="none" viewBox="0 0 24 24"><path class="line" d="M6 12h12"/></symbol>
</defs></svg>)svg";
}

std::string_view
html_style()
{
  return R"css(
:root{color-scheme:light dark;--paper:#fcfbf9;--card:#fff;--ink:#1d1c1a;--soft:#5b5750;--rule:#dedad2;--tint:#f3f0ea;
--link:#0b5394;--green:#1a6b3c;--yellow:#845400;--red:#b3231b;--grey:#575c63;--glyph:#fff;--mark:#6b3fa0}
@media (prefers-color-scheme:dark){:root{--paper:#151617;--card:#1c1e20;--ink:#e9e6e0;--soft:#aaa69e;--rule:#3a3c3f;--tint:#25272a;
--link:#8ec1f5;--green:#6bcb8b;--yellow:#eebd4d;--red:#ff9187;--grey:#a8aeb6;--glyph:#151617;--mark:#c9a8f0}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
.masthead,main,footer{max-width:82rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem)}
h1,h2,h3,h4,h5,p,dl,dd,ul,table{margin:0}
h1{font-size:clamp(1.7rem,1.2rem + 2vw,2.5rem);line-height:1.15;font-weight:650;letter-spacing:-.02em}
h2{font-size:1.5rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
h3{font-size:1.15rem;line-height:1.3;font-weight:650;margin:2.4rem 0 .7rem}
h4{font-size:1rem;font-weight:650;margin:1.6rem 0 .6rem}
h5{font-size:.95rem;font-weight:600;color:var(--soft);margin:1.1rem 0 .5rem}
h1,h2,h3,h4{text-wrap:balance}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-100vw;top:0;padding:.6rem 1rem;background:var(--card);z-index:1}
.skip:focus{left:0}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
code{font:.86em/1.5 ui-monospace,"Cascadia Mono","SF Mono",Menlo,"DejaVu Sans Mono",monospace;unicode-bidi:isolate;overflow-wrap:anywhere;white-space:pre-wrap}
.aside,caption,dt{color:var(--soft)}
.aside{font-size:.88rem}
.masthead{padding-top:2.4rem;padding-bottom:1.6rem}
.brand{font-size:.82rem;font-weight:650;letter-spacing:.16em;text-transform:uppercase;color:var(--soft);margin-bottom:.5rem}
.run{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin-top:1.1rem;font-size:.88rem}
.run div{min-width:0}
.run dt,.figures dt,.facts dt{font-size:.8rem}
.banner{border-left:4px solid var(--yellow);background:var(--tint);padding:.8rem 1rem;margin-bottom:1.6rem}
main>section{padding:2rem 0 1rem;border-top:1px solid var(--rule)}
.light,.status{display:inline-flex;align-items:baseline;gap:.4em;font-weight:600;white-space:nowrap}
.status{white-space:normal}
.light svg,.status svg{width:1.15em;height:1.15em;flex:none;align-self:flex-start;margin-top:.2em}
.light.green,.status.pass{color:var(--green)}.light.yellow{color:var(--yellow)}.light.red,.status.fail,.status.error{color:var(--red)}
.light.grey,.status.unknown,.status.none,.status.waived{color:var(--grey)}
.glyph{fill:none;stroke:var(--glyph);stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
.line{fill:none;stroke:currentColor;stroke-width:3.2;stroke-linecap:round;stroke-linejoin:round}
.verdict{display:grid;grid-template-columns:minmax(0,1fr);gap:.35rem;border-left:6px solid var(--grey);padding-left:1.1rem}
.verdict.green{border-color:var(--green)}.verdict.yellow{border-color:var(--yellow)}.verdict.red{border-color:var(--red)}
.overall{font-size:1.3rem}
.reason,.outlook{max-width:46rem}
.overall .aside{font-weight:400}
ul.inline{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;list-style:none;padding:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem 2rem;margin-top:1.5rem}
.figures b{font-size:1.6rem;font-weight:650;letter-spacing:-.02em}
.bar{display:block;width:100%;height:.35rem;margin-top:.3rem;border-radius:1rem}
.track{fill:var(--rule)}.share{fill:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;font-size:.85rem;padding-bottom:.5rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .9rem .5rem 0;border-top:1px solid var(--rule)}
thead th{border-top:0;font-size:.8rem;font-weight:600;color:var(--soft);vertical-align:bottom;line-height:1.3}
tbody th{font-weight:400}
tr>:last-child{padding-right:0}
.number{text-align:right}
.points th b,.factors th b{display:inline-block;min-width:2.9em;font-weight:650}
.factors th b{min-width:1.4em}
.points td,.points th{vertical-align:baseline}
.points .open{color:var(--red);font-weight:600}
.points ul.inline{gap:0 1.2rem}
.scroll{overflow-x:auto}
.scroll caption>span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 2.2rem)}
.matrix{margin-top:.8rem}
.matrix td,.matrix tbody th{white-space:nowrap}
.matrix td,.matrix th{padding-right:.7rem}
.matrix .whole{font-size:1.05em}
.matrix tr>:first-child{position:sticky;left:0;background:var(--paper)}
.matrix abbr{text-decoration:none;letter-spacing:.04em}
.factors{min-width:46rem}
.factors td:nth-child(4){font-size:.85rem}
.factors td:last-child{white-space:nowrap}
.places th{min-width:8rem}.places td:nth-child(n+3){min-width:13rem}
.count{font-weight:400;color:var(--soft);margin-left:.3em}
.moves{padding-left:1.2rem;max-width:50rem}
.moves li{margin:.25rem 0}
.finding{background:var(--card);border:1px solid var(--rule);border-radius:.5rem;margin:.5rem 0}
.finding>summary{cursor:pointer;padding:.65rem 1rem;display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:.15rem 1rem;align-items:baseline}
.finding>summary::-webkit-details-marker{display:none}
.finding>summary .what{font-weight:600;hyphens:auto}
.finding>summary .what::after{content:"";display:inline-block;width:.45em;height:.45em;margin-left:.6em;border:solid var(--soft);border-width:0 .13em .13em 0;transform:rotate(45deg) translate(-.1em,-.1em)}
.finding[open]>summary .what::after{transform:rotate(225deg) translate(-.1em,-.1em)}
.finding>summary .severity{grid-column:1;grid-row:2/4;justify-self:start;align-self:start;margin-top:.15rem}
.finding>summary .brief,.finding>summary .id{grid-column:2;font-size:.92rem;min-width:0}
.finding>summary .id{color:var(--soft);font-size:.85rem}
.finding>summary .brief:empty{display:none}
.severity{font-size:.8rem;font-weight:600;border:1px solid currentColor;border-radius:1rem;padding:0 .6em;color:var(--soft)}
.severity.critical{background:var(--red);border-color:var(--red);color:var(--glyph)}.severity.high{color:var(--red)}
.facts{padding:.2rem 1rem 1rem}
.facts>div{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:0 1rem;padding:.4rem 0;border-top:1px solid var(--rule)}
.facts dd{max-width:52rem;hyphens:auto}
.facts dt{padding-top:.12rem}
.facts+.scroll,.finding>.scroll{padding:0 1rem}
.relations{list-style:none;padding:0}
.relations .conflicts{color:var(--red)}
.relations .conflicts::before{content:"\21C4\00A0";font-weight:700}
.mark{font-size:.78rem;color:var(--mark);border:1px dashed currentColor;border-radius:.25rem;padding:0 .35em;white-space:nowrap}
.long summary{cursor:pointer}
.long[open]>summary code{display:none}
footer{margin-top:3rem;padding-top:1.6rem;padding-bottom:3rem;border-top:1px solid var(--rule);font-size:.9rem;color:var(--soft)}
footer h2{font-size:1rem;color:var(--ink)}
footer p{margin-top:.8rem;max-width:52rem}
.legend{list-style:none;padding:0;margin-top:.8rem;display:flex;flex-wrap:wrap;gap:.3rem 2rem}
@media (max-width:40rem){
.finding>summary{grid-template-columns:auto 1fr;padding:.65rem .8rem}
.finding>summary .severity{grid-column:2;grid-row:1;margin:0}
.finding>summary .what,.finding>summary .brief,.finding>summary .id{grid-column:1/-1}
.facts{padding:.2rem .8rem .8rem}
.facts>div{grid-template-columns:minmax(0,1fr)}
.points{font-size:.82rem}
.points tbody th{hyphens:auto}
.points td,.points th{padding-right:.4rem}
.points th b{display:block}
.verdict{padding-left:.8rem}}
@media print{
@page{size:A4;margin:15mm 14mm 16mm}
:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#44413c;--rule:#c9c5bd;--tint:#f3f0ea;--link:#000;--green:#1a6b3c;--yellow:#845400;--red:#b3231b;--grey:#575c63;--glyph:#fff;--mark:#6b3fa0}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
html{font-size:9.5pt}body{line-height:1.45}
.masthead,main,footer{max-width:none;padding-left:0;padding-right:0}
.masthead{padding-top:0}
.skip{display:none}
a{text-decoration:none}
.scroll{overflow:visible}
.factors{min-width:0}.places th,.places td:nth-child(n+3){min-width:0}
.matrix{font-size:7.6pt}.matrix td,.matrix th{padding-right:.35rem}.matrix thead th{font-size:7pt;white-space:normal}
.matrix tbody th{white-space:normal;overflow-wrap:anywhere}
.tenant{break-before:page;border-top:0}
main>.tenant:first-child{break-before:auto}
h2,h3,h4,h5,caption,.lead{break-after:avoid}
thead{display:table-header-group}
tr,.facts>div,.figures,.verdict,.points,.factors,.legend,summary{break-inside:avoid}
tbody>tr:first-child{break-before:avoid}
summary{break-after:avoid}
.finding:not([open])>summary{break-after:auto}
.finding>summary .what::after{display:none}
.facts>div{grid-template-columns:7.5rem minmax(0,1fr);padding:.25rem 0}
p,li,dd{orphans:3;widows:3}}
)css";
}

} // namespace klausur
