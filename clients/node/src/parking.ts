import type { WireEvent } from './wire.js';
import type { Change } from './inbox.js';
import type { Instant } from './instant.js';
import { digest, type EventId, joined, wholeCharacters } from './keys.js';

/** The events that a consumer must handle one after another: those of an ordering key, or one event alone. */
export interface Lane {
    readonly value: string;
    readonly alone: boolean;
}

const LONGEST_LANE = 8_192;
const BEGINNING = LONGEST_LANE - '...'.length - 64;

/** A lane; in a long value, a digest of the whole replaces the end. */
export function lane(value: string, alone: boolean = false): Lane {
    const short = value.length <= LONGEST_LANE;
    return { value: short ? value : `${value.slice(0, wholeCharacters(value, BEGINNING))}...${digest(value)}`, alone };
}

export function laneOfEvent(event: EventId): Lane {
    return lane(joined(event.source, event.id), true);
}

/** A text that different lanes do not share. */
export function laneName(of: Lane): string {
    return `${of.alone ? 'alone:' : 'named:'}${of.value}`;
}

/** A parked event, as it was on the wire. */
export interface ParkedEvent {
    readonly consumer: string;
    readonly lane: Lane;
    readonly event: EventId;
    readonly wire: WireEvent;
    readonly position: string;
    readonly reason: string;
    readonly attempts: number;
    readonly parkedAt: Instant;
    /** When the event is due for another attempt; absent: on demand, or behind another event. */
    readonly replayAt?: Instant | undefined;
}

/** The right to replay one parked lane. */
export interface LaneLease {
    readonly consumer: string;
    readonly lane: Lane;
    readonly fence: number;
    readonly leaseEnd: Instant;
}

export type ParkResult =
    { readonly kind: 'parked' } | { readonly kind: 'open' } | { readonly kind: 'full'; readonly limit: number };

/**
 * Keeps events that cannot be handled now: parked lanes per consumer, each a queue of events. A lane stays parked until it
 * is opened, even while empty. Each writing call takes effect by one conditional write of the lane's head, on the rows that
 * Java writes.
 */
export interface ParkingLot {
    /** Appends the event and parks the lane; an event already in the lane stays unchanged. */
    park(event: ParkedEvent): Promise<ParkResult>;
    /** Appends the event if its lane is parked, in the same write; otherwise answers open. */
    parkBehind(event: ParkedEvent): Promise<ParkResult>;
    /** Which of these lanes are parked. */
    heldAmong(consumer: string, lanes: readonly Lane[]): Promise<Lane[]>;
    lease(consumer: string, lane: Lane, now: Instant, duration: bigint): Promise<LaneLease | undefined>;
    /** The lane's first event, if the lease holds. */
    peek(lease: LaneLease): Promise<ParkedEvent | undefined>;
    /** Removes the handled head. */
    remove(lease: LaneLease, head: EventId): Promise<boolean>;
    /** Records why and until when the head keeps waiting. */
    postpone(lease: LaneLease, head: ParkedEvent): Promise<boolean>;
    /** Opens the empty lane. */
    open(lease: LaneLease): Promise<boolean>;
    release(lease: LaneLease): Promise<void>;
    /** Parked lanes, in a fixed order, at most `limit`. */
    lanes(consumer: string, limit: number): Promise<Lane[]>;
}

/** What is known of a lane's first event without reading it. */
export interface Head {
    readonly reason: string;
    readonly attempts: number;
    readonly parkedAt: Instant;
}

const LONGEST_REASON = 200;

function headOf(event: ParkedEvent): Head {
    const { reason } = event;
    const short = reason.length <= LONGEST_REASON ? reason : reason.slice(0, wholeCharacters(reason, LONGEST_REASON));
    return { reason: short, attempts: event.attempts, parkedAt: event.parkedAt };
}

/** The head of one lane as stored; the functions below are the steps of Java's `LaneEntry`. */
export interface LaneEntry {
    readonly parked: boolean;
    /** Of the last lease; opening the lane raises it too. */
    readonly fence: number;
    readonly leaseEnd?: Instant | undefined;
    /** When the lane is to be replayed; absent: only on demand. */
    readonly due?: Instant | undefined;
    readonly count: number;
    /** The number of the next event; numbers grow and are used once. */
    readonly next: number;
    readonly head?: Head | undefined;
}

