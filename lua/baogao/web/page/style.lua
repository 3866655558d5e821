-- style.lua: the page's style sheet.

local charts = require "baogao.svg.style"

local RULES = [[
*{box-sizing:border-box}
[hidden]{display:none!important}
html{background:var(--bg-paper);color:var(--bg-ink);-webkit-text-size-adjust:100%}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
body{margin:0;font:16px/1.55 -apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans CJK SC","Source Han Sans SC",
  "PingFang SC","Microsoft YaHei","Noto Sans",sans-serif}
h1,h2,h3,.k-num,.serif{font-family:Charter,"Source Serif 4",Georgia,"Noto Serif CJK SC","Source Han Serif SC","Songti SC",
  SimSun,"Noto Serif",serif}
.wrap{max-width:72rem;margin:0 auto;padding:0 1.5rem}
a{color:inherit;text-decoration-color:var(--bg-rule);text-underline-offset:.18em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--bg-whisker);outline-offset:2px;border-radius:1px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--bg-paper);padding:.4rem .8rem;z-index:9}
.hide{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
header .bar{display:flex;align-items:baseline;gap:1rem;padding:.75rem 0;border-bottom:1px solid var(--bg-ink);font-size:.875rem}
header .name{font-weight:700;letter-spacing:.02em}
header .tag{color:var(--bg-soft);flex:1;min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
header nav{display:flex;gap:1rem;align-items:baseline;white-space:nowrap}
button,input,select,textarea{font:inherit;color:inherit}
header button{background:none;border:0;padding:0;text-decoration:underline;text-decoration-color:var(--bg-rule);
  text-underline-offset:.18em;cursor:pointer}
h1{font-size:clamp(1.9rem,4.6vw,3.25rem);line-height:1.12;font-weight:700;letter-spacing:-.012em;margin:2.6rem 0 .8rem;
  max-width:24em;text-wrap:balance}
h1:lang(zh){letter-spacing:.01em}
.deck{font-size:1.1875rem;line-height:1.5;max-width:42em;margin:0 0 .5rem}
.byline{color:var(--bg-soft);font-size:.875rem;margin:0 0 2rem}
.keys{list-style:none;display:grid;grid-template-columns:repeat(4,1fr);margin:0;padding:0;border-top:3px solid var(--bg-ink)}
.keys li{padding:.9rem 1.25rem .6rem;border-left:1px solid var(--bg-rule);min-width:0}
.keys li:first-child{border-left:0;padding-left:0}
.keys a{text-decoration:none;display:block}
.keys a:hover .k-label{text-decoration:underline}
.k-label{display:block;font-size:.875rem;line-height:1.35;min-height:2.7em}
.k-num{display:block;margin:.1rem 0 .25rem;font-size:clamp(1.9rem,3.3vw,2.7rem);line-height:1.15;font-weight:700;
  white-space:nowrap;  font-variant-numeric:lining-nums}
.k-num small{font:400 .9rem/1 -apple-system,"Segoe UI",Roboto,"Noto Sans CJK SC",sans-serif;margin-left:.3em}
.k-num .sign{color:var(--bg-whisker);font-size:.72em;margin-right:.08em}
.k-sure{display:block;color:var(--bg-soft);font-size:.8125rem;line-height:1.4}
section{margin-top:3.25rem}
h2{font-size:1.625rem;line-height:1.2;margin:0 0 .25rem;padding-top:.8rem;border-top:3px solid var(--bg-ink);text-wrap:balance}
.lead{color:var(--bg-soft);margin:0 0 1.1rem;max-width:44em}
.two{display:grid;grid-template-columns:minmax(0,7fr) minmax(0,5fr);gap:0 3rem}
figure{margin:.6rem 0 0}
.bg-chart{display:block;overflow:visible}
.bg-chart a{text-decoration:none}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;list-style:none;margin:1.4rem 0 0;padding:.6rem 0 0;font-size:.8125rem;
  color:var(--bg-soft);border-top:1px solid var(--bg-rule)}
.legend svg{vertical-align:-3px;margin-right:.4em;overflow:visible}
details{margin:.9rem 0 0;font-size:.875rem}
summary{cursor:pointer;color:var(--bg-soft)}
details ul{margin:.5rem 0 0;padding:0;list-style:none;columns:2;column-gap:2.5rem}
details li{break-inside:avoid;padding:.15rem 0;border-bottom:1px solid var(--bg-rule)}
.assume{font-size:.8125rem;color:var(--bg-soft);margin:.1rem 0 0;padding-left:0;list-style:none}
.two>.say{align-self:start}
.say{border-left:3px solid var(--bg-whisker);padding:.1rem 0 .1rem .8rem;margin:.8rem 0 0}
.time{list-style:none;margin:0;padding:0}
.time li,.time-axis{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,7fr);gap:0 2rem}
.time li{border-top:1px solid var(--bg-rule)}
.time li>div:first-child{padding:.45rem 0 .55rem}
.at{position:relative;min-height:1.2rem}
.at svg{position:absolute;inset:0}
.time-axis .at{grid-column:2}
.time p{margin:0;line-height:1.4}
.time .tagged{font-size:.8125rem;color:var(--bg-soft)}
.tools{display:flex;flex-wrap:wrap;gap:.7rem 1.1rem;align-items:end;margin:.9rem 0 .8rem}
.tools label{display:block;font-size:.8125rem;color:var(--bg-soft)}
.tools .grow{flex:1 1 13rem}
.tools .wide{flex:2 1 20rem}
input,select{height:2.5rem}
input,select,textarea{display:block;width:100%;background:transparent;border:1px solid var(--bg-soft);border-radius:2px;
  padding:.42rem .55rem;line-height:1.4}
