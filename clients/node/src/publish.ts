import { type Bus, type BusResult, type Entry, type Outgoing, PublishFailedError } from './bus.js';
import { MOST_BYTES, sizeOf, structured } from './wire.js';
import { writeBinary, writeStructured } from './writing.js';
import { beyondLimits, type Event } from './event.js';
import { EventTooLargeError } from './failures.js';
import { type Clock, type Instant, millis, systemClock, toMillis } from './instant.js';
import type { EventId } from './keys.js';
import { type Cause, mayPass, sleep } from './stores.js';

export interface PublisherOptions {
    /** How many requests may be in flight at a time. Default: 8. */
    readonly maxInFlight?: number;
    readonly mostBytes?: number;
    readonly clock?: Clock;
    readonly pause?: (milliseconds: number) => Promise<void>;
}

interface Waiting {
    readonly event: Event;
    /** The event to send, or why it cannot be sent; then it keeps its place in the key's order until its turn. */
    readonly ready: Outgoing | Refusal | EventId;
    readonly publication: Publication;
    inFlight: boolean;
    entry: Entry | undefined;
}

/** The withheld keys of one way to publish, each with the rejected event; the other way does not end it. */
type Withholding = Map<string, EventId>;

interface Publication {
    readonly items: Waiting[];
    readonly withheld: Withholding;
    readonly deadline: Instant;
    unsettled: number;
    done: () => void;
}

interface Refusal {
    readonly cause: Cause;
    readonly message: string;
}

const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Publishes in the order of each key: one request in flight per key, several across keys, batches within the bus's limits.
 * After a rejection the later events of the key are withheld, in later calls too, until `resume`.
 */
export class Publisher {
    private readonly clock: Clock;
    private readonly maxInFlight: number;
    private readonly mostBytes: number;
    private readonly pauseFor: (milliseconds: number) => Promise<void>;
    private waiting: Waiting[] = [];
    private readonly busy = new Set<string>();
    private readonly withheld: Withholding = new Map();
    private readonly withheldRepeats: Withholding = new Map();
    private readonly lines = new Map<string, Promise<void>>();
    private inFlight = 0;

    constructor(
        private readonly bus: Bus,
        options: PublisherOptions = {},
    ) {
        this.clock = options.clock ?? systemClock;
        this.maxInFlight = options.maxInFlight ?? 8;
        this.mostBytes = options.mostBytes ?? MOST_BYTES;
        this.pauseFor = options.pause ?? sleep;
    }

    /** Publishes events once; one entry per event, in order. Never fails for a delivery reason. */
    tryPublish(events: readonly Event[], timeoutMillis: number): Promise<Entry[]> {
        return this.once(events, timeoutMillis, this.withheld);
    }

    private async once(events: readonly Event[], timeoutMillis: number, withheld: Withholding): Promise<Entry[]> {
        const deadline = this.clock() + millis(timeoutMillis);
        const publication: Publication = { items: [], withheld, deadline, unsettled: events.length, done: () => {} };
        const settled = new Promise<void>((resolve) => {
            publication.done = resolve;
        });
        for (const event of events) {
            this.enter(publication, event);
        }
        this.pump();
        if (publication.unsettled > 0) {
            const timer = setTimeout(
                () => this.giveUp(publication),
                Math.min(LONGEST_TIMER, toMillis(publication.deadline - this.clock())),
            );
            await settled;
            clearTimeout(timer);
        }
        return publication.items.map((item) => item.entry as Entry);
    }

    /** Ends the withholding of a key by `tryPublish`: its events may be sent again, oldest first. */
    resume(key: string): void {
        this.withheld.delete(key);
        this.pump();
    }

    /**
     * Publishes events, repeating in key order what may pass, until the bus has them all; publications of one key queue.
     *
     * @throws PublishFailedError if the deadline passes first, or an event cannot be published
     */
    async publish(events: readonly Event[], timeoutMillis: number = 10_000): Promise<Entry[]> {
        const keys = new Set(events.flatMap((event) => (event.key === undefined ? [] : [event.key])));
        const turn = Promise.all([...keys].map((key) => this.lines.get(key))).then(() => true);
        let leave = () => {};
        const mine = new Promise<void>((resolve) => {
            leave = () => resolve(turn.then(() => {}));
        });
        for (const key of keys) {
            this.lines.set(key, mine);
        }
        try {
            return await this.repeat(events, keys, turn, timeoutMillis);
        } finally {
            leave();
            for (const key of keys) {
                if (this.lines.get(key) === mine) {
                    void mine.then(() => this.lines.get(key) === mine && this.lines.delete(key));
                }
            }
        }
    }

