import './key-table.css'
import { Kbd } from '../kit/kbd.tsx'
import { KEY_LIST, SCOPE_TITLES, type KeyEntry, type KeyScope } from './key-list.ts'

/** The keys of some scopes, grouped. */
export function KeyTable({ scopes }: { readonly scopes: readonly KeyScope[] }) {
  return (
    <div className="key-table">
      {scopes.map((scope) => (
        <section key={scope} className="key-group">
          <h3>{SCOPE_TITLES[scope]}</h3>
          <dl>
            {Object.entries<KeyEntry>(KEY_LIST[scope]).map(([name, { keys, does }]) => (
              <div key={name} className="key-row">
                <dt>{does}</dt>
                <dd>{keys.map((key) => <Kbd key={key} k={key} />)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
