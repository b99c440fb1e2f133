import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
    CountedItems,
    flag,
    flagOf,
    type Item,
    moment,
    momentOf,
    number,
    numberOf,
    required,
    Table,
    text,
    textOf,
} from './dynamodb-table.js';
import {
    absentEntry,
    type Change,
    type Claim,
    type ClaimResult,
    claiming,
    completing,
    completingParked,
    type Inbox,
    type InboxEntry,
    type InboxStep,
    type Release,
    releasing,
    type WriteOutcome,
} from './inbox.js';
import { type Clock, type Instant, seconds, systemClock } from './instant.js';
import { digest, digestOf, type EventId, forPeople, joined, sorted } from './keys.js';
import {
    absentLane,
    expiresOf,
    isHeldBy,
    type Lane,
    type LaneEntry,
    type LaneLease,
    laneName,
    leaseStep,
    openStep,
    type ParkedEvent,
    type ParkingLot,
    type ParkResult,
    parkStep,
    postponeStep,
    releaseStep,
    removeStep,
} from './parking.js';
import { BytesIn, BytesOut, until } from './stores.js';

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

/** The parking lot that Java's `DynamoDbParkingLot` has. */
export function dynamoDbParkingLot(options: DynamoDbOptions): ParkingLot {
    return new DynamoDbParkingLot(options);
}

class DynamoDbInbox implements Inbox {
    private readonly items: CountedItems;
    private readonly retention: bigint;

    constructor(options: DynamoDbOptions) {
        this.items = new CountedItems(new Table(options.client, `${options.prefix}-inbox`), true);
        this.retention = BigInt(options.retentionDays ?? 14) * DAY;
    }

    claimAll(consumer: string, events: readonly EventId[], now: Instant, lease: bigint, claimant: string): Promise<ClaimResult[]> {
        return each(events, (event) => this.step(consumer, event, now, true, claiming(consumer, event, now, now + lease, false, claimant)));
    }

    claimParked(consumer: string, event: EventId, now: Instant, lease: bigint, claimant: string): Promise<ClaimResult> {
        return this.step(consumer, event, now, true, claiming(consumer, event, now, now + lease, true, claimant));
    }

    completeAll(claims: readonly Claim[], now: Instant): Promise<WriteOutcome[]> {
        return each(claims, (claim) => this.step(claim.consumer, claim.event, now, false, completing(claim, now)));
    }

    releaseAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]> {
        return each(releases, (release) => this.release(release, now, false));
    }

    parkAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]> {
        return each(releases, (release) => this.release(release, now, true));
    }

    private release(release: Release, now: Instant, toTheLot: boolean): Promise<WriteOutcome> {
        return this.step(release.claim.consumer, release.claim.event, now, false, releasing(release, now, toTheLot));
    }

    completeParked(consumer: string, event: EventId, now: Instant): Promise<WriteOutcome> {
        return this.step(consumer, event, now, false, completingParked(now));
    }

    private step<T>(consumer: string, event: EventId, now: Instant, isNew: boolean, rule: InboxStep<T>): Promise<T> {
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
            ...(key.startsWith('sha256:') ? { source: text(forPeople(event.source)), id: text(forPeople(event.id)) } : {}),
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

/** How many entries of a call run at the same time. */
const AT_ONCE = 32;

/** One result per entry, in order; a failure of one does not affect the others. */
async function each<A, R>(entries: readonly A[], step: (entry: A) => Promise<R>): Promise<(R | { kind: 'failed'; message: string })[]> {
    const results: (R | { kind: 'failed'; message: string })[] = [];
    let at = 0;
    const worker = async () => {
        for (let mine = at++; mine < entries.length; mine = at++) {
            try {
                results[mine] = await step(entries[mine] as A);
            } catch (failure) {
                results[mine] = { kind: 'failed', message: failure instanceof Error ? failure.message : String(failure) };
            }
        }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, entries.length) }, worker));
    return results;
}

/** A lane's head as an item; places before `first` no longer belong to the lane. */
interface LaneRow {
    readonly entry: LaneEntry;
    readonly first: number;
}

/** A parked event's item: a lane has one for each place. */
interface Placed {
    readonly item: Item;
    readonly place: number;
    readonly stamp: string;
    readonly parts: number;
}

