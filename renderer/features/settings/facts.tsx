export interface FactRow {
  readonly name: string
  readonly value: string
  readonly title?: string
  readonly mono?: boolean
  /** Left out where there is nothing to judge. */
  readonly good?: boolean
}

export function Facts({ title, rows, testId }: { readonly title: string; readonly rows: readonly FactRow[]; readonly testId: string }) {
  if (rows.length === 0) return null
  return (
    <section className="about" aria-label={title} data-testid={testId}>
      <h3 className="settings-sub">{title}</h3>
      <dl className="rows">
        {rows.map(({ name, value, title: hover, mono, good }) => (
          <div key={name} className="row about-row">
            <dt className="muted">{name}</dt>
            <dd className={mono ? 'mono' : ''} title={hover}>
              {good !== undefined && <span className={`dot ${good ? 'dot-live' : 'dot-warn'}`} aria-hidden />}
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
