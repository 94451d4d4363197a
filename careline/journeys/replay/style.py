"""The look of the report: light and dark, readable at any zoom, nothing loaded from elsewhere."""

STYLE = """
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--ink:#1a2028;--soft:#55606e;--edge:#d9dee5;--track:#e4e8ee;
--good:#1f7a4d;--bad:#b3261e;--ours:#2b62c4;--theirs:#8a6410}
@media (prefers-color-scheme:dark){:root{--back:#12161c;--card:#1b2129;--ink:#e8ecf1;--soft:#a7b1be;--edge:#333c48;
--track:#2c3440;--good:#4cc38a;--bad:#ff8a80;--ours:#7aa7ff;--theirs:#e0b050}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:70rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.25rem;margin:2.2rem 0 0}h3{font-size:1rem;margin:1.6rem 0 .5rem}
p{margin:.3rem 0;color:var(--soft)}
.tiles{list-style:none;display:grid;
grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.8rem;padding:0;margin:1rem 0}
.tiles li{background:var(--card);border:1px solid var(--edge);border-radius:.6rem;
padding:.8rem 1rem;display:grid;gap:.2rem;align-content:start}
.tiles b{font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles .fine b{color:var(--good)}.tiles .short b{color:var(--bad)}
small{color:var(--soft);font-size:.85rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--edge)}
th,td{text-align:left;padding:.45rem .6rem;border-bottom:1px solid var(--edge);white-space:nowrap;
font-variant-numeric:tabular-nums}
thead th{font-size:.85rem;color:var(--soft)}
svg.bar{vertical-align:middle;overflow:visible}
svg.chart{display:block;width:100%;height:auto;background:var(--card);border:1px solid var(--edge);border-radius:.6rem}
svg text{fill:var(--soft);font:12px system-ui,sans-serif}svg text.strong{fill:var(--ink);font-weight:600}
.track{fill:var(--track)}.good{fill:var(--good)}.bad{fill:var(--bad)}.ours{fill:var(--ours)}.theirs{fill:var(--theirs)}
.mark{fill:var(--ink)}.rule{stroke:var(--edge)}
.mean{stroke-width:2;stroke-dasharray:4 3}.ours-line{stroke:var(--ours)}.theirs-line{stroke:var(--theirs)}
.legend .key{display:inline-block;width:.8rem;height:.8rem;border-radius:2px;margin:0 .3rem 0 .8rem}
.legend .key.ours{background:var(--ours)}.legend .key.theirs{background:var(--theirs)}
details{background:var(--card);border:1px solid var(--edge);border-radius:.4rem;margin:.4rem 0;padding:.4rem .8rem}
summary{cursor:pointer;overflow-wrap:anywhere}
pre{overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}
:focus-visible{outline:3px solid var(--ours);outline-offset:2px}
"""
