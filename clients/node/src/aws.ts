import { structured } from './wire.js';
import { type Consumer, type Delivery, isSettled } from './consumer.js';
import { millis } from './instant.js';
import { userRecords } from './aws/kinesis.js';
import { type ReplayAnswer, readReplayRequest } from './replay.js';

export { type DynamoDbOptions, dynamoDbInbox } from './aws/inbox.js';
export { dynamoDbParkingLot } from './aws/lot.js';
export { dynamoDbReplicas } from './aws/replicas.js';
export { type KinesisBusOptions, kinesisBus } from './aws/kinesis.js';

/** A Kinesis record, as Lambda's event has it. */
export interface KinesisRecord {
    readonly eventID: string;
    readonly eventSourceARN: string;
    readonly kinesis: {
        readonly data: string;
        readonly partitionKey: string;
        readonly sequenceNumber: string;
        readonly approximateArrivalTimestamp?: number;
    };
}

/** What a mapping with `ReportBatchItemFailures` takes: at most one failure, the first record to deliver again. */
export interface KinesisAnswer {
    readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/**
 * A Lambda function behind a Kinesis event source mapping with `FunctionResponseTypes: ReportBatchItemFailures`. It also
 * serves a request to replay. Anything else is an error: answered as the mapping expects, it would count as handled.
 */
export function kinesisFunction(
    consumer: Consumer,
): (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<KinesisAnswer | ReplayAnswer> {
    return async (event, context) => {
        const deadline = consumer.clock() + millis(context.getRemainingTimeInMillis());
        const records = (event as { Records?: KinesisRecord[] } | null)?.Records;
        if (!Array.isArray(records)) {
            return consumer.replay(readReplayRequest(event), deadline);
        }
        const deliveries: Delivery[] = [];
        const recordOf: KinesisRecord[] = [];
        for (const record of records) {
            for (const delivery of deliveriesOf(record)) {
                deliveries.push(delivery);
                recordOf.push(record);
            }
        }
        const verdicts = await consumer.settle(deliveries, 'from-first-unsettled', deadline);
        const first = recordOf[verdicts.findIndex((verdict) => !isSettled(verdict))];
        return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.kinesis.sequenceNumber }] };
    };
}

/** A record that a producer aggregated gives many. */
function deliveriesOf({ kinesis, eventID, eventSourceARN }: KinesisRecord): Delivery[] {
    if (kinesis?.sequenceNumber === undefined) {
        throw new Error(`record '${eventID}' of the event has no kinesis.sequenceNumber`);
    }
    const position = `${eventSourceARN}/${eventID}`;
    const arrived = kinesis.approximateArrivalTimestamp;
    return userRecords(Buffer.from(kinesis.data, 'base64'), kinesis.partitionKey ?? '').map(
        ({ data, partitionKey, place }) => ({
            wire: structured(data),
            position: place === undefined ? position : `${position}/${place}`,
            transportKey: partitionKey === '' ? undefined : partitionKey,
            acceptedAt: typeof arrived === 'number' ? BigInt(Math.floor(arrived * 1_000)) * 1_000_000n : undefined,
        }),
    );
}
