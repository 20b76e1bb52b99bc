import { expect, it } from 'vitest'
import { parseSourceFacts } from './source-facts.ts'

/** Lines as ffmpeg 5.1 prints them. */
it.each([
  {
    name: 'an H.264 camera', text: `Input #0, rtsp, from 'rtsp://***@cam/x':\n  Stream #0:0: Video: h264 (Constrained Baseline), yuv420p(progressive), 640x360, 15 fps, 15 tbr, 90k tbn`,
    facts: { format: 'rtsp', codec: 'h264', width: 640, height: 360, fps: 15, audio: null },
  },
  {
    name: 'HEVC behind an audio stream', text: `Input #0, rtsp, from 'x':\n  Stream #0:0: Audio: aac (LC), 16000 Hz, mono\n  Stream #0:1: Video: hevc (Main), yuv420p(tv, bt709), 2560x1440, 25 fps, 25 tbr, 90k tbn`,
    facts: { format: 'rtsp', codec: 'hevc', width: 2560, height: 1440, fps: 25, audio: 'aac' },
  },
  {
    name: 'a file with names of streams and a shape of pixels', text: `Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'x':\n  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 768x432 [SAR 1:1 DAR 16:9], 1024 kb/s, 10 fps, 10 tbr, 10240 tbn (default)`,
    facts: { format: 'mov,mp4,m4a,3gp,3g2,mj2', codec: 'h264', width: 768, height: 432, fps: 10, audio: null },
  },
  {
    name: 'a telephone held upright', text: `Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'x':\n  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 1920x1080, 30 fps, 30 tbr, 600 tbn (default)\n    Side data:\n      displaymatrix: rotation of -90.00 degrees`,
    facts: { format: 'mov,mp4,m4a,3gp,3g2,mj2', codec: 'h264', width: 1080, height: 1920, fps: 30, audio: null },
  },
  {
    name: 'pictures without a rate', text: `Input #0, mpjpeg, from 'x':\n  Stream #0:0: Video: mjpeg (Baseline), yuvj420p(pc), 1280x720, 25 tbr, 25 tbn`,
    facts: { format: 'mpjpeg', codec: 'mjpeg', width: 1280, height: 720, fps: null, audio: null },
  },
  {
    name: 'a rate in thousands', text: `Input #0, avi, from 'x':\n  Stream #0:0: Video: rawvideo, yuv420p, 320x240, 1k fps, 1k tbr`,
    facts: { format: 'avi', codec: 'rawvideo', width: 320, height: 240, fps: 1000, audio: null },
  },
  { name: 'a codec nobody knows', text: `Input #0, rtsp, from 'x':\n  Stream #0:0: Video: none, 640x360`, facts: null },
  { name: 'a size nobody knows', text: `Input #0, rtsp, from 'x':\n  Stream #0:0: Video: h264, none, 90k tbr`, facts: null },
  { name: 'sound alone', text: `Input #0, wav, from 'x':\n  Stream #0:0: Audio: pcm_s16le, 8000 Hz`, facts: null },
  { name: 'nothing', text: '', facts: null },
])('$name', ({ text, facts }) => {
  expect(parseSourceFacts(text)).toEqual(facts)
})
