/**
 * The first packet's dts in ms from ffmpeg's framecrc output, or null when there is none. The clip's own timeline starts at that dts,
 * so: analysed pts = clip pts + this.
 */
export function firstDtsMs(framecrc: string): number | null {
  const base = /^#tb 0: (\d+)\/(\d+)/m.exec(framecrc)
  const packet = /^0,\s*(-?\d+),.*\n/m.exec(framecrc)
  if (!base?.[1] || !base[2] || !packet?.[1]) return null
  return (Number(packet[1]) * Number(base[1]) * 1000) / Number(base[2])
}
