import { randomUUID } from 'node:crypto';
import { Batch } from './batch.js';
import { readEvent, readJson } from './reading.js';
import { MOST_BYTES, type WireEvent } from './wire.js';
import { type EncodedData, type Event, typeOf } from './event.js';
import { InvalidEventError, placeOf } from './failures.js';
import type { Inbox } from './inbox.js';
import { type Clock, type Instant, millis, systemClock } from './instant.js';
import type { EventId } from './keys.js';
import { FailureMemory, LostClaims } from './memories.js';
import type { ParkingLot } from './parking.js';
import { type ReplayAnswer, type ReplayRequest, Replay } from './replay.js';

/** The circumstances of one call of a handler. */
export interface Handling {
    /** The number of this attempt, from 1; without an inbox only attempts of this process count. */
    readonly attempt: number;
    /** By when the handler should have returned. */
    readonly deadline: Date;
    /** Grows with every claim of the event: write effects only with a fence that is not lower. 0 without an inbox. */
    readonly fence: number;
    /** When the broker accepted the event, if the source reports it. Never order events by it. */
    readonly acceptedAt?: Date | undefined;
}

/**
 * Handles an event, at least once: until its completion is recorded it may be delivered again. A thrown error is the event's
 * failure, unless it is a `PortError`, `NotYetError` or `SetAsideError`.
 */

export type Handler<D = any> = (event: Event<D>, handling: Handling) => unknown;

/**
 * How a consumer handles a wire type: a handler of JSON; with `read`, which checks the data and throws if it is wrong; or
 * with the data as it is on the wire.
 */
export type Handles =
    | Handler
    | { readonly read: (json: unknown) => unknown; readonly handle: Handler }
    | { readonly encoded: Handler<EncodedData | undefined> };

/** What to do with an event whose handler failed. */
export type Decision = 'retry' | { readonly park: string; readonly replayAt?: Instant } | { readonly halt: string };

/** @param attempt the number of the failed attempt, from 1 */
export type FailurePolicy = (event: Event, failure: unknown, attempt: number) => Decision;

/** Retries until this many attempts have failed, then parks until an operator replays the event. */
export function retryThenPark(attempts: number): FailurePolicy {
    return (_, failure, attempt) =>
        attempt < attempts ? 'retry' : { park: `failed ${attempt} times, last with ${placeOf(failure)}` };
}

/** How a source brings back what is unsettled. */
export type Redelivery = 'one-by-one' | 'from-first-unsettled' | 'whole-batch' | 'never';

/** One record of a source. */
export interface Delivery {
    readonly wire: WireEvent;
    /** Where it is in its source; the same on redelivery. */
    readonly position: string;
    /** The key that the source orders by. */
    readonly transportKey?: string | undefined;
    readonly acceptedAt?: Instant | undefined;
}

export type Why = 'failed' | 'behind-a-failure' | 'in-progress-elsewhere' | 'out-of-time' | 'port-failed' | 'halted';

/** The outcome of one delivery. All but `unsettled` are final. */
export type Verdict =
    | { readonly kind: 'handled' | 'duplicate' | 'ignored' }
    | { readonly kind: 'parked'; readonly reason: string }
    | { readonly kind: 'unsettled'; readonly why: Why; readonly message: string };

export function isSettled(verdict: Verdict): boolean {
    return verdict.kind !== 'unsettled';
}

export interface ConsumerOptions {
    /** Names the consumer's rows, and has one owner; a consumer in Java and one in Node.js may take turns under one name. */
    readonly name: string;
    /** Handlers by wire type. Every version of these types' names is subscribed: one without a handler is parked. */
    readonly on: Readonly<Record<string, Handles>>;
    /** Remembers completed events. Without it handlers must recognise duplicates themselves. */
    readonly inbox?: Inbox | undefined;
    /** Keeps events that cannot be handled. Without it they stay unsettled. */
    readonly parkingLot?: ParkingLot | undefined;
    /** The lane within which events stay in order. Default: the ordering key. */
    readonly lane?: (event: Event) => string | undefined;
    /** Default: `retryThenPark(5)`. */
    readonly policy?: FailurePolicy;
    /** How long a failing event may hold up others in a source that goes back to it. Default: 30 s. */
    readonly retryBudgetMillis?: number;
    /** The delay before a parked event that is not at fault is tried again. Default: 1 minute. */
    readonly replayDelayMillis?: number;
    /** How often handling may be cut off before the event is parked untried. Default: 5. */
    readonly cutOffLimit?: number;
    /** The time before the deadline in which no attempt begins. Default: 1 s per 250 deliveries, at most a quarter. */
    readonly reserveMillis?: number;
    /** How many lanes run at a time. Default: 1, in delivery order. */
    readonly lanesAtOnce?: number;
    readonly mostBytes?: number;
    readonly clock?: Clock;
    /** Names of claimants, unique among all processes. */
    readonly claimants?: () => string;
    readonly pause?: (nanos: bigint) => Promise<void>;
    /** Called when a port failed, and nothing else says so. */
    readonly portFailed?: (port: string, failure: unknown) => void;
}

/** @internal A delivery as the consumer reads it. */
export type Read =
    | { readonly kind: 'event'; readonly id: EventId; readonly event: Event; readonly handler: Handler }
    | { readonly kind: 'unknown-version'; readonly id: EventId; readonly event: Event; readonly reason: string }
    | { readonly kind: 'ignored'; readonly id: EventId }
    | { readonly kind: 'undecodable'; readonly reason: string };