/** The bytes of an event per item; an item's 400 KB leave room for the longest lane, position and reason. */
const PART = 300 * 1024;

/** The longest position and reason that are kept; only people read them. */
const LONGEST_FOR_PEOPLE = 8_192;

/**
 * A head counts the lane's events, and each event has its own item under its place. An event's item is put before the head
 * counts it and deleted after the head no longer counts it, so each step is one conditional write of the head.
 */
class DynamoDbParkingLot implements ParkingLot {
    private readonly table: Table;
    private readonly heads: CountedItems;
    private readonly clock: Clock;
    private readonly room: number;

    constructor(options: DynamoDbOptions) {
        this.table = new Table(options.client, `${options.prefix}-parking`);
        this.heads = new CountedItems(this.table, false);
        this.clock = options.clock ?? systemClock;
        this.room = options.room ?? 10_000;
    }

    park(event: ParkedEvent): Promise<ParkResult> {
        return this.parkOne(event, true);
    }

    parkBehind(event: ParkedEvent): Promise<ParkResult> {
        return this.parkOne(event, false);
    }

    private parkOne(event: ParkedEvent, opens: boolean): Promise<ParkResult> {
        const stamp = randomUUID();
        const put: Placed[] = [];
        const attempt = () =>
            this.step<{ answer: ParkResult } | undefined>(event.consumer, event.lane, (row) => this.parkStep(event, opens, stamp, put, row));
        return until(named(event.lane), attempt);
    }

    /** Answers nothing if it only counts an event that another writer put: then look at the lane again. */
    private async parkStep(
        event: ParkedEvent,
        opens: boolean,
        stamp: string,
        put: Placed[],
        row: LaneRow,
    ): Promise<Change<LaneRow, { answer: ParkResult } | undefined>> {
        const { entry } = row;
        await this.takeBack(put, (stored) => !has(row, stored.place) && stored.place !== entry.next);
        const step = await parkStep(entry, event, opens, async () => (await this.placeOf(event, row)) !== undefined, this.room);
        if (step.next === undefined) {
            await this.takeBack(put, () => step.answer.kind !== 'parked');
            return { answer: { answer: step.answer } };
        }
        const there = await this.put(event, entry.next, stamp);
        if (there === undefined) {
            return { answer: undefined };
        }
        if (there.stamp === stamp) {
            put.push(there);
            return { next: { ...row, entry: step.next }, answer: { answer: step.answer } };
        }
        const others = await parkStep(entry, eventOf(there.item, event.event, event.wire), true, async () => false, Number.MAX_SAFE_INTEGER);
        return others.next === undefined ? { answer: undefined } : { next: { ...row, entry: others.next }, answer: undefined };
    }

    /** Deletes what earlier attempts put: an item may have arrived so late that its place no longer belongs to the lane. */
    private async takeBack(put: Placed[], which: (stored: Placed) => boolean): Promise<void> {
        for (const stored of put.filter(which)) {
            await this.delete(stored);
            put.splice(put.indexOf(stored), 1);
        }
    }

    async heldAmong(consumer: string, lanes: readonly Lane[]): Promise<Lane[]> {
        const byPart = new Map(lanes.map((lane) => [partOf(consumer, lane), lane]));
        const keys = [...byPart.keys()].map((part) => ({ part: text(part), row: text('head') }));
        const heads = await this.table.getAll(keys, ['part', 'parked']);
        return heads.filter((head) => flagOf(head, 'parked')).map((head) => byPart.get(textOf(head, 'part')) as Lane);
    }

    lease(consumer: string, lane: Lane, now: Instant, duration: bigint): Promise<LaneLease | undefined> {
        return this.step(consumer, lane, (row) => within(row, leaseStep(row.entry, consumer, lane, now, duration)));
    }

    async peek(lease: LaneLease): Promise<ParkedEvent | undefined> {
        const row = rowOf(await this.table.get(headKey(lease.consumer, lease.lane)));
        if (!isHeldBy(row.entry, lease)) {
            return undefined;
        }
        for await (const stored of this.after(lease, row)) {
            const bytes = await this.bytesOf(stored);
            // An event whose parts are gone was removed after the head was read.
            if (bytes !== undefined) {
                const { event, wire } = bytesIn(bytes);
                return eventOf(stored.item, event, wire);
            }
        }
        return undefined;
    }

