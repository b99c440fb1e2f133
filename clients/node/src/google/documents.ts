import {
    type DocumentReference,
    type DocumentSnapshot,
    FieldValue,
    type Firestore,
    type Query,
    Timestamp,
    type WriteBatch,
} from '@google-cloud/firestore';
import { randomUUID } from 'node:crypto';
import { PortError } from '../failures.js';
import type { Change } from '../inbox.js';
import { formatInstant, type Instant, nanosOfSecond, parseInstant, seconds } from '../instant.js';
import { hashCode, keyOf } from '../keys.js';
import { FORMAT, repeated, requireFormat, stepFrom } from '../stores.js';
import { causeOf, statusOf } from './errors.js';

export const FORM = { kept: '-', empty: '_x', longest: 1_000 };

/** A key after four digits that depend on all of it: rising ids would all be written to one range. */
export function spread(...names: readonly string[]): string {
    const key = keyOf(FORM, ...names);
    const hash = Math.imul(hashCode(key), 0x9e3779b9);
    return `${(hash >>> 16).toString(16).padStart(4, '0')}~${key}`;
}

/** A document as it was read; the next write succeeds only if its update time is still the same. */
export interface Stored {
    readonly fields: Readonly<Record<string, unknown>>;
    readonly updated: Timestamp;
}

/** All fields of a document to write; undefined ones are deleted. */
export type Fields = Record<string, unknown>;

const CONDITION_FAILED = new Set(['ALREADY_EXISTS', 'FAILED_PRECONDITION', 'NOT_FOUND']);

const REPEATABLE = new Set(['UNAVAILABLE', 'INTERNAL', 'DEADLINE_EXCEEDED', 'ABORTED', 'RESOURCE_EXHAUSTED']);

/** One collection, and the collections below its documents. One commit changes a document, if it is unchanged. */
export class Documents {
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
        step: (
            stored: Stored | undefined,
        ) =>
            | Promise<Change<{ fields: Fields; along?: (batch: WriteBatch) => void }, T>>
            | Change<{ fields: Fields; along?: (batch: WriteBatch) => void }, T>,
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

export function present(fields: Fields): Fields {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function updating(fields: Fields): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, value === undefined ? FieldValue.delete() : value]),
    );
}

export function instantField(at: Instant | undefined): string | undefined {
    return at === undefined ? undefined : formatInstant(at);
}

export function expiresField(at: Instant | undefined): Timestamp | undefined {
    return at === undefined ? undefined : new Timestamp(Number(seconds(at)), nanosOfSecond(at));
}

export function instantOf(stored: Stored, name: string): Instant | undefined {
    const value = stored.fields[name];
    return typeof value === 'string' ? parseInstant(value) : undefined;
}

export function required<T>(stored: Stored, name: string, fits: (value: unknown) => value is T): T {
    const value = stored.fields[name];
    if (!fits(value)) {
        throw new Error(
            `A document without '${name}' was not written by this store: ${Object.keys(stored.fields).join(', ')}`,
        );
    }
    return value;
}

export const textOf = (stored: Stored, name: string) =>
    required(stored, name, (value): value is string => typeof value === 'string');

export const numberOf = (stored: Stored, name: string) =>
    required(stored, name, (value): value is number => typeof value === 'number');

export const flagOf = (stored: Stored, name: string) =>
    required(stored, name, (value): value is boolean => typeof value === 'boolean');

export const bytesOf = (stored: Stored, name: string) =>
    required(stored, name, (value): value is Uint8Array => value instanceof Uint8Array);
