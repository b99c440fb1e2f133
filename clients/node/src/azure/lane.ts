import { formatInstant, type Instant, parseInstant } from '../instant.js';
import { digest, digestOf, forPeople, keyOf, sorted, sortedTime } from '../keys.js';
import { type Lane, type LaneEntry, type ParkedEvent } from '../parking.js';
import { BytesIn, BytesOut } from '../stores.js';
import {
    bytesCells,
    bytesOf,
    FORM,
    flagOf,
    type Key,
    longTextCells,
    longTextOf,
    momentCell,
    momentOf,
    numberOf,
    type Row,
    type StoredRow,
    textOf,
    type Write,
} from './table.js';

export const LANE = 'lane';

export const LISTED = 'listed';

const DUE = 'dueMark';

const EVENT_PIECE = 512 * 1024;

/** A mark as its lane's row names it: a row in another table, by which the lane is found. */
export interface Mark {
    readonly partition: string;
    readonly row: string;
    readonly at: Instant;
}

export interface LaneRow {
    readonly consumer: string;
    readonly lane: Lane;
    readonly etag?: string;
    readonly entry: LaneEntry;
    readonly marks: ReadonlyMap<string, Mark>;
}

/** An event, its place in its lane, and the number of its entities after the first. */
export interface Placed {
    readonly place: number;
    readonly event: ParkedEvent;
    readonly parts: number;
}

export function partitionOf(consumer: string, lane: Lane): string {
    return keyOf(FORM, consumer, lane.alone ? 'alone' : 'named', lane.value);
}

export function listedBy(consumer: string): string {
    return `lanes~${keyOf(FORM, consumer)}`;
}

function dueBy(consumer: string): string {
    return `due~${keyOf(FORM, consumer)}`;
}

/** The marks that a lane's row must name; a stamp completes their keys. */
export function wantedMarks({ consumer, lane, entry }: LaneRow): Map<string, Mark> {
    const order = digest(partitionOf(consumer, lane));
    const wanted = new Map<string, Mark>();
    if (entry.parked) {
        wanted.set(LISTED, { partition: listedBy(consumer), row: order, at: 0n });
    }
    if (entry.due !== undefined) {
        wanted.set(DUE, { partition: dueBy(consumer), row: `${sortedTime(entry.due)}~${order}`, at: entry.due });
    }
    return wanted;
}

export function laneOf(row: StoredRow): Lane {
    return { value: longTextOf(row, 'lane'), alone: flagOf(row, 'alone') };
}

export function laneRowOf(row: StoredRow): LaneRow {
    const consumer = textOf(row, 'consumer');
    const marks = new Map<string, Mark>();
    for (const [name, partition] of [
        [LISTED, listedBy(consumer)],
        [DUE, dueBy(consumer)],
    ] as const) {
        if (typeof row[name] === 'string') {
            marks.set(name, { partition, row: row[name], at: momentOf(row, `${name}At`) ?? 0n });
        }
    }
    const parkedAt = momentOf(row, 'parkedAt');
    const entry: LaneEntry = {
        parked: flagOf(row, 'parked'),
        fence: numberOf(row, 'fence'),
        leaseEnd: momentOf(row, 'leaseEnd'),
        due: momentOf(row, 'due'),
        count: numberOf(row, 'waiting'),
        next: numberOf(row, 'next'),
        head:
            parkedAt === undefined
                ? undefined
                : { reason: textOf(row, 'reason'), attempts: numberOf(row, 'attempts'), parkedAt },
    };
    return { consumer, lane: laneOf(row), etag: row.etag, entry, marks };
}

export function laneEntity({ consumer, lane, entry, marks }: LaneRow): Row {
    const row: Row = {
        partitionKey: partitionOf(consumer, lane),
        rowKey: LANE,
        consumer,
        alone: lane.alone,
        ...longTextCells('lane', lane.value),
        parked: entry.parked,
        fence: BigInt(entry.fence),
        waiting: BigInt(entry.count),
        next: BigInt(entry.next),
        ...momentCell('leaseEnd', entry.leaseEnd),
        ...momentCell('due', entry.due),
        ...(entry.head === undefined ? {} : { reason: entry.head.reason, attempts: entry.head.attempts }),
        ...momentCell('parkedAt', entry.head?.parkedAt),
    };
    marks.forEach((mark, name) => {
        row[name] = mark.row;
        row[`${name}At`] = formatInstant(mark.at);
    });
    return row;
}

export function eventKey(consumer: string, lane: Lane, place: number): Key {
    return { partitionKey: partitionOf(consumer, lane), rowKey: `e${sorted(place)}` };
}

/** The keys of the further entities of an event. */
export function partKeys(first: Key, from: number, to: number): Key[] {
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => ({
        partitionKey: first.partitionKey,
        rowKey: `p${first.rowKey}~${from + at}`,
    }));
}

/** The entities of an event: a first one, and further ones if it is too large for one. */
export function eventRows(key: Key, place: number, event: ParkedEvent): Row[] {
    const content = new BytesOut()
        .text(event.event.source)
        .text(event.event.id)
        .texts(event.wire.attributes)
        .bytes(event.wire.body)
        .text(event.position)
        .text(event.reason)
        .all();
    const parts = Math.floor(Math.max(0, content.length - 1) / EVENT_PIECE);
    const piece = (at: number) => bytesCells('content', content.subarray(at * EVENT_PIECE, (at + 1) * EVENT_PIECE));
    const first: Row = {
        ...key,
        place: BigInt(place),
        consumer: event.consumer,
        alone: event.lane.alone,
        attempts: event.attempts,
        source: forPeople(event.event.source),
        id: forPeople(event.event.id),
        parts,
        ...longTextCells('lane', event.lane.value),
        ...momentCell('parkedAt', event.parkedAt),
        ...momentCell('replayAt', event.replayAt),
        ...piece(0),
    };
    return [first, ...partKeys(key, 1, parts).map((of, at) => ({ ...of, ...piece(at + 1) }))];
}

export function eventOf(first: StoredRow, parts: readonly StoredRow[]): ParkedEvent {
    const bytes = new BytesIn(Buffer.concat([first, ...parts].map((row) => bytesOf(row, 'content'))));
    const event = { source: bytes.text(), id: bytes.text() };
    const wire = { attributes: bytes.texts(), body: bytes.bytes() };
    return {
        consumer: textOf(first, 'consumer'),
        lane: laneOf(first),
        event,
        wire,
        position: bytes.text(),
        reason: bytes.text(),
        attempts: numberOf(first, 'attempts'),
        parkedAt: parseInstant(textOf(first, 'parkedAt')),
        replayAt: momentOf(first, 'replayAt'),
    };
}

export function takenWrites({ place, event, parts }: Placed): Write[] {
    const key = eventKey(event.consumer, event.lane, place);
    const identity = { partitionKey: key.partitionKey, rowKey: `i${digestOf(event.event)}` };
    return [key, ...partKeys(key, 1, parts), identity].map((row) => ({ kind: 'delete', row }));
}

export function replacedWrites({ place, event, parts }: Placed, waiting: ParkedEvent): Write[] {
    const key = eventKey(event.consumer, event.lane, place);
    const rows = eventRows(key, place, waiting);
    return [
        ...rows.map((row): Write => ({ kind: 'put', row })),
        ...partKeys(key, rows.length, parts).map((row): Write => ({ kind: 'delete', row })),
    ];
}