select{background:var(--bg-paper)}
.row{display:flex;gap:.4rem}
.push{background:var(--bg-ink);color:var(--bg-paper);border:1px solid var(--bg-ink);border-radius:2px;
  padding:.42rem 1rem;cursor:pointer;  white-space:nowrap}
.push.plain{background:none;color:inherit;border-color:var(--bg-soft)}
.code{font-family:ui-monospace,"SFMono-Regular","DejaVu Sans Mono",Menlo,Consolas,
  "Noto Sans Mono CJK SC",monospace;font-size:.875rem}
.fault{color:var(--bg-whisker);white-space:pre;overflow-x:auto;margin:0 0 .8rem}
.fault:empty{display:none}
.count{margin:0 0 .4rem;font-size:.875rem;color:var(--bg-soft)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.4}
th{text-align:left;font-weight:400;color:var(--bg-soft);border-bottom:1px solid var(--bg-ink);padding:.3rem .9rem .3rem 0;
  vertical-align:bottom;white-space:nowrap}
th button{background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
th button:hover{color:var(--bg-ink)}
th button::after{content:"";display:inline-block;width:.9em;text-align:center}
th[aria-sort=ascending] button::after{content:"↑"}
th[aria-sort=descending] button::after{content:"↓"}
th[aria-sort] button{color:var(--bg-ink);font-weight:600}
td{border-bottom:1px solid var(--bg-rule);padding:.42rem .9rem .42rem 0;vertical-align:top}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.num{font-weight:600}
td.nw,td.w{white-space:nowrap}
td i{display:none;font-style:normal;font-weight:400;color:var(--bg-soft);font-size:.8125rem}
td.nw a{color:var(--bg-soft);margin-left:.4em}
tr:target td{background:color-mix(in srgb,var(--bg-whisker) 14%,transparent)}
.soft{color:var(--bg-soft)}
textarea{min-height:11rem;resize:vertical;font-family:inherit;line-height:1.7}
.marked{white-space:pre-wrap;line-height:2;border-top:1px solid var(--bg-rule);border-bottom:1px solid var(--bg-rule);
  padding:.6rem 0;margin:0 0 1rem;overflow-wrap:anywhere}
.marked:empty{display:none}
h3{font-size:1rem;font-weight:400;margin:0}
#verdict{margin:.1rem 0 .8rem}
#check .row{margin:.7rem 0 0}
mark sup{font-size:.7em;line-height:0;color:var(--bg-soft)}
.findings .soft{font-size:.875rem}
.findings .soft>*+*{margin-left:1em}
.findings button{color:inherit;background:none;border:0;padding:0;text-decoration:underline;cursor:pointer}
mark{background:none;color:inherit;border-bottom:2px solid var(--bg-soft);padding-bottom:1px}
mark a{text-decoration:none}
mark.ok{border-color:var(--bg-bar)}
mark.warn{border-bottom-style:dashed;border-color:var(--bg-p4)}
mark.bad{border-bottom-width:3px;border-color:var(--bg-whisker);background:color-mix(in srgb,var(--bg-whisker) 14%,transparent)}
.findings{list-style:none;margin:0;padding:0}
.findings li{padding:.5rem 0 .5rem .8rem;border-left:3px solid var(--bg-soft);margin:0 0 .6rem}
.findings .bad{border-color:var(--bg-whisker)}.findings .warn{border-color:var(--bg-p4)}.findings .ok{border-color:var(--bg-bar)}
.findings p{margin:0}
footer.wrap{margin-top:4rem;margin-bottom:2rem}
footer p:first-child{padding-top:.8rem;border-top:1px solid var(--bg-ink)}
footer{font-size:.8125rem;color:var(--bg-soft)}
footer a{margin-right:.8em;white-space:nowrap}
@media(max-width:56rem){
.two{grid-template-columns:minmax(0,1fr)}
.two section{margin-top:3.25rem}
.keys{grid-template-columns:repeat(2,1fr)}
.keys li:nth-child(odd){border-left:0;padding-left:0}
.keys li:nth-child(n+3){border-top:1px solid var(--bg-rule)}
}
@media(max-width:40rem){
.wrap{padding:0 1rem}
header .tag{display:none}
header .bar{justify-content:space-between}
h1{margin-top:1.6rem}
.deck{font-size:1.0625rem}
.keys li{padding:.7rem .6rem .5rem .8rem}
.k-num{font-size:1.65rem}
details ul{columns:1}
.time li,.time-axis{display:block}
.time li>.at{height:1.7rem}
.w{display:none}
td i{display:block}
td:last-child,th:last-child{padding-right:0}
td.nw{white-space:normal;width:4.2rem}
td.nw a{margin:0}
#result{margin-top:1.6rem}
}
@media(forced-colors:active){:root:not(#_){--bg-ink:CanvasText;--bg-soft:CanvasText;--bg-paper:Canvas;--bg-rule:GrayText;
  --bg-bar:Highlight;--bg-whisker:CanvasText}}
@media print{
:root:not(#_){color-scheme:light;LIGHT;--bg-paper:#fff}
@page{margin:14mm}
html{font-size:14px}
body{zoom:.68}
nav,.tools,.skip,.count,#draft,.fault,details:not([open]),header button{display:none!important}
section{margin-top:1.6rem}
h1{margin-top:1rem}
h2{break-after:avoid}
figure,.keys,.time li,tr{break-inside:avoid}
.two{grid-template-columns:minmax(0,7fr) minmax(0,5fr);gap:0 2rem}

.keys{grid-template-columns:repeat(4,1fr)}
thead{display:table-header-group}
a{text-decoration:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
]]

local SCHEMES = ":root{color-scheme:light;LIGHT}\n"
  .. "@media(prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;DARK}}\n"
  .. ":root[data-theme=dark]{color-scheme:dark;DARK}\n"

local COLOURS = { LIGHT = charts.LIGHT, DARK = charts.DARK }

return ((SCHEMES .. charts.RULES .. RULES):gsub("%f[%u]%u%u%u%u%u?%f[%U]", COLOURS))
