-- style.lua: how charts look. A picture of its own carries these rules; a page has them in its own style sheet, where the
-- same names may be given other colours.

local M = {}

-- The rules, in terms of colours.
M.RULES = [[
.bg-chart{font:13px/1.3 -apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",
  "Noto Sans",sans-serif}
.bg-chart text{fill:var(--bg-ink)}
.bg-chart .bg-head{font-weight:700;font-size:12px;letter-spacing:.02em;fill:var(--bg-soft)}
.bg-chart .bg-title{font-weight:700;font-size:17px}
.bg-chart .bg-name{fill:var(--bg-soft)}
.bg-chart .bg-value{font-weight:650;font-variant-numeric:tabular-nums}
.bg-chart .bg-soft,.bg-chart .bg-note,.bg-chart .bg-tick{fill:var(--bg-soft);font-size:12px}
.bg-chart .bg-tick,.bg-chart .bg-over{paint-order:stroke;stroke:var(--bg-paper);stroke-width:3px;stroke-linejoin:round}
.bg-bar{fill:var(--bg-bar);stroke:var(--bg-bar);stroke-width:1}
.bg-bar.bg-forecast,.bg-span.bg-forecast{opacity:.55}
.bg-pale{opacity:.32}
.bg-axis{stroke:var(--bg-ink);stroke-width:1}
.bg-grid{stroke:var(--bg-rule);stroke-width:1}
.bg-whisker{stroke:var(--bg-whisker);stroke-width:1.5;fill:none}
.bg-cap-open{stroke:var(--bg-whisker);stroke-width:1.5;fill:var(--bg-paper)}
.bg-arrow{fill:var(--bg-whisker)}
.bg-span{stroke-width:4}
.bg-span.bg-forecast{stroke-dasharray:5 4}
.bg-join{stroke-width:1.5;opacity:.6}
.bg-thread{stroke:var(--bg-soft);stroke-width:.75;stroke-dasharray:1 2}
.bg-s1{stroke:var(--bg-bar)}.bg-s2{stroke:var(--bg-s2)}.bg-s3{stroke:var(--bg-s3)}.bg-s4{stroke:var(--bg-s4)}
.bg-s5{stroke:var(--bg-s5)}.bg-s6{stroke:var(--bg-s6)}
.bg-when{fill:var(--bg-bar)}.bg-some{fill:var(--bg-bar);opacity:.3}
.bg-p1{fill:var(--bg-p1)}.bg-p2{fill:var(--bg-p2)}.bg-p3{fill:var(--bg-p3)}.bg-p4{fill:var(--bg-p4)}
.bg-p5{fill:var(--bg-p5)}.bg-p6{fill:var(--bg-p6)}
.bg-hatch{stroke:var(--bg-paper);stroke-width:2}
.bg-ground{fill:var(--bg-paper)}
.bg-chart a:hover text,.bg-chart a:focus text{text-decoration:underline}
]]

M.LIGHT = "--bg-paper:#fffdf8;--bg-ink:#1b1a17;--bg-soft:#67625a;--bg-rule:#ddd6c9;--bg-bar:#1f5c7a;--bg-whisker:#c2401c;"
  .. "--bg-p1:#0f3d56;--bg-p2:#2a7296;--bg-p3:#8fb9cc;--bg-p4:#c58b2a;--bg-p5:#a9522f;--bg-p6:#6b6257;"
  .. "--bg-s2:#b3741a;--bg-s3:#3f7f5f;--bg-s4:#7a4f93;--bg-s5:#8a5a3c;--bg-s6:#5c6570"
M.DARK = "--bg-paper:#16181b;--bg-ink:#ece8e0;--bg-soft:#a8a298;--bg-rule:#383b40;--bg-bar:#6fb3d2;--bg-whisker:#ff9a6c;"
  .. "--bg-p1:#b7dcec;--bg-p2:#6fb3d2;--bg-p3:#3a7896;--bg-p4:#d9a94f;--bg-p5:#d98660;--bg-p6:#8b8378;"
  .. "--bg-s2:#e0ab4f;--bg-s3:#7cc49a;--bg-s4:#c39adf;--bg-s5:#d3a283;--bg-s6:#aab2bc"

---The style of a picture of its own: light or dark as its reader has it.
function M.standalone()
  return ("svg{%s}\n@media(prefers-color-scheme:dark){svg{%s}}\n%s"):format(M.LIGHT, M.DARK, M.RULES)
end

return M
