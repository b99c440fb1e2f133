import {
    Consumer,
    derivedId,
    type Event,
    type Inbox,
    type ParkingLot,
    type Redelivery,
    type Delivery,
    type Replicas,
    type Verdict,
    type Instant,
} from '@triskel/consume';
import { type Credential, lookUp } from './lookup.js';

const NEWS_SOURCE = '/orders/news';
const SENT = 'notification.sent';
const HEARTBEATS = 'heartbeats';

/** The answer to the link to an order, of Java's `OrderPage`; personal data is absent if it is unknown or forgotten. */
interface OrderPage {
    readonly order: string;
    readonly status: string;
    readonly reason?: string;
    readonly name?: string;
    readonly email?: string;
}

/** What a cloud gives the consumer. */
export interface Ports {
    readonly inbox: Inbox;
    readonly parkingLot: ParkingLot;
    readonly replicas: Replicas;
    readonly lookupBase: URL;
    readonly credential: Credential;
}

/** Customer notification: writes the outcome of an order to its customer, unless the address is unknown. */
export class CustomerNotification extends Consumer {
    constructor({ inbox, parkingLot, replicas, lookupBase, credential }: Ports) {
        super({
            name: 'customer-notification',
            inbox,
            parkingLot,
            on: {
                'orders.order-news.v1': async (news: Event, handling) => {
                    if (news.source !== NEWS_SOURCE) {
                        throw new Error(`No base address is configured for lookups of source '${news.source}'`);
                    }
                    const page = (await lookUp(lookupBase, credential, news, handling)) as OrderPage;
                    if (page.email !== undefined) {
                        await send(replicas, page);
                    }
                },
                'triskel.heartbeat.v1': async ({ time }: Event) => {
                    const placed = Date.parse(time ?? '');
                    if (!Number.isNaN(placed)) {
                        await note(replicas, HEARTBEATS, `${this.name}/${Math.floor(placed / 60_000) % 60}`, placed, '');
                    }
                },
            },
        });
    }

    /** Writes the line that Java's functions write: counts of verdicts, and the first failures, without personal data. */
    override async settle(deliveries: readonly Delivery[], redelivery: Redelivery, deadline: Instant): Promise<Verdict[]> {
        const verdicts = await super.settle(deliveries, redelivery, deadline);
        const events: Record<string, number> = {};
        const troubles: string[] = [];
        verdicts.forEach((verdict, at) => {
            events[verdict.kind] = (events[verdict.kind] ?? 0) + 1;
            if (verdict.kind === 'unsettled') {
                troubles.push(`${deliveries[at]?.position}: ${verdict.why}, ${verdict.message}`);
            } else if (verdict.kind === 'parked') {
                troubles.push(`parked ${deliveries[at]?.position}: ${verdict.reason}`);
            }
        });
        if (verdicts.some((verdict) => verdict.kind !== 'ignored')) {
            // Lambda's console puts a time and an id before it, and then no metric filter reads it (developer guide, "Log and monitor
            // Node.js Lambda functions").
            process.stdout.write(`${JSON.stringify({ consumer: this.name, events, troubles: troubles.slice(0, 10) })}\n`);
        }
        return verdicts;
    }
}

/** A mailbox that sends nothing: as Java's `SentMessages`, it stores the ids of messages only, each once. */
async function send(replicas: Replicas, page: OrderPage): Promise<void> {
    const id = `${page.order} ${page.status.toLowerCase()}`;
    await note(replicas, SENT, derivedId('message', id), 1, id);
}

async function note(replicas: Replicas, collection: string, entity: string, version: number, state: string): Promise<void> {
    await replicas.put(collection, { entity, version, deleted: false, state: Buffer.from(state, 'utf8') });
}