export const absentLane: LaneEntry = { parked: false, fence: 0, count: 0, next: 1 };

/** How long the head of an open lane is kept after its last lease: longer than a replay continues with an expired one. */
const KEPT = 30n * 24n * 3_600n * 1_000_000_000n;

export function expiresOf(entry: LaneEntry): Instant | undefined {
    return entry.parked || entry.leaseEnd === undefined ? undefined : entry.leaseEnd + KEPT;
}

/** The first moment at which the lane is due and not leased. */
export function wakeOf(entry: LaneEntry): Instant | undefined {
    const { due, leaseEnd } = entry;
    return due !== undefined && leaseEnd !== undefined && due < leaseEnd ? leaseEnd : due;
}

export function isHeldBy(entry: LaneEntry, lease: LaneLease): boolean {
    return entry.parked && entry.fence === lease.fence;
}

/**
 * Appends an event under the number `next`.
 *
 * @param opens whether the event parks an open lane
 * @param has whether the lane already has the event; asked only if the lane is parked
 */
export async function parkStep(
    entry: LaneEntry,
    event: ParkedEvent,
    opens: boolean,
    has: () => Promise<boolean>,
    room: number,
): Promise<Change<LaneEntry, ParkResult>> {
    if (!entry.parked && !opens) {
        return { answer: { kind: 'open' } };
    }
    if (entry.parked && (await has())) {
        return { answer: { kind: 'parked' } };
    }
    if (entry.count >= room) {
        return { answer: { kind: 'full', limit: room } };
    }
    const next: LaneEntry = {
        parked: true,
        fence: entry.fence,
        leaseEnd: entry.parked ? entry.leaseEnd : undefined,
        due: entry.parked ? entry.due : event.replayAt,
        count: entry.count + 1,
        next: entry.next + 1,
        head: entry.parked && entry.count > 0 ? entry.head : headOf(event),
    };
    return { next, answer: { kind: 'parked' } };
}

export function leaseStep(
    entry: LaneEntry,
    consumer: string,
    of: Lane,
    now: Instant,
    duration: bigint,
): Change<LaneEntry, LaneLease | undefined> {
    if (!entry.parked || (entry.leaseEnd !== undefined && entry.leaseEnd > now)) {
        return { answer: undefined };
    }
    const fence = entry.fence + 1;
    const leaseEnd = now + duration;
    return { next: { ...entry, fence, leaseEnd }, answer: { consumer, lane: of, fence, leaseEnd } };
}

/** Removes the first event; the lane is due immediately. */
export function removeStep<P>(entry: LaneEntry, first: P | undefined): Change<LaneEntry, P | undefined> {
    return first === undefined
        ? { answer: undefined }
        : { next: { ...entry, due: 0n, count: entry.count - 1, head: undefined }, answer: first };
}

export function postponeStep<P>(
    entry: LaneEntry,
    first: P | undefined,
    waiting: ParkedEvent,
): Change<LaneEntry, P | undefined> {
    return first === undefined
        ? { answer: undefined }
        : { next: { ...entry, due: waiting.replayAt, head: headOf(waiting) }, answer: first };
}

/** Opens an empty lane. The fence grows, so that no earlier lease fits the lane once it is parked again. */
export function openStep(entry: LaneEntry, lease: LaneLease): Change<LaneEntry, boolean> {
    return isHeldBy(entry, lease) && entry.count === 0
        ? {
              next: { parked: false, fence: entry.fence + 1, leaseEnd: entry.leaseEnd, count: 0, next: entry.next },
              answer: true,
          }
        : { answer: false };
}

export function releaseStep(entry: LaneEntry, lease: LaneLease): Change<LaneEntry, boolean> {
    return isHeldBy(entry, lease) ? { next: { ...entry, leaseEnd: undefined }, answer: true } : { answer: false };
}
