/** Vigil's mark: an eye that is awake. */
export function Brand({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <path d="M3.5 16S8 8 16 8s12.5 8 12.5 8S24 24 16 24 3.5 16 3.5 16z" fill="none" stroke="var(--accent)" strokeWidth="2.3" strokeLinejoin="round" />
      <circle cx="16" cy="16" r="4" fill="var(--live)" />
    </svg>
  )
}
