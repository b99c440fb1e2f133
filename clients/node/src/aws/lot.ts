import { randomUUID } from 'node:crypto';
import type { Change } from '../inbox.js';
import { type Clock, type Instant, systemClock } from '../instant.js';
import { digestOf, type EventId, forPeople } from '../keys.js';
import {
    isHeldBy,
    type Lane,
    type LaneLease,
    leaseStep,
    openStep,
    type ParkedEvent,
    type ParkingLot,
    type ParkResult,
    parkStep,
    postponeStep,
    releaseStep,
    removeStep,
} from '../parking.js';
import { until } from '../stores.js';
import type { DynamoDbOptions } from './inbox.js';
import {
    bytesIn,
    bytesOut,
    eventOf,
    has,
    headItem,
    headKey,
    laneOf,
    type LaneRow,
    LONGEST_FOR_PEOPLE,
    moreRow,
    named,
    partOf,
    type Placed,
    placedOf,
    placeKey,
    placeRow,
    rowOf,
    within,
} from './lane.js';
import { CountedItems, flag, flagOf, type Item, moment, number, required, Table, text, textOf } from './table.js';

/** The bytes of an event per item; an item's 400 KB leave room for the longest lane, position and reason. */
const PART = 300 * 1024;

/** The parking lot that Java's `DynamoDbParkingLot` has. */
export function dynamoDbParkingLot(options: DynamoDbOptions): ParkingLot {
    return new DynamoDbParkingLot(options);
}

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
            this.step<{ answer: ParkResult } | undefined>(event.consumer, event.lane, (row) =>
                this.parkStep(event, opens, stamp, put, row),
            );
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
        const step = await parkStep(
            entry,
            event,
            opens,
            async () => (await this.placeOf(event, row)) !== undefined,
            this.room,
        );
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
        const others = await parkStep(
            entry,
            eventOf(there.item, event.event, event.wire),
            true,
            async () => false,
            Number.MAX_SAFE_INTEGER,
        );
        return others.next === undefined
            ? { answer: undefined }
            : { next: { ...row, entry: others.next }, answer: undefined };
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
                ExpressionAttributeNames: {
                    '#reason': 'reason',
                    '#attempts': 'attempts',
                    '#replay': 'replayAt',
                    '#stamp': 'stamp',
                },
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

    private step<T>(
        consumer: string,
        lane: Lane,
        rule: (row: LaneRow) => Promise<Change<LaneRow, T>> | Change<LaneRow, T>,
    ): Promise<T> {
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
            ExpressionAttributeValues: {
                ':part': text(partOf(event.consumer, event.lane)),
                ':event': text(digestOf(event.event)),
            },
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
                ExpressionAttributeValues: {
                    ':part': required(stored.item, 'part'),
                    ':more': text(`more:${stored.stamp}:`),
                },
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
