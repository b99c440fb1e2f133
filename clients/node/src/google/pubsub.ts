import type { PubSub, Topic } from '@google-cloud/pubsub';
import { causeOf } from './errors.js';
import { type Clock, type Instant, systemClock, toMillis } from '../instant.js';
import type { Bus, BusResult, Outgoing } from '../bus.js';
import { misfitOf, pubSubMessage } from './binding.js';

export interface PubSubBusOptions {
    readonly client: PubSub;
    /** A name, or `projects/P/topics/T`. */
    readonly topic: string;
    readonly clock?: Clock;
}

/** A Pub/Sub request has at most 10 MB; the rest is for the envelope of an event. */
const EVENT_BYTES = 9_900_000;

/**
 * Publishes events to a topic, in binary mode of Google's binding. After a failure the client rejects a key's later messages
 * until the key is resumed; the publisher sends events of a key again only after `resume`, so this bus resumes first.
 */
export function pubSubBus({ client, topic: name, clock = systemClock }: PubSubBusOptions): Bus {
    const topic = client.topic(name, { messageOrdering: true, batching: { maxMessages: 1_000, maxMilliseconds: 5 } });
    return {
        mode: 'binary',
        maxEvents: 1_000,
        maxRequestBytes: EVENT_BYTES,
        maxEventBytes: EVENT_BYTES,
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
            let timer: NodeJS.Timeout | undefined;
            const late = new Promise<BusResult>((resolve) => {
                timer = setTimeout(resolve, Math.min(left, 2 ** 31 - 1), {
                    kind: 'failed',
                    cause: 'UNKNOWN',
                    message: 'Pub/Sub did not answer in time',
                });
            });
            try {
                return await Promise.all(sent(topic, batch).map((result) => Promise.race([result, late])));
            } finally {
                clearTimeout(timer);
            }
        },
    };
}

function sent(topic: Topic, batch: readonly Outgoing[]): Promise<BusResult>[] {
    for (const key of new Set(batch.map(({ event }) => event.key))) {
        if (key !== undefined) {
            topic.resumePublishing(key);
        }
    }
    const broken = new Set<string>();
    return batch.map(async ({ event, wire }): Promise<BusResult> => {
        if (event.key !== undefined && broken.has(event.key)) {
            return {
                kind: 'failed',
                cause: 'TRANSIENT',
                message: 'Not sent: an earlier event of its key was not sent',
            };
        }
        const misfit = misfitOf(wire);
        if (misfit !== undefined) {
            broken.add(event.key ?? '');
            return { kind: 'failed', cause: 'INVALID', message: misfit };
        }
        try {
            const { data, ...message } = pubSubMessage(wire, event);
            return {
                kind: 'ok',
                position: `${topic.name}/${await topic.publishMessage({ ...message, data: Buffer.from(data) })}`,
            };
        } catch (failure) {
            return {
                kind: 'failed',
                cause: causeOf(failure),
                message: failure instanceof Error ? failure.message : String(failure),
            };
        }
    });
}
