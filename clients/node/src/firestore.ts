import { randomUUID } from 'node:crypto';
import {
    type DocumentReference,
    type DocumentSnapshot,
    FieldValue,
    type Firestore,
    type Query,
    Timestamp,
    type WriteBatch,
} from '@google-cloud/firestore';
import { PortError } from './failures.js';
import { causeOf, statusOf } from './google-errors.js';
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
import { formatInstant, type Instant, nanosOfSecond, parseInstant, seconds } from './instant.js';
import { digest, END, type EventId, hashCode, keyOf, part, sortedTime } from './keys.js';
import {
    absentLane,
    expiresOf,
    isHeldBy,
    type Lane,
    type LaneEntry,
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
    wakeOf,
} from './parking.js';
import { FORMAT, repeated, requireFormat, stepFrom } from './stores.js';

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

/** The parking lot that Java's `FirestoreParkingLot` has: one document per lane, and below it the lane's events. */
export function firestoreParkingLot(options: FirestoreOptions): ParkingLot {
    return new FirestoreParkingLot(options);
}

const FORM = { kept: '-', empty: '_x', longest: 1_000 };

const DAY = 24n * 3_600n * 1_000_000_000n;

/** A key after four digits that depend on all of it: rising ids would all be written to one range. */
function spread(...names: readonly string[]): string {
    const key = keyOf(FORM, ...names);
    const hash = Math.imul(hashCode(key), 0x9e3779b9);
    return `${(hash >>> 16).toString(16).padStart(4, '0')}~${key}`;
}

/** A document as it was read; the next write succeeds only if its update time is still the same. */
interface Stored {
    readonly fields: Readonly<Record<string, unknown>>;
    readonly updated: Timestamp;
}

/** All fields of a document to write; undefined ones are deleted. */
type Fields = Record<string, unknown>;

const CONDITION_FAILED = new Set(['ALREADY_EXISTS', 'FAILED_PRECONDITION', 'NOT_FOUND']);
const REPEATABLE = new Set(['UNAVAILABLE', 'INTERNAL', 'DEADLINE_EXCEEDED', 'ABORTED', 'RESOURCE_EXHAUSTED']);

/** One collection, and the collections below its documents. One commit changes a document, if it is unchanged. */
class Documents {
    constructor(
        readonly client: Firestore,
        readonly collection: string,
    ) {}

    at(id: string): DocumentReference {
        return this.client.collection(this.collection).doc(id);
    }

    async get(document: DocumentReference): Promise<Stored | undefined> {
        return storedOf(await this.call(() => document.get()));
    }

    async getAll(documents: readonly DocumentReference[]): Promise<(Stored | undefined)[]> {
        return documents.length === 0 ? [] : (await this.call(() => this.client.getAll(...documents))).map(storedOf);
    }

    async query(query: Query): Promise<{ stored: Stored; document: DocumentReference }[]> {
        const found = await this.call(() => query.get());
        return found.docs.map((each) => ({ stored: storedOf(each) as Stored, document: each.ref }));
    }

    /**
     * Applies a step to a document, and repeats it while other writers are faster. Each write leaves a stamp: a writer that
     * finds its own after a failed condition knows that an attempt without an answer succeeded.
     *
     * @param guess whether the document is assumed not to exist, instead of being read
     */
    step<T>(
        document: DocumentReference,
        guess: boolean,
        step: (stored: Stored | undefined) => Promise<Change<{ fields: Fields; along?: (batch: WriteBatch) => void }, T>> | Change<{ fields: Fields; along?: (batch: WriteBatch) => void }, T>,
    ): Promise<T> {
        return stepFrom<Stored | undefined, { fields: Fields; along?: (batch: WriteBatch) => void }, T>(
            `Document ${document.path}`,
            guess ? { state: undefined } : undefined,
            () => this.get(document),
            step,
            async (before, next) => {
                const stamp = randomUUID();
                const fields = { ...next.fields, format: FORMAT, stamp };
                const held = await this.call(async () => {
                    const batch = this.client.batch();
                    if (before === undefined) {
                        batch.create(document, present(fields));
                    } else {
                        batch.update(document, updating(fields), { lastUpdateTime: before.updated });
                    }
                    next.along?.(batch);
                    try {
                        await batch.commit();
                        return true;
                    } catch (failure) {
                        if (CONDITION_FAILED.has(statusOf(failure))) {
                            return false;
                        }
                        throw failure;
                    }
                });
                if (held) {
                    return 'written';
                }
                const now = await this.get(document);
                return now?.fields.stamp === stamp ? 'written' : { now };
            },
        );
    }

