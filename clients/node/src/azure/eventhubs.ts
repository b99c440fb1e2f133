import { type EventData, type EventDataBatch, EventHubProducerClient } from '@azure/event-hubs';
import { causeBeforeSending, causeOf } from './errors.js';
import { hubMessage, partitionOf } from './binding.js';
import { type Clock, type Instant, systemClock, toMillis } from '../instant.js';
import type { Bus, BusResult, Outgoing } from '../bus.js';

export interface EventHubsBusOptions {
    /** A client of your own, best with `retryOptions: { maxRetries: 0 }`; or a connection string and a hub. */
    readonly client?: EventHubProducerClient;
    readonly connectionString?: string;
    readonly hub?: string;
    readonly clock?: Clock;
}

/** How long the hub's partitions are remembered: a hub may get more. */
const PARTITIONS_KNOWN_MILLIS = 60_000;

/**
 * Sends events to a hub, in binary mode of the CloudEvents AMQP binding. A batch has one destination, so the key's partition
 * is computed as the service does, and each partition gets its batches, one after another.
 */
export function eventHubsBus(options: EventHubsBusOptions): Bus {
    const { clock = systemClock } = options;
    const client =
        options.client ??
        new EventHubProducerClient(options.connectionString ?? '', options.hub ?? '', {
            retryOptions: { maxRetries: 0 },
        });
    let known: { ids: readonly string[]; until: number } | undefined;

    const partitions = async (abortSignal: AbortSignal): Promise<readonly string[]> => {
        if (known === undefined || performance.now() > known.until) {
            known = {
                ids: await client.getPartitionIds({ abortSignal }),
                until: performance.now() + PARTITIONS_KNOWN_MILLIS,
            };
        }
        return known.ids;
    };

    return {
        mode: 'binary',
        maxEvents: 2_000,
        maxRequestBytes: 4 << 20,
        maxEventBytes: 1_000 << 10,
        severalPerKey: true,
        async send(batch: readonly Outgoing[], deadline: Instant): Promise<BusResult[]> {
            const left = toMillis(deadline - clock());
            if (left <= 0) {
                return batch.map(() => ({
                    kind: 'failed',
                    cause: 'TRANSIENT',
                    message: 'The deadline passed before the request was sent',
                }));
            }
            const signal = AbortSignal.timeout(left);
            const results: BusResult[] = [];
            try {
                const places = new Map<string | undefined, number[]>();
                for (const [at, { event }] of batch.entries()) {
                    const ids = event.key === undefined ? [] : await partitions(signal);
                    const partition = event.key === undefined ? undefined : ids[partitionOf(event.key, ids.length)];
                    places.set(partition, [...(places.get(partition) ?? []), at]);
                }
                await Promise.all(
                    [...places].map(([partition, of]) => sendPart(client, batch, partition, of, results, signal)),
                );
            } catch (failure) {
                batch.forEach((_, at) => {
                    results[at] ??= { kind: 'failed', cause: causeBeforeSending(failure), message: messageOf(failure) };
                });
            }
            if (
                results.some(
                    (result) =>
                        result.kind === 'failed' && (result.cause === 'NOT_FOUND' || result.cause === 'INVALID'),
                )
            ) {
                known = undefined;
            }
            return results;
        },
    };
}

/** As many batches as the encoded events need, one after another, so that no event is sent after a rejected one. */
async function sendPart(
    client: EventHubProducerClient,
    request: readonly Outgoing[],
    partition: string | undefined,
    places: readonly number[],
    results: BusResult[],
    abortSignal: AbortSignal,
): Promise<void> {
    const broken = new Set<string>();
    for (let from = 0; from < places.length;) {
        let sent = false;
        const taken: number[] = [];
        let next = from;
        try {
            const batch = await client.createBatch({
                abortSignal,
                ...(partition === undefined ? {} : { partitionId: partition }),
            });
            next = fill(batch, request, places, from, taken, results, broken);
            if (taken.length > 0) {
                sent = true;
                await client.sendBatch(batch, { abortSignal });
            }
        } catch (failure) {
            const cause = sent ? causeOf(failure) : causeBeforeSending(failure);
            const message = messageOf(failure);
            for (const at of places.slice(from)) {
                results[at] ??=
                    taken.includes(at) || !sent
                        ? { kind: 'failed', cause, message }
                        : {
                              kind: 'failed',
                              cause: cause === 'UNKNOWN' ? 'TRANSIENT' : cause,
                              message: `Not sent: an earlier batch failed: ${message}`,
                          };
            }
            return;
        }
        for (const at of taken) {
            results[at] = {
                kind: 'ok',
                position: `${client.eventHubName}/${partition ?? ''}/${request[at]?.event.id}`,
            };
        }
        from = next;
    }
}

/** Where the next batch begins. */
function fill(
    batch: EventDataBatch,
    request: readonly Outgoing[],
    places: readonly number[],
    from: number,
    taken: number[],
    results: BusResult[],
    broken: Set<string>,
): number {
    for (let i = from; i < places.length; i++) {
        const at = places[i] as number;
        const { event, wire } = request[at] as Outgoing;
        if (event.key !== undefined && broken.has(event.key)) {
            results[at] = {
                kind: 'failed',
                cause: 'TRANSIENT',
                message: 'Not sent: an earlier event of its key was not sent',
            };
        } else if (batch.tryAdd(hubMessage(wire, event) as EventData)) {
            taken.push(at);
        } else if (taken.length > 0) {
            return i;
        } else {
            const message = `The hub accepts messages of at most ${batch.maxSizeInBytes} bytes, this one is larger`;
            results[at] = { kind: 'failed', cause: 'TOO_LARGE', message };
            if (event.key !== undefined) {
                broken.add(event.key);
            }
        }
    }
    return places.length;
}

function messageOf(failure: unknown): string {
    return failure instanceof Error ? failure.message : String(failure);
}
