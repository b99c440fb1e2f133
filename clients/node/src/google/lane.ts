import { digest, keyOf, part, sortedTime } from '../keys.js';
import { absentLane, expiresOf, type Lane, type LaneEntry, type ParkedEvent, wakeOf } from '../parking.js';
import { FORMAT } from '../stores.js';
import {
    expiresField,
    type Fields,
    flagOf,
    FORM,
    instantField,
    instantOf,
    numberOf,
    required,
    spread,
    type Stored,
    textOf,
} from './documents.js';

export function laneId(consumer: string, lane: Lane): string {
    return spread(consumer, lane.alone ? 'alone' : 'named', lane.value);
}

export function listed(consumer: string): string {
    return `${keyOf(FORM, consumer)}~`;
}

export function laneOf(stored: Stored): Lane {
    return { value: textOf(stored, 'lane'), alone: flagOf(stored, 'alone') };
}

export function laneEntryOf(stored: Stored | undefined): LaneEntry {
    if (stored === undefined) {
        return absentLane;
    }
    const parkedAt = instantOf(stored, 'parkedAt');
    return {
        parked: flagOf(stored, 'parked'),
        fence: numberOf(stored, 'fence'),
        leaseEnd: instantOf(stored, 'leaseEnd'),
        due: instantOf(stored, 'replayAt'),
        count: numberOf(stored, 'count'),
        next: numberOf(stored, 'next'),
        head:
            parkedAt === undefined
                ? undefined
                : { reason: textOf(stored, 'reason'), attempts: numberOf(stored, 'attempts'), parkedAt },
    };
}

export function laneFields(consumer: string, lane: Lane, entry: LaneEntry): Fields {
    const id = laneId(consumer, lane);
    const wake = wakeOf(entry);
    return {
        consumer,
        lane: lane.value,
        alone: lane.alone,
        parked: entry.parked,
        fence: entry.fence,
        leaseEnd: instantField(entry.leaseEnd),
        replayAt: instantField(entry.due),
        next: entry.next,
        count: entry.count,
        reason: entry.head?.reason,
        attempts: entry.head?.attempts ?? 0,
        parkedAt: instantField(entry.head?.parkedAt),
        listed: entry.parked ? listed(consumer) + digest(id) : undefined,
        due: wake === undefined ? undefined : `${keyOf(FORM, consumer)}~${part(id).toString(16)}~${sortedTime(wake)}`,
        expires: expiresField(expiresOf(entry)),
    };
}

export function eventFields(event: ParkedEvent): Fields {
    return {
        consumer: event.consumer,
        lane: event.lane.value,
        alone: event.lane.alone,
        source: event.event.source,
        id: event.event.id,
        attributes: [...event.wire.attributes].flat(),
        position: event.position,
        reason: event.reason,
        attempts: event.attempts,
        parkedAt: instantField(event.parkedAt),
        replayAt: instantField(event.replayAt),
        format: FORMAT,
    };
}

export function eventOf(stored: Stored, body: Uint8Array): ParkedEvent {
    const flat = required(stored, 'attributes', (value): value is string[] => Array.isArray(value));
    const attributes = new Map<string, string>();
    for (let i = 0; i + 1 < flat.length; i += 2) {
        attributes.set(flat[i] as string, flat[i + 1] as string);
    }
    return {
        consumer: textOf(stored, 'consumer'),
        lane: laneOf(stored),
        event: { source: textOf(stored, 'source'), id: textOf(stored, 'id') },
        wire: { attributes, body },
        position: textOf(stored, 'position'),
        reason: textOf(stored, 'reason'),
        attempts: numberOf(stored, 'attempts'),
        parkedAt: instantOf(stored, 'parkedAt') ?? 0n,
        replayAt: instantOf(stored, 'replayAt'),
    };
}
