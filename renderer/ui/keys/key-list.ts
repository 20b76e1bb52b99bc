export interface KeyEntry {
  readonly keys: readonly string[]
  readonly does: string
}

/** Every key of the console: the overlay, the settings page and the handlers all read this one list. */
export const KEY_LIST = {
  everywhere: {
    help: { keys: ['?'], does: 'Show the keys' },
    find: { keys: ['mod+k'], does: 'Find a camera, an event or a screen' },
    undo: { keys: ['mod+z'], does: 'Undo the last deletion' },
    live: { keys: ['alt+1'], does: 'Go to Live' },
    review: { keys: ['alt+2'], does: 'Go to Review' },
    performance: { keys: ['alt+3'], does: 'Go to Performance' },
    cameras: { keys: ['alt+4'], does: 'Go to Cameras' },
    settings: { keys: ['alt+5'], does: 'Go to Settings' },
  },
  live: {
    one: { keys: ['1'], does: 'One tile' },
    four: { keys: ['4', '2'], does: 'Four tiles' },
    nine: { keys: ['9', '3'], does: 'Nine tiles' },
    sixteen: { keys: ['6', '0'], does: 'Sixteen tiles' },
    left: { keys: ['arrowleft'], does: 'Tile to the left' },
    right: { keys: ['arrowright'], does: 'Tile to the right' },
    up: { keys: ['arrowup'], does: 'Tile above' },
    down: { keys: ['arrowdown'], does: 'Tile below' },
    enlarge: { keys: ['enter'], does: 'Enlarge the tile, and back' },
    back: { keys: ['escape'], does: 'Back to the wall' },
    nextPage: { keys: ['pagedown'], does: 'Next page of tiles' },
    previousPage: { keys: ['pageup'], does: 'Previous page of tiles' },
    boxes: { keys: ['b'], does: 'Boxes on or off' },
    zones: { keys: ['z'], does: 'Zones and lines on or off' },
    fit: { keys: ['f'], does: 'Whole picture or filled tile' },
    info: { keys: ['i'], does: 'Figures on every tile' },
    numbers: { keys: ['n'], does: 'Figures of the selected camera' },
    events: { keys: ['e'], does: 'Newest events at the side' },
    why: { keys: ['w'], does: 'Why no alert? Ask about a spot' },
    snapshot: { keys: ['s'], does: 'Save the picture of the selected tile' },
    rewind: { keys: ['r'], does: 'The last minute of the selected tile' },
  },
  review: {
    queue: { keys: ['1'], does: 'What waits for review' },
    list: { keys: ['2'], does: 'All events by time' },
    recordings: { keys: ['3'], does: 'Recordings' },
    next: { keys: ['j'], does: 'Next event' },
    previous: { keys: ['k'], does: 'Previous event' },
    left: { keys: ['arrowleft'], does: 'Event to the left' },
    right: { keys: ['arrowright'], does: 'Event to the right' },
    up: { keys: ['arrowup'], does: 'Event above' },
    down: { keys: ['arrowdown'], does: 'Event below' },
    reviewed: { keys: ['x'], does: 'Reviewed, or not; in the queue on to the next' },
    pin: { keys: ['p'], does: 'Pin, so that it is kept' },
    export: { keys: ['e'], does: 'Export the clip as MP4' },
    exportMore: { keys: ['mod+e'], does: 'Export with choices' },
    remove: { keys: ['delete'], does: 'Delete (ten seconds to undo)' },
    selectAll: { keys: ['mod+a'], does: 'Select all that are loaded' },
    note: { keys: ['n'], does: 'Write a note' },
    close: { keys: ['escape'], does: 'Select none, or close the event' },
    layout: { keys: ['v'], does: 'Cards or rows' },
    timeline: { keys: ['m'], does: 'Timeline on or off' },
  },
  player: {
    play: { keys: ['space'], does: 'Play or pause' },
    stepBack: { keys: [','], does: 'One frame back' },
    stepOn: { keys: ['.'], does: 'One frame on' },
    slower: { keys: ['['], does: 'Slower' },
    faster: { keys: [']'], does: 'Faster' },
    loop: { keys: ['l'], does: 'Play again and again' },
    zoom: { keys: ['z'], does: 'Zoom in, and back to the whole picture' },
    follow: { keys: ['f'], does: 'The picture follows the object' },
    boxes: { keys: ['b'], does: 'Boxes on or off' },
    path: { keys: ['t'], does: "The track's path on or off" },
    regions: { keys: ['g'], does: 'Zones and tripwires on or off' },
    snapshot: { keys: ['s'], does: 'Save this frame as a picture' },
  },
  recordings: {
    nextEvent: { keys: ['j'], does: 'To the next event' },
    previousEvent: { keys: ['k'], does: 'To the previous event' },
    back: { keys: ['arrowleft'], does: 'Ten seconds back' },
    on: { keys: ['arrowright'], does: 'Ten seconds on' },
    zoomIn: { keys: ['+', '='], does: 'Timeline: nearer' },
    zoomOut: { keys: ['-'], does: 'Timeline: farther' },
    now: { keys: ['end'], does: 'To the newest footage' },
    markIn: { keys: ['i'], does: 'The range begins here' },
    markOut: { keys: ['o'], does: 'The range ends here' },
    clear: { keys: ['escape'], does: 'No range' },
    export: { keys: ['e'], does: 'Export the range' },
  },
  timeline: {
    back: { keys: ['arrowleft'], does: 'A little back' },
    on: { keys: ['arrowright'], does: 'A little on' },
    zoomIn: { keys: ['+', '=', 'arrowup'], does: 'Nearer' },
    zoomOut: { keys: ['-', 'arrowdown'], does: 'Farther' },
    pageBack: { keys: ['pageup'], does: 'What was before' },
    pageOn: { keys: ['pagedown'], does: 'What came after' },
    nextEvent: { keys: ['enter'], does: 'To the next event' },
    previousEvent: { keys: ['backspace'], does: 'To the previous event' },
    now: { keys: ['end'], does: 'To now' },
  },
  rewind: {
    play: { keys: ['space'], does: 'Play or pause' },
    stepBack: { keys: [','], does: 'One frame back' },
    stepOn: { keys: ['.'], does: 'One frame on' },
    back: { keys: ['arrowleft'], does: 'Five seconds back' },
    on: { keys: ['arrowright'], does: 'Five seconds on' },
    close: { keys: ['escape', 'r'], does: 'Back to live' },
  },
  performance: {
    pause: { keys: ['space'], does: 'Pause or go on' },
  },
  cameras: {
    add: { keys: ['a'], does: 'Add a camera' },
    back: { keys: ['escape'], does: 'Back to the list' },
  },
  regions: {
    select: { keys: ['v'], does: 'Select and move' },
    zone: { keys: ['z'], does: 'Draw a zone' },
    line: { keys: ['l'], does: 'Draw a tripwire' },
    mask: { keys: ['m'], does: 'Draw a motion mask' },
    objectMask: { keys: ['o'], does: 'Draw an object mask' },
    privacy: { keys: ['p'], does: 'Draw a privacy mask' },
    close: { keys: ['enter'], does: 'Close the shape' },
    cancel: { keys: ['escape'], does: 'Drop the shape being drawn' },
    remove: { keys: ['delete', 'backspace'], does: 'Delete the selected point or shape' },
    undo: { keys: ['mod+z'], does: 'Undo' },
    redo: { keys: ['mod+shift+z', 'mod+y'], does: 'Redo' },
    save: { keys: ['mod+s'], does: 'Save' },
    try: { keys: ['t'], does: 'Try on the last hours' },
  },
} as const satisfies Record<string, Record<string, KeyEntry>>

export type KeyScope = keyof typeof KEY_LIST
export type KeyAction<S extends KeyScope> = keyof (typeof KEY_LIST)[S]

export const SCOPE_TITLES: Readonly<Record<KeyScope, string>> = {
  everywhere: 'Everywhere',
  live: 'Live',
  review: 'Review',
  player: 'Player',
  recordings: 'Recordings',
  timeline: 'Timeline, while it has the focus',
  rewind: 'Rewind on a tile',
  performance: 'Performance',
  cameras: 'Cameras',
  regions: 'Regions editor',
}

const NAMES: Readonly<Record<string, string>> = {
  arrowleft: '←', arrowright: '→', arrowup: '↑', arrowdown: '↓', enter: 'Enter', escape: 'Esc', space: 'Space', delete: 'Del',
  backspace: 'Backspace', pagedown: 'Page down', pageup: 'Page up', end: 'End', home: 'Home', shift: 'Shift', alt: 'Alt',
}

/** `mod+shift+z` as the operator's keyboard names it. */
export const keyName = (key: string, mac: boolean): string =>
  key.split('+').map((part) => (part === 'mod' ? (mac ? '⌘' : 'Ctrl') : (NAMES[part] ?? part.toUpperCase()))).join(mac ? ' ' : '+')
