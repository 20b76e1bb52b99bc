// WebAssembly exists in Node, but its types come with the DOM's library, which this layer does not have.
declare namespace WebAssembly {
  interface Module { readonly [Symbol.toStringTag]: string }
  const Module: new (bytes: Uint8Array) => Module
  interface Memory { readonly buffer: SharedArrayBuffer }
  const Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => Memory
  interface Instance { readonly exports: unknown }
  const Instance: new (module: Module, imports: { env: { memory: Memory } }) => Instance
}
