import type { Change } from '../inbox.js';
import { seconds } from '../instant.js';
import { digest, type EventId, joined, sorted } from '../keys.js';
import { absentLane, expiresOf, type Lane, lane, type LaneEntry, laneName, type ParkedEvent } from '../parking.js';
import { BytesIn, BytesOut } from '../stores.js';
import { flag, flagOf, type Item, moment, momentOf, number, numberOf, required, text, textOf } from './table.js';

/** A lane's head as an item; places before `first` no longer belong to the lane. */
export interface LaneRow {
    readonly entry: LaneEntry;
    readonly first: number;
}

/** A parked event's item: a lane has one for each place. */
export interface Placed {
    readonly item: Item;
    readonly place: number;
    readonly stamp: string;
    readonly parts: number;
}

/** The longest position and reason that are kept; only people read them. */
export const LONGEST_FOR_PEOPLE = 8_192;

export function within<T>(row: LaneRow, step: Change<LaneEntry, T>): Change<LaneRow, T> {
    return step.next === undefined
        ? { answer: step.answer }
        : { next: { ...row, entry: step.next }, answer: step.answer };
}

export function has(row: LaneRow, place: number): boolean {
    return row.first <= place && place < row.entry.next;
}

function laneDigest(consumer: string, lane: Lane): string {
    return digest(joined(consumer, laneName(lane)));
}

export function partOf(consumer: string, lane: Lane): string {
    return `lane:${laneDigest(consumer, lane)}`;
}

export function headKey(consumer: string, lane: Lane): Item {
    return { part: text(partOf(consumer, lane)), row: text('head') };
}

export function placeRow(place: number): string {
    return `event:${sorted(place)}`;
}

export function placeKey(item: Item, place: number): Item {
    return { part: required(item, 'part'), row: text(placeRow(place)) };
}

export function moreRow(stamp: string, part: number): string {
    return `more:${stamp}:${String(part).padStart(5, '0')}`;
}

export function named(lane: Lane): string {
    return `Lane '${lane.value}'`;
}

export function laneOf(item: Item): Lane {
    return { value: textOf(item, 'lane'), alone: flagOf(item, 'alone') };
}

export function headItem(consumer: string, lane: Lane, { entry, first }: LaneRow): Item {
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
            : {
                  reason: text(entry.head.reason),
                  attempts: number(entry.head.attempts),
                  ...moment('parkedAt', entry.head.parkedAt),
              }),
        ...(entry.due === undefined ? {} : { dueBucket: bucket, ...moment('due', entry.due) }),
        ...(entry.parked ? { laneBucket: bucket, digest: text(of) } : {}),
        ...(expires === undefined ? {} : { expires: number(seconds(expires)) }),
    };
}

export function rowOf(item: Item | undefined): LaneRow {
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
        head:
            parkedAt === undefined
                ? undefined
                : { reason: textOf(item, 'reason'), attempts: numberOf(item, 'attempts'), parkedAt },
    };
    return { entry, first: numberOf(item, 'first') };
}

export function placedOf(item: Item): Placed {
    return { item, place: numberOf(item, 'place'), stamp: textOf(item, 'stamp'), parts: numberOf(item, 'parts') };
}

export function eventOf(item: Item, event: EventId, wire: ParkedEvent['wire']): ParkedEvent {
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
export function bytesOut({ event, wire }: ParkedEvent): Buffer {
    return new BytesOut().text(event.source).text(event.id).texts(wire.attributes).bytes(wire.body).all();
}

export function bytesIn(all: Buffer): { event: EventId; wire: ParkedEvent['wire'] } {
    const bytes = new BytesIn(all);
    const event = { source: bytes.text(), id: bytes.text() };
    return { event, wire: { attributes: bytes.texts(), body: bytes.bytes() } };
}
