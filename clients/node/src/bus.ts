import type { Event } from './event.js';
import type { Instant } from './instant.js';
import type { EventId } from './keys.js';
import type { Cause } from './stores.js';
import type { WireEvent } from './wire.js';

/** The outcome of one event of a publication. */
export type Entry =
    | { readonly kind: 'accepted'; readonly event: Event; readonly position: string }
    /** The bus does not have the event; if the cause is UNKNOWN, it may have it. */
    | { readonly kind: 'rejected'; readonly event: Event; readonly cause: Cause; readonly message: string }
    /** Not sent, because an earlier event of the same key was rejected; sending it would reorder the key. */
    | { readonly kind: 'withheld'; readonly event: Event; readonly behind: EventId };

/** One event of a request to a bus. */
export interface Outgoing {
    readonly event: Event;
    readonly wire: WireEvent;
    /** Of body, attributes and ordering key. */
    readonly bytes: number;
}

/** A bus's result for one event of a request. */
export type BusResult =
    | { readonly kind: 'ok'; readonly position: string }
    | { readonly kind: 'failed'; readonly cause: Cause; readonly message: string };

/** Sends one request to one bus; the publisher does the rest. */
export interface Bus {
    readonly mode: 'structured' | 'binary';
    readonly maxEvents: number;
    readonly maxRequestBytes: number;
    readonly maxEventBytes: number;
    /** Whether one request may hold several events of one key. */
    readonly severalPerKey: boolean;
    /** One result per event, in order, by the deadline: until then no later event of these keys is sent. */
    send(batch: readonly Outgoing[], deadline: Instant): Promise<BusResult[]>;
}

/** Not all events are on the bus, or some may not be; the report says which. */
export class PublishFailedError extends Error {
    override readonly name = 'PublishFailedError';

    constructor(readonly report: readonly Entry[]) {
        const first = report.find((entry) => entry.kind !== 'accepted');
        const why = first?.kind === 'rejected' ? `${first.cause}: ${first.message}` : 'withheld';
        super(
            `${report.filter((entry) => entry.kind !== 'accepted').length} of ${report.length} events are not on the bus, the first is ${why}`,
        );
    }
}
