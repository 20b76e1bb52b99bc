import { OTHER_EPOCH } from '../../../common/track-number.ts'

/**
 * The page inside an evidence package: plays the clip with its boxes, offline and without a server. The boxes are in a script beside it (`tracks.js` sets `VIGIL_EVIDENCE`),
 * because a page that was opened from a folder may not fetch files.
 */
export const EVIDENCE_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; media-src 'self' file:; script-src 'self' 'unsafe-inline' file:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evidence</title>
<style>
  :root { color-scheme: dark light; --bg: #0b0e12; --surface: #12161c; --line: #28303b; --text: #e7ecf2; --muted: #95a1b2 }
  @media (prefers-color-scheme: light) { :root { --bg: #f6f8fa; --surface: #fff; --line: #d3dae2; --text: #14191f; --muted: #536070 } }
  * { box-sizing: border-box }
  body { margin: 0; padding: 24px; background: var(--bg); color: var(--text); font: 14px/1.5 Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums }
  main { max-width: 1100px; margin: 0 auto }
  h1 { font-size: 20px; margin: 0 0 16px }
  figure { position: relative; margin: 0; background: #000; border-radius: 6px; overflow: hidden }
  video { display: block; width: 100% }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none }
  p { color: var(--muted) }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 16px; margin: 16px 0 }
  dt { color: var(--muted) }
  dd { margin: 0; overflow-wrap: anywhere }
  button { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 6px 12px; margin: 12px 8px 0 0 }
</style>
<main>
  <h1 id="title"></h1>
  <figure><video id="clip" src="clip.mp4" controls muted playsinline></video><canvas id="boxes"></canvas></figure>
  <button id="back">One frame back</button><button id="on">One frame on</button><label><input type="checkbox" id="show" checked> Boxes</label>
  <dl id="facts"></dl>
  <p>SHA256SUMS lists the fingerprint of every file of this package. Check them with: sha256sum -c SHA256SUMS</p>
</main>
<script src="tracks.js"></script>
<script>
  const { title, facts, frames } = window.VIGIL_EVIDENCE
  const at = (id) => document.getElementById(id)
  const video = at('clip'), canvas = at('boxes'), pen = canvas.getContext('2d')
  document.title = title
  at('title').textContent = title
  for (const [name, value] of facts) {
    const dt = document.createElement('dt'), dd = document.createElement('dd')
    dt.textContent = name
    dd.textContent = value
    at('facts').append(dt, dd)
  }
  let shown = 0
  const nearest = (seconds) => {
    let low = 0, high = frames.length - 1
    while (low < high) { const middle = (low + high) >> 1; if (frames[middle].pts < seconds) low = middle + 1; else high = middle }
    return low > 0 && seconds - frames[low - 1].pts <= frames[low].pts - seconds ? low - 1 : low
  }
  function draw() {
    canvas.width = video.videoWidth || 1
    canvas.height = video.videoHeight || 1
    const frame = frames[nearest(shown)]
    if (!at('show').checked || !frame || Math.abs(frame.pts - shown) > 0.05) return
    pen.lineWidth = Math.max(2, canvas.height / 360)
    pen.font = Math.max(12, canvas.height / 36) + 'px system-ui, sans-serif'
    for (const [track, label, score, x, y, w, h, predicted] of frame.boxes) {
      pen.setLineDash(predicted ? [8, 6] : [])
      pen.strokeStyle = pen.fillStyle = '#5cc8ff'
      pen.strokeRect(x * canvas.width, y * canvas.height, w * canvas.width, h * canvas.height)
      pen.fillText(label + ' ' + score.toFixed(2) + ' \\u00b7 ' + track % ${OTHER_EPOCH}, x * canvas.width, Math.max(14, y * canvas.height - 4))
    }
  }
  const onFrame = (_now, { mediaTime }) => { shown = mediaTime; draw(); video.requestVideoFrameCallback(onFrame) }
  if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(onFrame)
  else video.addEventListener('timeupdate', () => { shown = video.currentTime; draw() })
  const step = (by) => { video.pause(); video.currentTime = frames[Math.min(frames.length - 1, Math.max(0, nearest(shown) + by))].pts + 0.001 }
  at('back').onclick = () => step(-1)
  at('on').onclick = () => step(1)
  at('show').onchange = draw
</script>
</html>
`
