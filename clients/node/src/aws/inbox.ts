import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { absentEntry, EntryInbox, type Inbox, type InboxEntry, type InboxStep } from '../inbox.js';
import { type Clock, type Instant, seconds } from '../instant.js';
import { digest, type EventId, forPeople, joined } from '../keys.js';
import { CountedItems, flag, flagOf, type Item, moment, momentOf, number, numberOf, Table, text } from './table.js';

/** The longest key of one of our own events. */
const LONGEST_KEY = 128 + 256 + 128 + '128:256:'.length;

const DAY = 24n * 3_600n * 1_000_000_000n;

export interface DynamoDbOptions {
    readonly client: DynamoDBClient;
    /** Of the tables' names: `<prefix>-inbox` and `<prefix>-parking`. */
    readonly prefix: string;
    /** How long an inbox remembers: at least the bus's retention and the replay horizon. Default: 14 days. */
    readonly retentionDays?: number;
    /** The most events of a lane. Default: 10,000. */
    readonly room?: number;
    readonly clock?: Clock;
}

/** The inbox that Java's `DynamoDbInbox` has: one item per consumer and event. */
export function dynamoDbInbox(options: DynamoDbOptions): Inbox {
    return new DynamoDbInbox(options);
}

class DynamoDbInbox extends EntryInbox {
    private readonly items: CountedItems;
    private readonly retention: bigint;

    constructor(options: DynamoDbOptions) {
        super(true);
        this.items = new CountedItems(new Table(options.client, `${options.prefix}-inbox`), true);
        this.retention = BigInt(options.retentionDays ?? 14) * DAY;
    }

    protected step<T>(consumer: string, event: EventId, now: Instant, isNew: boolean, rule: InboxStep<T>): Promise<T> {
        const key = entryKey(consumer, event);
        const what = `The inbox entry of event ${event.source}#${event.id} for consumer ${consumer}`;
        return this.items.step<T>({ entry: text(key) }, what, isNew, (item) => {
            const { next, answer } = rule(item === undefined ? absentEntry(now) : entryOf(item));
            return next === undefined ? { answer } : { next: this.item(key, event, next), answer };
        });
    }

    private item(key: string, event: EventId, entry: InboxEntry): Item {
        const last = entry.leaseEnd !== undefined && entry.leaseEnd > entry.written ? entry.leaseEnd : entry.written;
        return {
            entry: text(key),
            fence: number(entry.fence),
            attempts: number(entry.attempts),
            cutOff: number(entry.cutOff),
            completed: flag(entry.completed),
            parked: flag(entry.parked),
            fenceOfSince: number(entry.fenceOfSince),
            ...moment('written', entry.written),
            ...moment('leaseEnd', entry.leaseEnd),
            ...moment('since', entry.since),
            ...(entry.claimant === undefined ? {} : { claimant: text(entry.claimant) }),
            ...(entry.parked ? {} : { expires: number(seconds(last + this.retention)) }),
            ...(key.startsWith('sha256:')
                ? { source: text(forPeople(event.source)), id: text(forPeople(event.id)) }
                : {}),
        };
    }
}

function entryKey(consumer: string, event: EventId): string {
    const key = joined(consumer, event.source, event.id);
    return key.length <= LONGEST_KEY ? key : `sha256:${digest(key)}`;
}

function entryOf(item: Item): InboxEntry {
    return {
        fence: numberOf(item, 'fence'),
        attempts: numberOf(item, 'attempts'),
        cutOff: numberOf(item, 'cutOff'),
        completed: flagOf(item, 'completed'),
        parked: flagOf(item, 'parked'),
        written: momentOf(item, 'written') ?? 0n,
        leaseEnd: momentOf(item, 'leaseEnd'),
        since: momentOf(item, 'since'),
        fenceOfSince: numberOf(item, 'fenceOfSince'),
        claimant: item.claimant?.S,
    };
}