    async remove(lease: LaneLease, head: EventId): Promise<boolean> {
        const removed = await this.step<Placed | undefined>(lease.consumer, lease.lane, async (row) => {
            const step = removeStep(row.entry, await this.headIf(lease, row, head));
            return step.answer === undefined || step.next === undefined
                ? { answer: undefined }
                : { next: { entry: step.next, first: step.answer.place + 1 }, answer: step.answer };
        });
        if (removed !== undefined) {
            await this.delete(removed);
        }
        return removed !== undefined;
    }

    async postpone(lease: LaneLease, head: ParkedEvent): Promise<boolean> {
        const postponed = await this.step<Placed | undefined>(lease.consumer, lease.lane, async (row) =>
            within(row, postponeStep(row.entry, await this.headIf(lease, row, head.event), head)),
        );
        if (postponed !== undefined) {
            const replays = head.replayAt !== undefined;
            await this.table.update({
                Key: placeKey(postponed.item, postponed.place),
                UpdateExpression: `SET #reason = :reason, #attempts = :attempts${replays ? ', #replay = :replay' : ' REMOVE #replay'}`,
                ConditionExpression: '#stamp = :stamp',
                ExpressionAttributeNames: { '#reason': 'reason', '#attempts': 'attempts', '#replay': 'replayAt', '#stamp': 'stamp' },
                ExpressionAttributeValues: {
                    ':stamp': text(postponed.stamp),
                    ':reason': text(forPeople(head.reason, LONGEST_FOR_PEOPLE)),
                    ':attempts': number(head.attempts),
                    ...moment(':replay', head.replayAt),
                },
            });
        }
        return postponed !== undefined;
    }

    /** Only the items show whether the lane is empty; the head's count only limits the lane. */
    open(lease: LaneLease): Promise<boolean> {
        return this.step<boolean>(lease.consumer, lease.lane, async (row) => {
            const first = isHeldBy(row.entry, lease) ? await this.after(lease, row).next() : undefined;
            if (first === undefined || first.done !== true) {
                return { answer: false };
            }
            const empty: LaneRow = { entry: { ...row.entry, count: 0, head: undefined }, first: row.entry.next };
            return within(empty, openStep(empty.entry, lease));
        });
    }

    async release(lease: LaneLease): Promise<void> {
        await this.step<boolean>(lease.consumer, lease.lane, (row) => within(row, releaseStep(row.entry, lease)));
    }

    async lanes(consumer: string, limit: number): Promise<Lane[]> {
        const found: Lane[] = [];
        for (const digit of '0123456789abcdef') {
            const keys = this.table.query({
                IndexName: 'lanes',
                KeyConditionExpression: '#bucket = :bucket AND #digest > :after',
                ExpressionAttributeNames: { '#bucket': 'laneBucket', '#digest': 'digest' },
                ExpressionAttributeValues: { ':bucket': text(`${digit}:${consumer}`), ':after': text('0') },
            });
            for await (const key of keys) {
                // The index may lag and name a lane that is open.
                const head = await this.table.get({ part: required(key, 'part'), row: required(key, 'row') });
                if (head !== undefined && flagOf(head, 'parked')) {
                    found.push(laneOf(head));
                }
                if (found.length >= limit) {
                    return found;
                }
            }
        }
        return found;
    }

    private step<T>(consumer: string, lane: Lane, rule: (row: LaneRow) => Promise<Change<LaneRow, T>> | Change<LaneRow, T>): Promise<T> {
        return this.heads.step<T>(headKey(consumer, lane), named(lane), false, async (item) => {
            const { next, answer } = await rule(rowOf(item));
            return next === undefined ? { answer } : { next: headItem(consumer, lane, next), answer };
        });
    }

    private async headIf(lease: LaneLease, row: LaneRow, event: EventId): Promise<Placed | undefined> {
        if (!isHeldBy(row.entry, lease)) {
            return undefined;
        }
        const { value } = await this.after(lease, row).next();
        return value !== undefined && textOf(value.item, 'event') === digestOf(event) ? value : undefined;
    }

