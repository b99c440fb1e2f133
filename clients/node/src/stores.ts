import { PortError } from './failures.js';
import type { Change } from './inbox.js';

/** Why a call failed, in the closed vocabulary of all buses and stores. */
export type Cause = 'THROTTLED' | 'TRANSIENT' | 'TOO_LARGE' | 'DENIED' | 'NOT_FOUND' | 'INVALID' | 'UNKNOWN';

/** Whether the same call can succeed later without a change to it. */
export function mayPass(cause: Cause): boolean {
    return cause === 'THROTTLED' || cause === 'TRANSIENT' || cause === 'UNKNOWN';
}

/** The version of the form of rows that this release writes, and the latest that it reads (decision 0076). */
export const FORMAT = 1;

/** Rejects a row that this release cannot read, in Java's words. */
export function requireFormat(format: unknown, where: string): void {
    const version = typeof format === 'bigint' ? Number(format) : format;
    if (typeof version !== 'number') {
        throw new PortError(
            `A row of ${where} has no format, so no release of Triskel wrote it: let only these stores write there, and remove such rows`,
        );
    }
    if (version < 1 || version > FORMAT) {
        throw new PortError(
            `A row of ${where} has format ${version}, and this release reads formats up to ${FORMAT}` +
                ': a later release wrote it. Deploy that release or a later one; the row is unchanged',
        );
    }
}

const PATIENCE_MILLIS = 5_000;
const FIRST_WAIT_MILLIS = 25;
const LONGEST_WAIT_MILLIS = 1_000;

/**
 * Retries a request with growing random waits, for 5 s after the first failure: one retry begins however slow the first
 * attempt was, because only a retry shows whether a write took effect whose answer was lost.
 */
export async function repeated<T>(passes: (failure: unknown) => boolean, request: () => Promise<T>): Promise<T> {
    let end: number | undefined;
    let wait = FIRST_WAIT_MILLIS;
    for (;;) {
        try {
            return await request();
        } catch (failure) {
            end ??= performance.now() + PATIENCE_MILLIS;
            const time = Math.random() * wait;
            wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
            if (!passes(failure) || performance.now() + time > end) {
                throw failure;
            }
            await sleep(time);
        }
    }
}

const TRIES = 256;
const TRIES_WITHOUT_PAUSE = 2;
const LONGEST_STEP_WAIT = 10;

/**
 * Applies a step to a stored state until no other writer is faster.
 *
 * @param guess a guess of the state, which saves reading it; a step that writes nothing does not confirm a guess
 * @param write writes the next state if the previous one is still stored; otherwise answers with the stored state
 */
export async function stepFrom<S, N, T>(
    what: string,
    guess: { state: S } | undefined,
    read: () => Promise<S>,
    step: (state: S) => Promise<Change<N, T>> | Change<N, T>,
    write: (before: S, next: N) => Promise<{ now: S } | 'written'>,
): Promise<T> {
    let proved = guess === undefined;
    let there = guess === undefined ? await read() : guess.state;
    for (let tries = 0; tries < TRIES; tries++) {
        await pauseBefore(tries);
        const change = await step(there);
        if (change.next === undefined) {
            if (proved) {
                return change.answer;
            }
            there = await read();
        } else {
            const written = await write(there, change.next);
            if (written === 'written') {
                return change.answer;
            }
            there = written.now;
        }
        proved = true;
    }
    throw tooMany(what);
}

/** Repeats an attempt until it has an answer. */
export async function until<T>(what: string, attempt: () => Promise<{ answer: T } | undefined>): Promise<T> {
    for (let tries = 0; tries < TRIES; tries++) {
        await pauseBefore(tries);
        const found = await attempt();
        if (found !== undefined) {
            return found.answer;
        }
    }
    throw tooMany(what);
}

async function pauseBefore(tries: number): Promise<void> {
    if (tries >= TRIES_WITHOUT_PAUSE) {
        const most = 2 ** Math.min(tries - TRIES_WITHOUT_PAUSE, 10);
        await sleep(Math.random() * Math.min(most, LONGEST_STEP_WAIT));
    }
}

function tooMany(what: string): PortError {
    return new PortError(`${what} changed concurrently on each of ${TRIES} tries; retry under less contention`);
}

export function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Bytes with each part after its length, as `DataOutputStream` writes them: parked events are kept in this form. */
export class BytesOut {
    private readonly parts: Uint8Array[] = [];

    int(value: number): this {
        const bytes = Buffer.alloc(4);
        bytes.writeInt32BE(value);
        this.parts.push(bytes);
        return this;
    }

    bytes(value: Uint8Array): this {
        this.int(value.length).parts.push(value);
        return this;
    }

    text(value: string): this {
        return this.bytes(Buffer.from(value, 'utf8'));
    }

    texts(values: ReadonlyMap<string, string>): this {
        this.int(values.size);
        values.forEach((value, name) => {
            this.text(name).text(value);
        });
        return this;
    }

    all(): Buffer {
        return Buffer.concat(this.parts);
    }
}

/** Reads what {@link BytesOut} wrote. */
export class BytesIn {
    private at = 0;

    constructor(private readonly all: Buffer) {}

    int(): number {
        const value = this.all.readInt32BE(this.at);
        this.at += 4;
        return value;
    }

    bytes(): Buffer {
        const length = this.int();
        this.at += length;
        return this.all.subarray(this.at - length, this.at);
    }

    text(): string {
        return this.bytes().toString('utf8');
    }

    texts(): Map<string, string> {
        const values = new Map<string, string>();
        for (let left = this.int(); left > 0; left--) {
            const name = this.text();
            values.set(name, this.text());
        }
        return values;
    }
}

/** How many entries of a call run at the same time. */
const AT_ONCE = 32;

/** One result per entry, in order; a failure of one does not affect the others. */
export async function each<A, R>(
    entries: readonly A[],
    step: (entry: A) => Promise<R>,
): Promise<(R | { kind: 'failed'; message: string })[]> {
    const results: (R | { kind: 'failed'; message: string })[] = [];
    let at = 0;
    const worker = async () => {
        for (let mine = at++; mine < entries.length; mine = at++) {
            try {
                results[mine] = await step(entries[mine] as A);
            } catch (failure) {
                results[mine] = {
                    kind: 'failed',
                    message: failure instanceof Error ? failure.message : String(failure),
                };
            }
        }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, entries.length) }, worker));
    return results;
}
