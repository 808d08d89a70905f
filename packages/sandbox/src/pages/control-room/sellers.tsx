import type { VNode } from 'preact'
import type { ConnectionView } from '../../feed/state.ts'
import type { Seller } from '../../registry/seller.ts'
import { Account } from '../account.tsx'
import { words } from '../words.ts'
import { Frame, type Visit } from './frame.tsx'
import type { Names } from './names.ts'
import { controlRoomWords } from './words.ts'

interface SellersProps {
  visit: Visit
  sellers: readonly Seller[]
  connections: readonly ConnectionView[]
  names: Names
}

/** Who can consent, what they are connected with, and a button to end that. */
export function SellersPage(props: SellersProps): VNode {
  const { visit, sellers, connections, names } = props
  const text = controlRoomWords[visit.language].sellers
  return (
    <Frame visit={visit} section="sellers" intro={text.intro}>
      <div id="sellers" class="columns" data-live>
        {sellers.map((seller) => (
          <SellerCard
            key={seller.id}
            visit={visit}
            seller={seller}
            connections={connections.filter(({ sellerId }) => sellerId === seller.id)}
            names={names}
          />
        ))}
      </div>
    </Frame>
  )
}

interface SellerCardProps {
  visit: Visit
  seller: Seller
  connections: readonly ConnectionView[]
  names: Names
}

function SellerCard({ visit, seller, connections, names }: SellerCardProps) {
  const { language } = visit
  const text = controlRoomWords[language].sellers
  return (
    <article>
      <h2>
        <Account seller={seller} language={language} />
      </h2>
      <p class="aside">
        {text.id}: <code>{seller.id}</code>
      </p>
      {connections.length === 0 && <p class="aside">{text.notConnected}</p>}
      {connections.length > 0 && (
        <>
          <h3>{text.connectedTo}</h3>
          <ul class="connected">
            {connections.map(({ clientId }) => (
              <li key={clientId}>
                <span>{names.application(clientId)}</span>
                <form method="post" action="/sandbox/sellers/withdraw">
                  <input type="hidden" name="lang" value={language} />
                  <input type="hidden" name="seller" value={String(seller.id)} />
                  <input type="hidden" name="client_id" value={clientId} />
                  <button
                    type="submit"
                    class="secondary outline small"
                    aria-label={text.withdraw(
                      names.application(clientId) ?? clientId,
                      seller.nickname,
                    )}
                  >
                    {text.withdrawShort}
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <a
          href={`/sellers/${seller.id}/applications?lang=${language}`}
          aria-label={text.see(seller.nickname)}
        >
          {words[language].connected}
        </a>
      </p>
    </article>
  )
}
