import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as aws from '../dist/aws/replicas.js';
import * as azure from '../dist/azure/replicas.js';
import * as google from '../dist/google/replicas.js';

const COLLECTION = 'products/1';
const OURS = ['stamp', 'format', '~path', 'Timestamp'];

/** The rows of a table that Java wrote, committed with its adapter. */
function golden(adapter, table, value) {
    return readFileSync(new URL(`../../../${adapter}/src/test/stored/format-1.jsonl`, import.meta.url), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
        .filter((row) => row.table === table)
        .map(({ columns }) =>
            Object.fromEntries(
                Object.entries(columns)
                    .filter(([name]) => !OURS.includes(name) && !name.includes('odata'))
                    .map(([name, column]) => [name, value(...Object.entries(column)[0])]),
            ),
        );
}

const bytes = (text) => Buffer.from(text, 'base64');
const plain = (row) =>
    JSON.parse(JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
const same = (written, row) => assert.deepEqual(plain(written), plain(row));

describe('a replica', () => {
    it("is Java's item in DynamoDB", () => {
        const kinds = { text: 'S', number: 'N', flag: 'BOOL', bytes: 'B' };
        const rows = golden('adapter-aws', '-replicas', (kind, value) => ({
            [kinds[kind]]: kind === 'bytes' ? bytes(value) : value,
        }));

        assert.equal(rows.length, 2);
        rows.forEach((row) => same(aws.itemOf(COLLECTION, aws.replicaOf(row)), row));
    });

    it("is Java's entity in Table Storage", async () => {
        const rows = golden('adapter-azure', 'replicas', (kind, value) =>
            kind === 'bytes' ? bytes(value) : kind === 'long' ? BigInt(value) : value,
        );
        const asked = [];
        const client = { getEntity: async (...key) => (asked.push(key), Promise.reject({ code: 'ResourceNotFound' })) };
        const replicas = azure.tableReplicas({ client: () => client, prefix: 'x' });

        assert.equal(rows.length, 2);
        for (const row of rows) {
            const { PartitionKey, RowKey, ...cells } = row;
            same(azure.rowOf({}, azure.replicaOf({ ...cells, format: 1 })), cells);
            await replicas.get(COLLECTION, cells.entity);
            assert.deepEqual(asked.pop(), [PartitionKey, RowKey]);
        }
    });

    it("is Java's document in Firestore", () => {
        const rows = golden('adapter-gcp', 'test-entities', (kind, value) =>
            kind === 'bytes' ? bytes(value) : kind === 'long' ? Number(value) : value,
        );

        assert.equal(rows.length, 2);
        rows.forEach((row) => same(google.fieldsOf(google.replicaOf({ fields: row })), row));
    });

    it('of the highest version wins', async () => {
        const conditions = [];
        const client = { send: async ({ input }) => conditions.push(input.ConditionExpression) };

        const stored = await aws
            .dynamoDbReplicas({ client, prefix: 'x' })
            .put(COLLECTION, { entity: 'P-1', version: 2, deleted: false, state: bytes('') });

        assert.ok(stored);
        assert.deepEqual(conditions, ['attribute_not_exists(#version) OR #version < :version']);
    });
});
