import { createHash, randomUUID } from 'node:crypto';
import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { causeOf, causeOfCode } from './errors.js';
import { type Clock, type Instant, systemClock, toMillis } from '../instant.js';
import type { Bus, BusResult, Outgoing } from '../bus.js';

const SPREAD_BYTES = 36;

export interface KinesisBusOptions {
    /** Best with `maxAttempts: 1`: the publisher repeats in the order of each key, which the SDK does not. */
    readonly client: KinesisClient;
    readonly stream: string;
    readonly clock?: Clock;
}

/**
 * Puts structured events into a Kinesis stream; the ordering key is the partition key. PutRecords promises no order when
 * some records of a request fail, so a request holds one event per key.
 */
export function kinesisBus({ client, stream, clock = systemClock }: KinesisBusOptions): Bus {
    const all = (batch: readonly Outgoing[], cause: ReturnType<typeof causeOf>, message: string): BusResult[] =>
        batch.map(() => ({ kind: 'failed', cause, message }));
    return {
        mode: 'structured',
        maxEvents: 500,
        maxRequestBytes: (5 << 20) - 500 * SPREAD_BYTES,
        maxEventBytes: (1 << 20) - SPREAD_BYTES,
        severalPerKey: false,
        async send(batch: readonly Outgoing[], deadline: Instant): Promise<BusResult[]> {
            const left = toMillis(deadline - clock());
            if (left <= 0) {
                return all(batch, 'TRANSIENT', 'The deadline passed before the request was sent');
            }
            const Records = batch.map(({ event, wire }) => ({
                PartitionKey: event.key ?? randomUUID(),
                Data: wire.body,
            }));
            try {
                const answer = await client.send(new PutRecordsCommand({ StreamName: stream, Records }), {
                    abortSignal: AbortSignal.timeout(left),
                });
                return (answer.Records ?? []).map((record) =>
                    record.ErrorCode === undefined || record.ErrorCode === null
                        ? { kind: 'ok', position: `${record.ShardId}/${record.SequenceNumber}` }
                        : {
                              kind: 'failed',
                              cause: causeOfCode(record.ErrorCode),
                              message: `${record.ErrorCode}: ${record.ErrorMessage}`,
                          },
                );
            } catch (failure) {
                return all(batch, causeOf(failure), failure instanceof Error ? failure.message : String(failure));
            }
        },
    };
}

/** A record as its producer passed it. */
export interface UserRecord {
    readonly data: Uint8Array;
    readonly partitionKey: string;
    /** Among aggregated records, from 0. */
    readonly place?: number;
}

const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
const DIGEST = 16;

/**
 * Splits a record in which the Kinesis Producer Library aggregated many: four magic bytes, a protobuf message and its MD5
 * digest (awslabs/amazon-kinesis-producer, `aggregation-format.md`). Any other bytes are one record.
 */
export function userRecords(data: Buffer, partitionKey: string): UserRecord[] {
    const message = data.subarray(MAGIC.length, -DIGEST);
    const aggregated =
        data.length >= MAGIC.length + DIGEST &&
        data.subarray(0, MAGIC.length).equals(MAGIC) &&
        createHash('md5').update(message).digest().equals(data.subarray(-DIGEST));
    const records = aggregated ? read(message) : [];
    return records.length > 0 ? records : [{ data, partitionKey }];
}

/** The records of `AggregatedRecord`; none if the message is malformed. */
function read(message: Buffer): UserRecord[] {
    try {
        const keys: string[] = [];
        const records: Buffer[] = [];
        for (const field of fieldsOf(message)) {
            if (field.number === 1 && field.bytes !== undefined) {
                keys.push(field.bytes.toString('utf8'));
            } else if (field.number === 3 && field.bytes !== undefined) {
                records.push(field.bytes);
            }
        }
        return records.map((record, place) => {
            let partitionKey: string | undefined;
            let data: Buffer = Buffer.alloc(0);
            for (const field of fieldsOf(record)) {
                if (field.number === 1 && field.value !== undefined) {
                    partitionKey = keys[field.value];
                } else if (field.number === 3 && field.bytes !== undefined) {
                    data = field.bytes;
                }
            }
            if (partitionKey === undefined) {
                throw new Error('A user record names its partition key');
            }
            return { data, partitionKey, place };
        });
    } catch {
        return [];
    }
}

interface Field {
    readonly number: number;
    readonly value?: number;
    readonly bytes?: Buffer;
}

function* fieldsOf(message: Buffer): Generator<Field> {
    let at = 0;
    const varint = () => {
        let value = 0;
        for (let shift = 0; shift < 64; shift += 7) {
            const next = message.readUInt8(at++);
            value += (next & 0x7f) * 2 ** shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new Error('A number of protobuf has at most ten bytes');
    };
    const slice = (length: number) => {
        if (at + length > message.length) {
            throw new Error('A field of protobuf ends too late');
        }
        at += length;
        return message.subarray(at - length, at);
    };
    while (at < message.length) {
        const tag = varint();
        const number = Math.floor(tag / 8);
        switch (tag % 8) {
            case 0:
                yield { number, value: varint() };
                break;
            case 1:
                slice(8);
                break;
            case 2:
                yield { number, bytes: slice(varint()) };
                break;
            case 5:
                slice(4);
                break;
            default:
                throw new Error(`Protobuf has no wire type ${tag % 8}`);
        }
    }
}
