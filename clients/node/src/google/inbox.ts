import type { Firestore } from '@google-cloud/firestore';
import { absentEntry, EntryInbox, type Inbox, type InboxEntry, type InboxStep } from '../inbox.js';
import type { Instant } from '../instant.js';
import type { EventId } from '../keys.js';
import {
    Documents,
    expiresField,
    type Fields,
    flagOf,
    instantField,
    instantOf,
    numberOf,
    spread,
    type Stored,
} from './documents.js';

const DAY = 24n * 3_600n * 1_000_000_000n;

export interface FirestoreOptions {
    readonly client: Firestore;
    /** Of the collections' names: `<prefix>-inbox`, `-lanes` and `-parked`. */
    readonly prefix: string;
    /** How long an inbox remembers: at least the bus's retention and the replay horizon. Default: 38 days. */
    readonly retentionDays?: number;
    /** The most events of a lane. Default: 1,000. */
    readonly room?: number;
}

/** The inbox that Java's `FirestoreInbox` has: one document per consumer and event. */
export function firestoreInbox(options: FirestoreOptions): Inbox {
    return new FirestoreInbox(options);
}

class FirestoreInbox extends EntryInbox {
    private readonly documents: Documents;
    private readonly retention: bigint;

    constructor(options: FirestoreOptions) {
        super(false);
        this.documents = new Documents(options.client, `${options.prefix}-inbox`);
        this.retention = BigInt(options.retentionDays ?? 38) * DAY;
    }

    protected step<T>(consumer: string, event: EventId, now: Instant, guess: boolean, rule: InboxStep<T>): Promise<T> {
        return this.documents.step<T>(this.documents.at(spread(consumer, event.source, event.id)), guess, (stored) => {
            const { next, answer } = rule(stored === undefined ? absentEntry(now) : entryOf(stored));
            return next === undefined ? { answer } : { next: { fields: this.fields(next) }, answer };
        });
    }

    private fields(entry: InboxEntry): Fields {
        const last = entry.leaseEnd !== undefined && entry.leaseEnd > entry.written ? entry.leaseEnd : entry.written;
        return {
            fence: entry.fence,
            attempts: entry.attempts,
            cutOff: entry.cutOff,
            completed: entry.completed,
            parked: entry.parked,
            written: instantField(entry.written),
            leaseEnd: instantField(entry.leaseEnd),
            since: instantField(entry.since),
            fenceOfSince: entry.fenceOfSince,
            claimant: entry.claimant,
            expires: expiresField(entry.parked ? undefined : last + this.retention),
        };
    }
}

function entryOf(stored: Stored): InboxEntry {
    const claimant = stored.fields.claimant;
    return {
        fence: numberOf(stored, 'fence'),
        attempts: numberOf(stored, 'attempts'),
        cutOff: numberOf(stored, 'cutOff'),
        completed: flagOf(stored, 'completed'),
        parked: flagOf(stored, 'parked'),
        written: instantOf(stored, 'written') ?? 0n,
        leaseEnd: instantOf(stored, 'leaseEnd'),
        since: instantOf(stored, 'since'),
        fenceOfSince: numberOf(stored, 'fenceOfSince'),
        claimant: typeof claimant === 'string' ? claimant : undefined,
    };
}
