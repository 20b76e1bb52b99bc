// TextEncoder and TextDecoder exist in every place this folder runs (Node, browser, worker), but in no lib of the language itself.
declare class TextEncoder { encode(text: string): Uint8Array<ArrayBuffer> }
declare class TextDecoder { decode(bytes: Uint8Array): string }
declare function decodeURIComponent(text: string): string