    private async call<T>(request: () => Promise<T>): Promise<T> {
        const passes = (failure: unknown) => REPEATABLE.has(statusOf(failure)) && causeOf(failure) !== 'TOO_LARGE';
        try {
            return await repeated(passes, request);
        } catch (failure) {
            throw failure instanceof PortError ? failure : new PortError(this.message(failure), { cause: failure });
        }
    }

    private message(failure: unknown): string {
        const status = statusOf(failure);
        const advice: Partial<Record<string, string>> = {
            NOT_FOUND: 'is in a database that does not exist; create it, or correct its name or the project',
            FAILED_PRECONDITION: 'has no index for a queried field; deploy its indexes, and wait until they are built',
            RESOURCE_EXHAUSTED: 'gets more or larger requests than its quota allows; try again later',
            ABORTED: 'has too many concurrent writers; try again',
            PERMISSION_DENIED: 'denies access to these credentials; check them and their role',
            UNAUTHENTICATED: 'denies access to these credentials; check them and their role',
            INVALID_ARGUMENT: 'rejected a request, and a retry will not help',
            OUT_OF_RANGE: 'rejected a request, and a retry will not help',
            UNAVAILABLE: 'did not answer; check the network and the endpoint, then try again',
            DEADLINE_EXCEEDED: 'did not answer; check the network and the endpoint, then try again',
            CANCELLED: 'did not answer; check the network and the endpoint, then try again',
        };
        const text = failure instanceof Error ? failure.message : String(failure);
        return `Firestore collection ${this.collection} ${advice[status] ?? 'failed; try again'} (${status.toLowerCase()}: ${text})`;
    }
}

function storedOf(snapshot: DocumentSnapshot): Stored | undefined {
    const fields = snapshot.data();
    if (fields === undefined || snapshot.updateTime === undefined) {
        return undefined;
    }
    requireFormat(fields.format, `Firestore collection ${snapshot.ref.parent.path}`);
    return { fields, updated: snapshot.updateTime };
}

function present(fields: Fields): Fields {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function updating(fields: Fields): Record<string, unknown> {
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === undefined ? FieldValue.delete() : value]));
}

function instantField(at: Instant | undefined): string | undefined {
    return at === undefined ? undefined : formatInstant(at);
}

function expiresField(at: Instant | undefined): Timestamp | undefined {
    return at === undefined ? undefined : new Timestamp(Number(seconds(at)), nanosOfSecond(at));
}

function instantOf(stored: Stored, name: string): Instant | undefined {
    const value = stored.fields[name];
    return typeof value === 'string' ? parseInstant(value) : undefined;
}

function required<T>(stored: Stored, name: string, fits: (value: unknown) => value is T): T {
    const value = stored.fields[name];
    if (!fits(value)) {
        throw new Error(`A document without '${name}' was not written by this store: ${Object.keys(stored.fields).join(', ')}`);
    }
    return value;
}

const textOf = (stored: Stored, name: string) => required(stored, name, (value): value is string => typeof value === 'string');
const numberOf = (stored: Stored, name: string) => required(stored, name, (value): value is number => typeof value === 'number');
const flagOf = (stored: Stored, name: string) => required(stored, name, (value): value is boolean => typeof value === 'boolean');
const bytesOf = (stored: Stored, name: string) => required(stored, name, (value): value is Uint8Array => value instanceof Uint8Array);

class FirestoreInbox implements Inbox {
    private readonly documents: Documents;
    private readonly retention: bigint;

    constructor(options: FirestoreOptions) {
        this.documents = new Documents(options.client, `${options.prefix}-inbox`);
        this.retention = BigInt(options.retentionDays ?? 38) * DAY;
    }

    claimAll(consumer: string, events: readonly EventId[], now: Instant, lease: bigint, claimant: string): Promise<ClaimResult[]> {
        return each(events, (event) => this.step(consumer, event, now, true, claiming(consumer, event, now, now + lease, false, claimant)));
    }

    claimParked(consumer: string, event: EventId, now: Instant, lease: bigint, claimant: string): Promise<ClaimResult> {
        return this.step(consumer, event, now, false, claiming(consumer, event, now, now + lease, true, claimant));
    }

    completeAll(claims: readonly Claim[], now: Instant): Promise<WriteOutcome[]> {
        return each(claims, (claim) => this.step(claim.consumer, claim.event, now, false, completing(claim, now)));
    }

    releaseAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]> {
        return this.release(releases, now, false);
    }

    parkAll(releases: readonly Release[], now: Instant): Promise<WriteOutcome[]> {
        return this.release(releases, now, true);
    }

    private release(releases: readonly Release[], now: Instant, toTheLot: boolean): Promise<WriteOutcome[]> {
        return each(releases, (release) => this.step(release.claim.consumer, release.claim.event, now, false, releasing(release, now, toTheLot)));
    }

    completeParked(consumer: string, event: EventId, now: Instant): Promise<WriteOutcome> {
        return this.step(consumer, event, now, false, completingParked(now));
    }

    private step<T>(consumer: string, event: EventId, now: Instant, guess: boolean, rule: InboxStep<T>): Promise<T> {
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

/** All entries run at the same time; a failure of one does not affect the others. */
function each<A, R>(entries: readonly A[], step: (entry: A) => Promise<R>): Promise<(R | { kind: 'failed'; message: string })[]> {
    return Promise.all(
        entries.map((entry) =>
            step(entry).catch((failure: unknown) => ({
                kind: 'failed' as const,
                message: failure instanceof Error ? failure.message : String(failure),
            })),
        ),
    );
}

/** A document has 1 MiB, which leaves room for a message's attributes. */
const PART_BYTES = 768 * 1024;

/** The commit that adds or removes an event also writes the lane's document, so the two always agree. */
class FirestoreParkingLot implements ParkingLot {
    private readonly documents: Documents;
    private readonly parked: string;
    private readonly room: number;

    constructor(options: FirestoreOptions) {
        this.documents = new Documents(options.client, `${options.prefix}-lanes`);
        this.parked = `${options.prefix}-parked`;
        this.room = options.room ?? 1_000;
    }

    park(event: ParkedEvent): Promise<ParkResult> {
        return this.parkOne(event, true);
    }

    parkBehind(event: ParkedEvent): Promise<ParkResult> {
        return this.parkOne(event, false);
    }

    private parkOne(event: ParkedEvent, opens: boolean): Promise<ParkResult> {
        const document = this.eventAt(event.consumer, event.lane, event.event);
        return this.step<ParkResult>(
            event.consumer,
            event.lane,
            (entry) => parkStep(entry, event, opens, async () => (await this.documents.get(document)) !== undefined, this.room),
            (before) => {
                const { fields, parts } = this.body(event.wire.body, document);
                const all = { ...eventFields(event), ...fields, sequence: before.next };
                return (batch) => {
                    batch.create(document, present(all));
                    for (const [ref, bytes] of parts) {
                        batch.create(ref, { part: bytes, format: FORMAT });
                    }
                };
            },
        );
    }

    async heldAmong(consumer: string, lanes: readonly Lane[]): Promise<Lane[]> {
        const found = await this.documents.getAll(lanes.map((lane) => this.laneAt(consumer, lane)));
        return lanes.filter((_, at) => {
            const stored = found[at];
            return stored !== undefined && flagOf(stored, 'parked');
        });
    }

    lease(consumer: string, lane: Lane, now: Instant, duration: bigint): Promise<LaneLease | undefined> {
        return this.step(consumer, lane, (entry) => leaseStep(entry, consumer, lane, now, duration));
    }

    async peek(lease: LaneLease): Promise<ParkedEvent | undefined> {
        const entry = laneEntryOf(await this.documents.get(this.laneAt(lease.consumer, lease.lane)));
        const first = isHeldBy(entry, lease) ? await this.first(lease) : undefined;
        return first === undefined ? undefined : eventOf(first, await this.bodyOf(first));
    }

    async remove(lease: LaneLease, head: EventId): Promise<boolean> {
        const removed = await this.step<Stored | undefined>(
            lease.consumer,
            lease.lane,
            async (entry) => removeStep(entry, await this.headIf(entry, lease, head)),
            (_, stored) => (batch) => {
                batch.delete(this.eventAt(lease.consumer, lease.lane, head));
                for (const part of this.partsOf(stored as Stored)) {
                    batch.delete(part);
                }
            },
        );
        return removed !== undefined;
    }

    async postpone(lease: LaneLease, head: ParkedEvent): Promise<boolean> {
        const postponed = await this.step<Stored | undefined>(
            lease.consumer,
            lease.lane,
            async (entry) => postponeStep(entry, await this.headIf(entry, lease, head.event), head),
            (_, stored) => (batch) => {
                const { sequence, body, parts, partsAt } = (stored as Stored).fields;
                batch.set(this.eventAt(lease.consumer, lease.lane, head.event), present({ ...eventFields(head), sequence, body, parts, partsAt }));
            },
        );
        return postponed !== undefined;
    }

    open(lease: LaneLease): Promise<boolean> {
        return this.step(lease.consumer, lease.lane, (entry) => openStep(entry, lease));
    }

    async release(lease: LaneLease): Promise<void> {
        await this.step(lease.consumer, lease.lane, (entry) => releaseStep(entry, lease));
    }

    async lanes(consumer: string, limit: number): Promise<Lane[]> {
        const query = this.documents.client
            .collection(this.documents.collection)
            .where('listed', '>', listed(consumer))
            .where('listed', '<', keyOf(FORM, consumer) + END)
            .orderBy('listed')
            .limit(limit);
        const found = await this.documents.query(query);
        return found.filter(({ stored }) => flagOf(stored, 'parked')).map(({ stored }) => laneOf(stored));
    }

    private laneAt(consumer: string, lane: Lane): DocumentReference {
        return this.documents.at(laneId(consumer, lane));
    }

    private eventAt(consumer: string, lane: Lane, event: EventId): DocumentReference {
        return this.laneAt(consumer, lane).collection(this.parked).doc(spread(event.source, event.id));
    }

    private async first(lease: LaneLease): Promise<Stored | undefined> {
        const query = this.laneAt(lease.consumer, lease.lane).collection(this.parked).orderBy('sequence').limit(1);
        return (await this.documents.query(query))[0]?.stored;
    }

    private async headIf(entry: LaneEntry, lease: LaneLease, event: EventId): Promise<Stored | undefined> {
        const first = isHeldBy(entry, lease) ? await this.first(lease) : undefined;
        return first !== undefined && textOf(first, 'source') === event.source && textOf(first, 'id') === event.id ? first : undefined;
    }

    /** A large body is stored in documents next to the event's, without a place in the sequence. */
    private body(body: Uint8Array, document: DocumentReference): { fields: Fields; parts: [DocumentReference, Buffer][] } {
        if (body.length <= PART_BYTES) {
            return { fields: { body: Buffer.from(body) }, parts: [] };
        }
        const count = Math.ceil(body.length / PART_BYTES);
        const at = `${document.path}~${randomUUID()}`;
        const parts = Array.from({ length: count }, (_, i): [DocumentReference, Buffer] => [
            this.documents.client.doc(`${at}~${i}`),
            Buffer.from(body.subarray(i * PART_BYTES, (i + 1) * PART_BYTES)),
        ]);
        return { fields: { body: Buffer.alloc(0), partsAt: at, parts: count }, parts };
    }

    private partsOf(stored: Stored): DocumentReference[] {
        if (stored.fields.parts === undefined) {
            return [];
        }
        const at = textOf(stored, 'partsAt');
        return Array.from({ length: numberOf(stored, 'parts') }, (_, i) => this.documents.client.doc(`${at}~${i}`));
    }

    private async bodyOf(stored: Stored): Promise<Uint8Array> {
        const parts = await this.documents.getAll(this.partsOf(stored));
        if (stored.fields.parts === undefined) {
            return bytesOf(stored, 'body');
        }
        return Buffer.concat(
            parts.map((part) => {
                if (part === undefined) {
                    const at = textOf(stored, 'partsAt');
                    throw new PortError(`A part of the parked event ${at} is gone: the event was removed meanwhile; read again`);
                }
                return bytesOf(part, 'part');
            }),
        );
    }

    private step<T>(
        consumer: string,
        lane: Lane,
        rule: (entry: LaneEntry) => Promise<Change<LaneEntry, T>> | Change<LaneEntry, T>,
        along?: (before: LaneEntry, answer: T) => (batch: WriteBatch) => void,
    ): Promise<T> {
        return this.documents.step<T>(this.laneAt(consumer, lane), false, async (stored) => {
            const before = laneEntryOf(stored);
            const { next, answer } = await rule(before);
            if (next === undefined) {
                return { answer };
            }
            const fields = laneFields(consumer, lane, next);
            return { answer, next: along === undefined ? { fields } : { fields, along: along(before, answer) } };
        });
    }
}

function laneId(consumer: string, lane: Lane): string {
    return spread(consumer, lane.alone ? 'alone' : 'named', lane.value);
}

function listed(consumer: string): string {
    return `${keyOf(FORM, consumer)}~`;
}

function laneOf(stored: Stored): Lane {
    return { value: textOf(stored, 'lane'), alone: flagOf(stored, 'alone') };
}

function laneEntryOf(stored: Stored | undefined): LaneEntry {
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
        head: parkedAt === undefined ? undefined : { reason: textOf(stored, 'reason'), attempts: numberOf(stored, 'attempts'), parkedAt },
    };
}

function laneFields(consumer: string, lane: Lane, entry: LaneEntry): Fields {
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

function eventFields(event: ParkedEvent): Fields {
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

function eventOf(stored: Stored, body: Uint8Array): ParkedEvent {
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