    /** The lane's events, head first, without discarded ones. */
    private async *after(lease: LaneLease, row: LaneRow): AsyncGenerator<Placed, undefined> {
        if (row.first < row.entry.next) {
            const items = this.table.query({
                ConsistentRead: true,
                Limit: 1,
                KeyConditionExpression: '#part = :part AND #row BETWEEN :from AND :to',
                ExpressionAttributeNames: { '#part': 'part', '#row': 'row' },
                ExpressionAttributeValues: {
                    ':part': text(partOf(lease.consumer, lease.lane)),
                    ':from': text(placeRow(row.first)),
                    ':to': text(placeRow(row.entry.next - 1)),
                },
            });
            for await (const item of items) {
                if (item.discardedBy === undefined) {
                    yield placedOf(item);
                }
            }
        }
        return undefined;
    }

    /** The place of an event in its lane, if the lane has it. */
    private async placeOf(event: ParkedEvent, row: LaneRow): Promise<number | undefined> {
        const items = this.table.query({
            IndexName: 'events',
            ConsistentRead: true,
            KeyConditionExpression: '#part = :part AND #event = :event',
            ExpressionAttributeNames: { '#part': 'part', '#event': 'event' },
            ExpressionAttributeValues: { ':part': text(partOf(event.consumer, event.lane)), ':event': text(digestOf(event.event)) },
        });
        for await (const item of items) {
            const place = Number(textOf(item, 'row').slice('event:'.length));
            if (has(row, place)) {
                return place;
            }
        }
        return undefined;
    }

    /** What is at this place now: this event, or one that another writer put there and did not count. */
    private async put(event: ParkedEvent, place: number, stamp: string): Promise<Placed | undefined> {
        const all = bytesOut(event);
        const now = this.clock();
        const part = text(partOf(event.consumer, event.lane));
        const parts = Math.max(1, Math.ceil(all.length / PART));
        for (let i = 1; i < parts; i++) {
            await this.table.put({
                part,
                row: text(moreRow(stamp, i)),
                place: number(place),
                stamp: text(stamp),
                ...moment('storedAt', now),
                bytes: { B: all.subarray(i * PART, (i + 1) * PART) },
            });
        }
        const item: Item = {
            part,
            row: text(placeRow(place)),
            place: number(place),
            stamp: text(stamp),
            parts: number(parts - 1),
            bytes: { B: all.subarray(0, PART) },
            event: text(digestOf(event.event)),
            source: text(forPeople(event.event.source)),
            id: text(forPeople(event.event.id)),
            consumer: text(event.consumer),
            lane: text(event.lane.value),
            alone: flag(event.lane.alone),
            position: text(forPeople(event.position, LONGEST_FOR_PEOPLE)),
            reason: text(forPeople(event.reason, LONGEST_FOR_PEOPLE)),
            attempts: number(event.attempts),
            ...moment('storedAt', now),
            ...moment('parkedAt', event.parkedAt),
            ...moment('replayAt', event.replayAt),
        };
        const free = await this.table.put(item, {
            ConditionExpression: 'attribute_not_exists(#row)',
            ExpressionAttributeNames: { '#row': 'row' },
        });
        const there = free ? item : await this.table.get(placeKey(item, place));
        return there === undefined ? undefined : placedOf(there);
    }

    /** The whole event; undefined if parts are missing. */
    private async bytesOf(stored: Placed): Promise<Buffer | undefined> {
        const all = [Buffer.from(required(stored.item, 'bytes').B ?? [])];
        if (stored.parts > 0) {
            const items = this.table.query({
                ConsistentRead: true,
                KeyConditionExpression: '#part = :part AND begins_with(#row, :more)',
                ExpressionAttributeNames: { '#part': 'part', '#row': 'row' },
                ExpressionAttributeValues: { ':part': required(stored.item, 'part'), ':more': text(`more:${stored.stamp}:`) },
            });
            for await (const more of items) {
                all.push(Buffer.from(required(more, 'bytes').B ?? []));
            }
        }
        return all.length > stored.parts ? Buffer.concat(all) : undefined;
    }

    private async delete(stored: Placed): Promise<void> {
        const gone = await this.table.delete(placeKey(stored.item, stored.place), {
            ConditionExpression: '#stamp = :stamp',
            ExpressionAttributeNames: { '#stamp': 'stamp' },
            ExpressionAttributeValues: { ':stamp': text(stored.stamp) },
        });
        for (let i = 1; gone && i <= stored.parts; i++) {
            await this.table.delete({ part: required(stored.item, 'part'), row: text(moreRow(stored.stamp, i)) });
        }
    }
}

