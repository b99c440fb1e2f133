import { type Consumer, type Delivery, isSettled, type Verdict } from './consumer.js';
import { contentTypeIn, hubPosition, keyOfHub, wireOfHub } from './azure/binding.js';
import { InvalidEventError, RefusedError } from './failures.js';
import { type Instant, millis, parseInstant } from './instant.js';
import { answerOperator, type RedeliveryAnswer, why } from './operators.js';
import type { ReplayAnswer } from './replay.js';

export { type EventHubsBusOptions, eventHubsBus } from './azure/eventhubs.js';
export { tableInbox } from './azure/inbox.js';
export { tableParkingLot } from './azure/lot.js';
export { tableReplicas } from './azure/replicas.js';
export type { TablesOptions } from './azure/table.js';

/** What a function needs of `@azure/functions`' `InvocationContext`. */
export interface AzureContext {
    readonly triggerMetadata?: Readonly<Record<string, unknown>>;
    readonly retryContext?: { readonly retryCount: number; readonly maxRetryCount: number };
    readonly functionName?: string;
    error?(...args: unknown[]): void;
}

/** Not all of a batch is settled: thrown to the host, so that the batch is delivered again. */
export class IncompleteBatchError extends Error {
    override readonly name = 'IncompleteBatchError';
}

/** Starts the log line that reports lost events: set an alarm on it. */
export const ALARM = 'TRISKEL_EVENTS_LOST';

/** Starts the log line that reports a batch that holds its partition. */
export const HELD_ALARM = 'TRISKEL_PARTITION_HELD';

const HELD_FROM = 10;

/**
 * The handler of an Event Hubs trigger with `cardinality: 'many'` and bodies as bytes (`dataType: 'binary'`). Deploy it
 * with a retry policy whose `maxRetryCount` is -1: on the last attempt of a finite policy nothing comes again, so events
 * are retried in place and then parked.
 *
 * @param timeMillis that an invocation may take, less than the app's `functionTimeout`
 */
export function eventHubFunction(
    consumer: Consumer,
    timeMillis: number,
): (bodies: unknown, context: AzureContext) => Promise<void> {
    return async (bodies, context) => {
        const deadline = consumer.clock() + millis(timeMillis);
        const { retryContext } = context;
        const again =
            retryContext !== undefined &&
            (retryContext.maxRetryCount === -1 || retryContext.retryCount < retryContext.maxRetryCount);
        try {
            const deliveries = deliveriesOf(bodies, context.triggerMetadata ?? {});
            const verdicts = await consumer.settle(deliveries, again ? 'whole-batch' : 'never', deadline);
            const open = verdicts.findIndex((verdict) => !isSettled(verdict));
            if (open >= 0) {
                const left = verdicts.filter((verdict) => !isSettled(verdict)).length;
                throw new IncompleteBatchError(
                    `${left} of ${verdicts.length} events are not settled, the first at ${deliveries[open]?.position}: ${why(verdicts[open] as Verdict)}`,
                );
            }
        } catch (failure) {
            const count = Array.isArray(bodies) ? bodies.length : 0;
            if (!again) {
                context.error?.(
                    `${ALARM}: ${context.functionName} misses up to ${count} events that could be neither handled nor parked: ${failure}`,
                );
            } else if (retryContext.retryCount >= HELD_FROM) {
                const tries = retryContext.retryCount + 1;
                context.error?.(
                    `${HELD_ALARM}: ${context.functionName} has tried ${count} events ${tries} times without success: ${failure}`,
                );
            }
            throw failure;
        }
    };
}

/**
 * The handler of an HTTP trigger at `operations/replay/CONSUMER`: `request.json()` is the document, and a refused one is
 * answered with status 400.
 */
export function replayFunction(
    consumer: Consumer,
    timeMillis: number,
): (request: {
    json(): Promise<unknown>;
}) => Promise<{ status: number; jsonBody: ReplayAnswer | RedeliveryAnswer | { error: string } }> {
    return async (request) => {
        const deadline = consumer.clock() + millis(timeMillis);
        try {
            return { status: 200, jsonBody: await answerOperator(consumer, await request.json(), deadline) };
        } catch (failure) {
            if (failure instanceof RefusedError || failure instanceof InvalidEventError) {
                return { status: 400, jsonBody: { error: failure.message } };
            }
            throw failure;
        }
    };
}

/** The worker turns the first letter of each name into lower case, in nested objects too. */
function member(of: unknown, name: string): unknown {
    const object = (typeof of === 'object' && of !== null ? of : {}) as Record<string, unknown>;
    return object[name] ?? object[name.charAt(0).toLowerCase() + name.slice(1)];
}

function deliveriesOf(bodies: unknown, metadata: Readonly<Record<string, unknown>>): Delivery[] {
    if (!Array.isArray(bodies)) {
        throw new Error(
            "The trigger passes no array of events: is it bound with cardinality 'many' and dataType 'binary'?",
        );
    }
    const properties = aligned(metadata, 'PropertiesArray', bodies.length);
    const messages = aligned(metadata, 'SystemPropertiesArray', bodies.length);
    const partition = member(metadata, 'PartitionContext');
    const hub = text('PartitionContext', partition, 'EventHubName');
    const id = text('PartitionContext', partition, 'PartitionId');
    return bodies.map((body, at) => {
        const message = messages[at] ?? {};
        if (!(body instanceof Uint8Array)) {
            throw new Error("An event's body is not bytes: is the trigger bound with dataType 'binary'?");
        }
        const wire = wireOfHub(contentTypeIn(message), properties[at] ?? {}, body);
        const key = member(message, 'PartitionKey') ?? member(message, 'x-opt-partition-key');
        return {
            wire,
            position: hubPosition(hub, id, text('SystemPropertiesArray', message, 'SequenceNumber')),
            transportKey: keyOfHub(wire, key === undefined ? undefined : String(key)),
            acceptedAt: enqueued(member(message, 'EnqueuedTimeUtc')),
        };
    });
}

function aligned(metadata: Readonly<Record<string, unknown>>, name: string, count: number): Record<string, unknown>[] {
    const array = member(metadata, name);
    if (!Array.isArray(array) || array.length !== count) {
        throw new Error(
            `${name} has ${Array.isArray(array) ? array.length : 'no'} elements for ${count} events: is the trigger bound with cardinality 'many'?`,
        );
    }
    return array as Record<string, unknown>[];
}

function text(array: string, of: unknown, name: string): string {
    const value = member(of, name);
    if (value === undefined || value === null) {
        throw new Error(`${array} has no ${name}`);
    }
    return String(value);
}

/** In UTC, but possibly without an offset. An unreadable time counts as missing: it is no reason to reject an event. */
function enqueued(value: unknown): Instant | undefined {
    try {
        return typeof value === 'string'
            ? parseInstant(/(?:Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`)
            : undefined;
    } catch {
        return undefined;
    }
}