    private async repeat(
        events: readonly Event[],
        keys: ReadonlySet<string>,
        turn: Promise<boolean>,
        timeoutMillis: number,
    ): Promise<Entry[]> {
        const deadline = this.clock() + millis(timeoutMillis);
        const entries: Entry[] = events.map((event) => ({
            kind: 'rejected',
            event,
            cause: 'TRANSIENT',
            message:
                event.key === undefined
                    ? 'Not sent'
                    : `Not sent: an earlier publication of key '${event.key}' is still under way`,
        }));
        let wait = 25;
        let left = (await comesWithin(turn, timeoutMillis)) ? toMillis(deadline - this.clock()) : 0;
        const gone = new Map<string, EventId>();
        let open = events.map((_, at) => at);
        while (open.length > 0 && left >= 1) {
            const answers = await this.once(
                open.map((at) => events[at] as Event),
                left,
                this.withheldRepeats,
            );
            open.forEach((at, i) => {
                entries[at] = forGood(answers[i] as Entry, gone);
            });
            for (const key of keys) {
                this.withheldRepeats.delete(key);
            }
            open = open.filter((at) => mayStillPass(entries[at] as Entry, gone));
            if (open.length > 0) {
                const pause = Math.min(left, wait / 2 + (Math.random() * wait) / 2);
                await this.pauseFor(pause);
                // A test's clock may stand still: the time waited counts too.
                left = Math.min(left - Math.max(1, pause), toMillis(deadline - this.clock()));
                wait = Math.min(wait * 2, 1_000);
            }
        }
        if (entries.some((entry) => entry.kind !== 'accepted')) {
            throw new PublishFailedError(entries);
        }
        return entries;
    }

    private enter(publication: Publication, event: Event): void {
        const behind = event.key === undefined ? undefined : publication.withheld.get(event.key);
        const item: Waiting = {
            event,
            ready: behind ?? this.encode(event),
            publication,
            inFlight: false,
            entry: undefined,
        };
        publication.items.push(item);
        if (behind !== undefined) {
            this.settle(item, { kind: 'withheld', event, behind });
        } else {
            this.waiting.push(item);
        }
    }

    private encode(event: Event): Outgoing | Refusal {
        const beyond = beyondLimits(event);
        if (beyond !== undefined) {
            return { cause: 'INVALID', message: beyond };
        }
        try {
            const wire =
                this.bus.mode === 'structured'
                    ? structured(writeStructured(event, this.mostBytes))
                    : writeBinary(event, this.mostBytes);
            const bytes = sizeOf(wire) + (event.key === undefined ? 0 : Buffer.byteLength(event.key));
            return bytes > this.bus.maxEventBytes
                ? {
                      cause: 'TOO_LARGE',
                      message: `The bus takes events of at most ${this.bus.maxEventBytes} bytes, ${event.source}#${event.id} has ${bytes}`,
                  }
                : { event, wire, bytes };
        } catch (failure) {
            const cause = failure instanceof EventTooLargeError ? 'TOO_LARGE' : 'INVALID';
            return { cause, message: `${event.source}#${event.id} cannot be encoded: ${String(failure)}` };
        }
    }

    /** Sends requests while there is something to send and a place in flight. */
    private pump(): void {
        while (this.inFlight < this.maxInFlight) {
            const request = this.nextRequest();
            if (request.length === 0) {
                return;
            }
            void this.send(request);
        }
    }

    /** Fills one request with events of one publication: of each key the oldest that waits, and none behind one in flight. */
    private nextRequest(): Waiting[] {
        const request: Waiting[] = [];
        const passed = new Set<string>();
        const taken = new Set<string>();
        let bytes = 0;
        for (const item of [...this.waiting]) {
            const { key } = item.event;
            if (
                item.inFlight ||
                item.entry !== undefined ||
                (key !== undefined && (this.busy.has(key) || passed.has(key)))
            ) {
                continue;
            }
            const { ready } = item;
            const size = 'bytes' in ready ? ready.bytes : 0;
            const fits =
                request.length === 0 ||
                (request.length < this.bus.maxEvents && bytes + size <= this.bus.maxRequestBytes);
            const another = request[0] !== undefined && request[0].publication !== item.publication;
            const behind = key !== undefined && taken.has(key);
            if (!fits || another || (behind && (!this.bus.severalPerKey || 'cause' in ready))) {
                passed.add(key ?? '');
            } else if ('cause' in ready) {
                this.reject(item, ready);
            } else {
                request.push(item);
                bytes += size;
                taken.add(key ?? '');
            }
        }
        return request;
    }