/** A named consumer. Create it once per process: without an inbox it counts failures in memory. */
export class Consumer {
    readonly name: string;
    /** @internal */
    readonly inbox: Inbox | undefined;
    /** @internal */
    readonly lot: ParkingLot | undefined;
    readonly clock: Clock;
    /** @internal */
    readonly policy: FailurePolicy;
    /** @internal */
    readonly lane: ((event: Event) => string | undefined) | undefined;
    /** @internal */
    readonly retryBudget: bigint;
    /** @internal */
    readonly replayDelay: bigint;
    /** @internal */
    readonly cutOffLimit: number;
    /** @internal */
    readonly reserve: bigint;
    /** @internal */
    readonly lanesAtOnce: number;
    /** @internal */
    readonly claimants: () => string;
    /** @internal */
    readonly pause: (nanos: bigint) => Promise<void>;
    /** @internal */
    readonly portFailed: (port: string, failure: unknown) => void;
    /** @internal */
    readonly memory = new FailureMemory();
    /** @internal */
    readonly lost = new LostClaims();
    /** @internal */
    stopped = false;
    private readonly on: Readonly<Record<string, Handles>>;
    private readonly names: ReadonlySet<string>;
    private readonly mostBytes: number;

    constructor(options: ConsumerOptions) {
        this.name = options.name;
        this.on = options.on;
        this.names = new Set(Object.keys(options.on).map((type) => typeOf(type).name));
        if (this.name.trim() === '' || this.name.length > 128) {
            throw new Error(`A consumer's name must have 1 to 128 characters, unlike '${this.name}'`);
        }
        if (this.names.size === 0) {
            throw new Error(`${this.name} handles nothing: add a handler to 'on'`);
        }
        this.inbox = options.inbox;
        this.lot = options.parkingLot;
        this.clock = options.clock ?? systemClock;
        this.policy = options.policy ?? retryThenPark(5);
        this.lane = options.lane;
        this.retryBudget = millis(options.retryBudgetMillis ?? 30_000);
        this.replayDelay = millis(options.replayDelayMillis ?? 60_000);
        this.cutOffLimit = options.cutOffLimit ?? 5;
        this.reserve = millis(options.reserveMillis ?? 1_000);
        this.lanesAtOnce = options.lanesAtOnce ?? 1;
        this.mostBytes = options.mostBytes ?? MOST_BYTES;
        this.claimants = options.claimants ?? randomUUID;
        this.pause =
            options.pause ?? ((nanos) => new Promise((resolve) => setTimeout(resolve, Number(nanos / 1_000_000n))));
        this.portFailed = options.portFailed ?? (() => {});
    }

    /**
     * Settles a batch: exactly one verdict per delivery, in order. A failing handler or port becomes a verdict.
     *
     * @param redelivery how the source brings back what is unsettled
     * @param deadline when the host wants an answer
     */
    settle(deliveries: readonly Delivery[], redelivery: Redelivery, deadline: Instant): Promise<Verdict[]> {
        return new Batch(this, deliveries, redelivery, deadline).settle();
    }

    /** Replays what the consumer has parked, as the document asks (docs/ops-commands.md, "The replay protocol"). */
    replay(request: ReplayRequest, deadline: Instant): Promise<ReplayAnswer> {
        return new Replay(this).run(request, deadline);
    }

    /** Leaves what is unsettled untried, because the host shuts down. */
    stop(): void {
        this.stopped = true;
    }

    /** @internal Reads a record; data of types that are not subscribed is never decoded. */
    read(wire: WireEvent): Read {
        try {
            const event = readEvent(wire, this.mostBytes);
            const id = { source: event.source, id: event.id };
            const handles = Object.hasOwn(this.on, event.type) ? this.on[event.type] : undefined;
            if (handles === undefined) {
                return this.names.has(typeOf(event.type).name)
                    ? {
                          kind: 'unknown-version',
                          id,
                          event,
                          reason: `${event.type} is subscribed to, but this version of it is not known here`,
                      }
                    : { kind: 'ignored', id };
            }
            if (typeof handles === 'function') {
                return { kind: 'event', id, event: { ...event, data: readJson(event) }, handler: handles };
            }
            if ('encoded' in handles) {
                return { kind: 'event', id, event, handler: handles.encoded };
            }
            const json = readJson(event);
            return {
                kind: 'event',
                id,
                event: { ...event, data: json === undefined ? json : checked(handles.read, json) },
                handler: handles.handle,
            };
        } catch (failure) {
            if (failure instanceof InvalidEventError) {
                return { kind: 'undecodable', reason: `${failure.attribute}: ${failure.reason}` };
            }
            throw failure;
        }
    }

    /** @internal The decision to park an event that is not at fault: it is tried again after the replay delay. */
    later(reason: string): { reason: string; replayAt: Instant } {
        return { reason, replayAt: this.clock() + this.replayDelay };
    }

    /** @internal What the policy decides; retry if the policy throws. */
    decide(event: Event, failure: unknown, attempt: number): Decision {
        try {
            return this.policy(event, failure, attempt);
        } catch (ofThePolicy) {
            this.portFailed('failure-policy', ofThePolicy);
            return 'retry';
        }
    }
}

function checked(read: (json: unknown) => unknown, json: unknown): unknown {
    try {
        return read(json);
    } catch (failure) {
        throw failure instanceof InvalidEventError
            ? failure
            : new InvalidEventError('data', failure instanceof Error ? failure.message : String(failure), {
                  cause: failure,
              });
    }
}
