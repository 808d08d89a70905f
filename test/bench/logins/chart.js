const width = 720
const nameWidth = 240
const barWidth = 360
const rowHeight = 30

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .name { text-anchor: end }
  .ours { font-weight: 600 }
  .floor { fill: #b7bec7 }
  .added { fill: #8250df }
  .ours-added { fill: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .floor { fill: #545d68 }
    .added { fill: #a371f7 }
    .ours-added { fill: #3fb950 }
  }`

/** CPU per login as bars: what the framework alone costs, and what a package adds to it. */
export function chart(rows) {
  const mostMs = Math.max(...rows.map(({ cpuMs }) => cpuMs))
  const scale = (cpuMs) => Math.round((cpuMs / mostMs) * barWidth)
  const lines = rows.map((row, index) => bar(row, 40 + index * rowHeight, scale))
  const height = 56 + rows.length * rowHeight
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="CPU time per login of each server">
<style>${style}
</style>
<text x="${nameWidth}" y="20">CPU time per login; grey is what the framework alone takes</text>
${lines.join('\n')}
</svg>
`
}

function bar({ title, isOurs, floor, cpuMs, floorCpuMs, overFloor }, y, scale) {
  const start = nameWidth + 12
  const floorWidth = scale(Math.min(floorCpuMs, cpuMs))
  const addedWidth = scale(cpuMs) - floorWidth
  const ours = isOurs ? ' ours' : ''
  const ratio = floor ? ` (${overFloor.median.toFixed(2)} ×)` : ''
  return [
    `<text class="name${ours}" x="${nameWidth}" y="${y + 14}">${title}</text>`,
    `<rect class="floor" x="${start}" y="${y}" width="${floorWidth}" height="20"/>`,
    `<rect class="${isOurs ? 'ours-added' : 'added'}" x="${start + floorWidth}" y="${y}" width="${addedWidth}" height="20"/>`,
    `<text class="figure${ours}" x="${start + scale(cpuMs) + 8}" y="${y + 14}">${cpuMs.toFixed(2)} ms${ratio}</text>`,
  ].join('\n')
}
