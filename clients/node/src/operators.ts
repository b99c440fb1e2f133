import type { Consumer, Delivery, Verdict } from './consumer.js';
import { isSettled } from './consumer.js';
import { RefusedError } from './failures.js';
import type { Instant } from './instant.js';
import { readEvent } from './reading.js';
import { type ReplayAnswer, readReplayRequest } from './replay.js';
import type { WireEvent } from './wire.js';

/** How many events from the first on are settled, and why the next one is not. */
export interface RedeliveryAnswer {
    readonly settled: number;
    readonly problem?: string;
}

/**
 * Serves what an operator asks of a consumer's own function (docs/ops-commands.md): to replay what is parked, or to settle
 * events that expired on the bus. Throws `RefusedError` if the document is broken, or for another consumer.
 */
export function answerOperator(
    consumer: Consumer,
    document: unknown,
    deadline: Instant,
): Promise<ReplayAnswer | RedeliveryAnswer> {
    const { triskel } = Object(document) as { triskel?: unknown };
    return triskel === 'redeliver'
        ? redeliver(consumer, document, deadline)
        : consumer.replay(readReplayRequest(document), deadline);
}

/** Nothing brings these events again, so what cannot be handled is parked. */
async function redeliver(consumer: Consumer, document: unknown, deadline: Instant): Promise<RedeliveryAnswer> {
    const { consumer: name, seconds, events } = document as { consumer?: unknown; seconds?: unknown; events?: unknown };
    if (name !== consumer.name) {
        throw new RefusedError(`this is the function of consumer ${consumer.name}; the request is for ${String(name)}`);
    }
    const asked = consumer.clock() + BigInt(Math.floor(Number(seconds) || 0)) * 1_000_000_000n;
    const deliveries = (Array.isArray(events) ? events : []).map(archived);
    const verdicts = await consumer.settle(deliveries, 'never', asked < deadline ? asked : deadline);
    const open = verdicts.findIndex((verdict) => !isSettled(verdict));
    return open < 0 ? { settled: verdicts.length } : { settled: open, problem: why(verdicts[open] as Verdict) };
}

function archived(event: unknown): Delivery {
    const { attributes, body } = Object(event) as { attributes?: Record<string, unknown>; body?: unknown };
    const texts = Object.entries(attributes ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
    const wire: WireEvent = { attributes: new Map(texts), body: Buffer.from(String(body ?? ''), 'base64') };
    const { source, id } = readEvent(wire);
    return { wire, position: `archive ${source} ${id}` };
}

/** What a function logs or answers of a verdict. */
export function why(verdict: Verdict): string {
    return verdict.kind === 'unsettled' ? `${verdict.why}, ${verdict.message}` : verdict.kind;
}
