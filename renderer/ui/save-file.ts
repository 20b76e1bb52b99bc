/** Hands a file to the browser's downloads. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  saveUrl(address, name)
  // The download has its own hold on the data once it started.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

export function saveUrl(href: string, name: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}
