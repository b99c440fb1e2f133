import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import { dynamoDbInbox, dynamoDbParkingLot, dynamoDbReplicas, kinesisFunction } from '@triskel/consume/aws';
import type { Credential } from './lookup.js';
import { CustomerNotification } from './notification.js';
import { lookupBase, required, retentionDays } from './settings.js';

const timeout = Number(process.env.TRISKEL_AWS_CALL_TIMEOUT_MS ?? '3000');
const client = new DynamoDBClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: timeout, throwOnRequestTimeout: true },
});
const tables = { client, prefix: required('TRISKEL_APP_TABLES'), retentionDays: retentionDays() };

/** Signs for a function URL with AuthType AWS_IAM, whose service is Lambda. */
const signer = new SignatureV4({
    service: 'lambda',
    region: required('AWS_REGION'),
    credentials: client.config.credentials,
    sha256: class {
        private readonly hash: Hash | Hmac;

        constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
            this.hash =
                secret === undefined ? createHash('sha256') : createHmac('sha256', Buffer.from(secret as Uint8Array));
        }

        update(data: Uint8Array): void {
            this.hash.update(data);
        }

        async digest(): Promise<Uint8Array> {
            return this.hash.digest();
        }

        reset(): void {
            throw new Error('A signer makes a new hash for each text');
        }
    },
});

const signed: Credential = async (address) => {
    const { headers } = await signer.sign({
        method: 'GET',
        protocol: address.protocol,
        hostname: address.hostname,
        path: address.pathname,
        query: Object.fromEntries(address.searchParams),
        headers: { host: address.host },
    });
    return headers;
};

export const handler = kinesisFunction(
    new CustomerNotification({
        inbox: dynamoDbInbox(tables),
        parkingLot: dynamoDbParkingLot(tables),
        replicas: dynamoDbReplicas(tables),
        lookupBase: lookupBase(),
        credential: signed,
    }),
);
