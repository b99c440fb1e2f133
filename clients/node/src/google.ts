import { type Consumer, type Delivery, isSettled, type Verdict } from './consumer.js';
import { InvalidEventError, RefusedError } from './failures.js';
import { type Instant, millis, parseInstant, toMillis } from './instant.js';
import { answerOperator, why } from './operators.js';
import { keyOfPubSub, wireOfPubSub } from './google/binding.js';

export { type FirestoreOptions, firestoreInbox } from './google/inbox.js';
export { firestoreParkingLot } from './google/lot.js';
export { firestoreReplicas } from './google/replicas.js';
export { type PubSubBusOptions, pubSubBus } from './google/pubsub.js';

/** What a function needs of the Functions Framework's request. */
export interface GoogleRequest {
    readonly path?: string;
    readonly body?: unknown;
}

/** What a function needs of the Functions Framework's response. */
export interface GoogleResponse {
    status(code: number): { send(body?: unknown): unknown };
}

const FIRST_WAIT = 100;
const LONGEST_WAIT = 1_000;

/** The path of a request to replay; a push never has it (decision 0148). */
const REPLAY = '/operations/replay';

/**
 * An HTTP function behind a push subscription, with one event per call. An event that fails is retried in place for half of
 * the time, because each rejected push slows the whole subscription down. It also serves a request to replay.
 *
 * @param timeMillis that a call may take, less than the function's time-out
 */
export function pubSubFunction(
    consumer: Consumer,
    timeMillis: number,
): (request: GoogleRequest, response: GoogleResponse) => Promise<void> {
    return async (request, response) => {
        const deadline = consumer.clock() + millis(timeMillis);
        if (request.path === REPLAY) {
            try {
                response.status(200).send(await answerOperator(consumer, request.body, deadline));
            } catch (failure) {
                if (!(failure instanceof RefusedError || failure instanceof InvalidEventError)) {
                    throw failure;
                }
                response.status(400).send(failure.message);
            }
            return;
        }
        const delivery = pushedDelivery(request.body);
        const verdict = await inPlace(consumer, delivery, timeMillis, deadline);
        if (isSettled(verdict)) {
            response.status(204).send();
        } else {
            console.error(`${delivery.position} is not settled: ${why(verdict)}`);
            response.status(500).send('the event is not settled');
        }
    };
}

/** Each attempt is a separate delivery to the core, so attempts, parking and ordering do not change. */
async function inPlace(
    consumer: Consumer,
    delivery: Delivery,
    timeMillis: number,
    deadline: Instant,
): Promise<Verdict> {
    const lastTry = consumer.clock() + millis(timeMillis / 2);
    let pausesLeft = timeMillis / 2;
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
        const [verdict] = await consumer.settle([delivery], 'one-by-one', deadline);
        const pause = wait / 2 + Math.random() * wait;
        const left = Math.min(toMillis(lastTry - consumer.clock()), pausesLeft);
        if (verdict === undefined || !mayPass(verdict) || left <= pause) {
            return verdict as Verdict;
        }
        pausesLeft -= pause;
        await consumer.pause(millis(pause));
    }
}

/** A consumer that halts, or has no time left, is not retried now. */
function mayPass(verdict: Verdict): boolean {
    return verdict.kind === 'unsettled' && ['failed', 'in-progress-elsewhere', 'port-failed'].includes(verdict.why);
}

/** The message in a push's body (Pub/Sub documentation, "Receive messages from push subscriptions"). */
export function pushedDelivery(body: unknown): Delivery {
    const { subscription, message } = (typeof body === 'object' && body !== null ? body : {}) as {
        subscription?: unknown;
        message?: unknown;
    };
    const fields = (typeof message === 'object' && message !== null ? message : {}) as Record<string, unknown>;
    const text = (...names: string[]) =>
        names.map((name) => fields[name]).find((value) => typeof value === 'string') as string | undefined;
    const id = text('messageId', 'message_id');
    if (typeof subscription !== 'string' || id === undefined) {
        throw new Error(
            `A pushed message must name its subscription and have an id, this one ${typeof subscription === 'string' ? 'has none' : 'names none'}: is this function behind a push subscription?`,
        );
    }
    const attributes = Object.fromEntries(
        Object.entries((fields.attributes ?? {}) as Record<string, unknown>).filter(
            (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
    );
    const wire = wireOfPubSub(attributes, Buffer.from(text('data') ?? '', 'base64'));
    return {
        wire,
        position: `${subscription}/${id}`,
        transportKey: keyOfPubSub(wire, text('orderingKey', 'ordering_key')),
        acceptedAt: published(text('publishTime', 'publish_time')),
    };
}

function published(time: string | undefined): Instant | undefined {
    try {
        return time === undefined ? undefined : parseInstant(time);
    } catch {
        return undefined;
    }
}
