import type { DocumentReference, WriteBatch } from '@google-cloud/firestore';
import { randomUUID } from 'node:crypto';
import { PortError } from '../failures.js';
import type { Change } from '../inbox.js';
import type { Instant } from '../instant.js';
import { END, type EventId, keyOf } from '../keys.js';
import {
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
} from '../parking.js';
import { FORMAT } from '../stores.js';
import {
    bytesOf,
    Documents,
    type Fields,
    flagOf,
    FORM,
    numberOf,
    present,
    spread,
    type Stored,
    textOf,
} from './documents.js';
import type { FirestoreOptions } from './inbox.js';
import { eventFields, eventOf, laneEntryOf, laneFields, laneId, laneOf, listed } from './lane.js';

/** A document has 1 MiB, which leaves room for a message's attributes. */
const PART_BYTES = 768 * 1024;

/** The parking lot that Java's `FirestoreParkingLot` has: one document per lane, and below it the lane's events. */
export function firestoreParkingLot(options: FirestoreOptions): ParkingLot {
    return new FirestoreParkingLot(options);
}

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
            (entry) =>
                parkStep(
                    entry,
                    event,
                    opens,
                    async () => (await this.documents.get(document)) !== undefined,
                    this.room,
                ),
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
                batch.set(
                    this.eventAt(lease.consumer, lease.lane, head.event),
                    present({ ...eventFields(head), sequence, body, parts, partsAt }),
                );
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
        return first !== undefined && textOf(first, 'source') === event.source && textOf(first, 'id') === event.id
            ? first
            : undefined;
    }

    /** A large body is stored in documents next to the event's, without a place in the sequence. */
    private body(
        body: Uint8Array,
        document: DocumentReference,
    ): { fields: Fields; parts: [DocumentReference, Buffer][] } {
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
                    throw new PortError(
                        `A part of the parked event ${at} is gone: the event was removed meanwhile; read again`,
                    );
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