function within<T>(row: LaneRow, step: Change<LaneEntry, T>): Change<LaneRow, T> {
    return step.next === undefined ? { answer: step.answer } : { next: { ...row, entry: step.next }, answer: step.answer };
}

function has(row: LaneRow, place: number): boolean {
    return row.first <= place && place < row.entry.next;
}

function laneDigest(consumer: string, lane: Lane): string {
    return digest(joined(consumer, laneName(lane)));
}

function partOf(consumer: string, lane: Lane): string {
    return `lane:${laneDigest(consumer, lane)}`;
}

function headKey(consumer: string, lane: Lane): Item {
    return { part: text(partOf(consumer, lane)), row: text('head') };
}

function placeRow(place: number): string {
    return `event:${sorted(place)}`;
}

function placeKey(item: Item, place: number): Item {
    return { part: required(item, 'part'), row: text(placeRow(place)) };
}

function moreRow(stamp: string, part: number): string {
    return `more:${stamp}:${String(part).padStart(5, '0')}`;
}

function named(lane: Lane): string {
    return `Lane '${lane.value}'`;
}

function laneOf(item: Item): Lane {
    return { value: textOf(item, 'lane'), alone: flagOf(item, 'alone') };
}

function headItem(consumer: string, lane: Lane, { entry, first }: LaneRow): Item {
    const of = laneDigest(consumer, lane);
    const bucket = text(`${of.charAt(0)}:${consumer}`);
    const expires = expiresOf(entry);
    return {
        ...headKey(consumer, lane),
        consumer: text(consumer),
        lane: text(lane.value),
        alone: flag(lane.alone),
        parked: flag(entry.parked),
        fence: number(entry.fence),
        count: number(entry.count),
        next: number(entry.next),
        first: number(first),
        ...moment('leaseEnd', entry.leaseEnd),
        ...(entry.head === undefined
            ? {}
            : { reason: text(entry.head.reason), attempts: number(entry.head.attempts), ...moment('parkedAt', entry.head.parkedAt) }),
        ...(entry.due === undefined ? {} : { dueBucket: bucket, ...moment('due', entry.due) }),
        ...(entry.parked ? { laneBucket: bucket, digest: text(of) } : {}),
        ...(expires === undefined ? {} : { expires: number(seconds(expires)) }),
    };
}

function rowOf(item: Item | undefined): LaneRow {
    if (item === undefined) {
        return { entry: absentLane, first: 1 };
    }
    const parkedAt = momentOf(item, 'parkedAt');
    const entry: LaneEntry = {
        parked: flagOf(item, 'parked'),
        fence: numberOf(item, 'fence'),
        leaseEnd: momentOf(item, 'leaseEnd'),
        due: momentOf(item, 'due'),
        count: numberOf(item, 'count'),
        next: numberOf(item, 'next'),
        head: parkedAt === undefined ? undefined : { reason: textOf(item, 'reason'), attempts: numberOf(item, 'attempts'), parkedAt },
    };
    return { entry, first: numberOf(item, 'first') };
}

function placedOf(item: Item): Placed {
    return { item, place: numberOf(item, 'place'), stamp: textOf(item, 'stamp'), parts: numberOf(item, 'parts') };
}

function eventOf(item: Item, event: EventId, wire: ParkedEvent['wire']): ParkedEvent {
    return {
        consumer: textOf(item, 'consumer'),
        lane: laneOf(item),
        event,
        wire,
        position: textOf(item, 'position'),
        reason: textOf(item, 'reason'),
        attempts: numberOf(item, 'attempts'),
        parkedAt: momentOf(item, 'parkedAt') ?? 0n,
        replayAt: momentOf(item, 'replayAt'),
    };
}

/** The parts of a parked event that can be large: its identity, attributes and body. */
function bytesOut({ event, wire }: ParkedEvent): Buffer {
    return new BytesOut().text(event.source).text(event.id).texts(wire.attributes).bytes(wire.body).all();
}

function bytesIn(all: Buffer): { event: EventId; wire: ParkedEvent['wire'] } {
    const bytes = new BytesIn(all);
    const event = { source: bytes.text(), id: bytes.text() };
    return { event, wire: { attributes: bytes.texts(), body: bytes.bytes() } };
}