    private async send(request: readonly Waiting[]): Promise<void> {
        const keys = new Set(request.flatMap(({ event }) => (event.key === undefined ? [] : [event.key])));
        keys.forEach((key) => {
            this.busy.add(key);
        });
        for (const item of request) {
            item.inFlight = true;
        }
        this.inFlight++;
        let results: BusResult[] = [];
        let otherwise = 'The bus did not report the outcome of this event';
        try {
            results = await this.bus.send(
                request.map((item) => item.ready as Outgoing),
                request[0]?.publication.deadline ?? 0n,
            );
        } catch (failure) {
            otherwise = `The bus failed, so it is unknown whether it has this event: ${String(failure)}`;
        }
        this.inFlight--;
        keys.forEach((key) => {
            this.busy.delete(key);
        });
        this.waiting = this.waiting.filter((item) => !request.includes(item));
        request.forEach((item, at) => {
            const result = results[at] ?? { kind: 'failed', cause: 'UNKNOWN', message: otherwise };
            if (item.entry === undefined && result.kind === 'ok') {
                this.settle(item, { kind: 'accepted', event: item.event, position: result.position });
            } else if (item.entry === undefined && result.kind === 'failed') {
                this.reject(item, result);
            }
        });
        this.pump();
    }

    private giveUp(publication: Publication): void {
        for (const item of publication.items.filter((each) => each.entry === undefined)) {
            if (item.entry === undefined) {
                this.reject(
                    item,
                    item.inFlight
                        ? {
                              cause: 'UNKNOWN',
                              message: 'The deadline passed while the bus had not answered: it may have this event',
                          }
                        : { cause: 'TRANSIENT', message: 'The deadline passed before this event was sent' },
                );
            }
        }
    }

    /** Rejects an event, and withholds what waits behind it in its key, unless a newer state supersedes it. */
    private reject(item: Waiting, why: Refusal): void {
        const { event } = item;
        this.settle(item, { kind: 'rejected', event, cause: why.cause, message: why.message });
        if (event.key === undefined || event.pattern?.kind === 'state') {
            return;
        }
        const behind = { source: event.source, id: event.id };
        const { withheld } = item.publication;
        if (!withheld.has(event.key)) {
            withheld.set(event.key, behind);
        }
        const at = this.waiting.indexOf(item);
        for (const later of this.waiting.slice(at + 1)) {
            if (
                later.event.key === event.key &&
                later.publication.withheld === withheld &&
                later.entry === undefined &&
                !later.inFlight
            ) {
                this.settle(later, { kind: 'withheld', event: later.event, behind });
            }
        }
    }

    private settle(item: Waiting, entry: Entry): void {
        item.entry = entry;
        if (!item.inFlight) {
            this.waiting = this.waiting.filter((each) => each !== item);
        }
        item.publication.unsettled--;
        if (item.publication.unsettled === 0) {
            item.publication.done();
        }
    }
}

/** After a permanent rejection no later event of the key is repeated, even if the bus itself rejected it. */
function forGood(answer: Entry, gone: Map<string, EventId>): Entry {
    const { event } = answer;
    const behind = event.key === undefined ? undefined : gone.get(event.key);
    if (answer.kind === 'rejected' && behind !== undefined) {
        return { kind: 'withheld', event, behind };
    }
    if (
        answer.kind === 'rejected' &&
        !mayPass(answer.cause) &&
        event.key !== undefined &&
        event.pattern?.kind !== 'state'
    ) {
        gone.set(event.key, { source: event.source, id: event.id });
    }
    return answer;
}

function mayStillPass(entry: Entry, gone: ReadonlyMap<string, EventId>): boolean {
    if (entry.kind === 'rejected') {
        return mayPass(entry.cause);
    }
    return entry.kind === 'withheld' && !gone.has(entry.event.key ?? '');
}

async function comesWithin(turn: Promise<boolean>, milliseconds: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(resolve, Math.min(LONGEST_TIMER, milliseconds), false);
    });
    try {
        return await Promise.race([turn, late]);
    } finally {
        clearTimeout(timer);
    }
}
