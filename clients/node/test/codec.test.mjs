import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { CloudEvent } from 'cloudevents';
import { hashCode, keyOf, sortedTime } from '../dist/keys.js';
import { partitionOf } from '../dist/azure/binding.js';
import {
    causedBy,
    EncodedData,
    InvalidEventError,
    readEvent,
    structured,
    writeBinary,
    writeStructured,
} from '../dist/index.js';
import { formatInstant, parseInstant } from '../dist/instant.js';

const JAVA = new URL('../../../eda-core/src/test/resources/cloudevents/', import.meta.url);

const json = (bytes) => JSON.parse(Buffer.from(bytes).toString());

describe('the codec', () => {
    for (const file of readdirSync(JAVA).filter((name) => name.endsWith('.json'))) {
        it(`reads ${file} of Java's tests, and writes the same attributes and data`, () => {
            const body = readFileSync(new URL(file, JAVA));

            const written = writeStructured(readEvent(structured(body)));

            assert.deepEqual(readEvent(structured(written)), readEvent(structured(body)));
        });

        it(`reads ${file} in binary mode as in structured mode`, () => {
            const event = readEvent(structured(readFileSync(new URL(file, JAVA))));

            const again = readEvent(writeBinary(event));

            assert.deepEqual(Buffer.from(again.data?.bytes ?? []), Buffer.from(event.data?.bytes ?? []));
            assert.deepEqual(
                [again.id, again.source, again.type, again.time],
                [event.id, event.source, event.type, event.time],
            );
        });
    }

    it('writes what the SDK of CloudEvents reads', () => {
        const event = {
            id: '1',
            source: '/shop',
            type: 'orders.order-placed.v1',
            key: 'k',
            pattern: { kind: 'sourced', stream: 's', revision: 7n },
            data: { items: 2 },
        };

        const read = new CloudEvent(json(writeStructured(event)), true);

        assert.equal(read.sequence, '0000000000000000007');
        assert.deepEqual(read.data, { items: 2 });
    });

    it('keeps the bytes of data that it does not decode', () => {
        const data = '{ "total" : 19.90, "big": 12345678901234567890 }';
        const body = Buffer.from(`{"specversion":"1.0","id":"1","source":"/s","type":"t","data":${data}}`);

        const event = readEvent(structured(body));

        assert.ok(event.data instanceof EncodedData);
        assert.equal(event.data.text(), data);
        assert.ok(Buffer.from(writeStructured(event)).includes(data));
    });

    it('keeps an extension that is called like a member of every object', () => {
        const body = Buffer.from('{"specversion":"1.0","id":"1","source":"/s","type":"t","constructor":"c"}');

        assert.equal(json(writeStructured(readEvent(structured(body)))).constructor, 'c');
    });

    it('writes no event that it could not read', () => {
        const event = {
            id: '1',
            source: '/s',
            type: 't',
            pattern: { kind: 'notification', lookup: 'https://evil.example/', minVersion: 1n },
            data: undefined,
        };

        assert.throws(() => writeStructured(event), InvalidEventError);
    });

    it('refuses data that is nested too deeply for other languages', () => {
        const deep = (levels) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
        const write = (levels) => writeStructured({ id: '1', source: '/s', type: 't', data: deep(levels) });

        assert.doesNotThrow(() => readEvent(structured(write(199))));
        assert.throws(() => write(200), InvalidEventError);
    });
});

describe('keys', () => {
    it('of partitions are those of the SDK of Event Hubs', () => {
        const require = createRequire(import.meta.url);
        const sdk = require.resolve('@azure/event-hubs').replace(/index\.js$/, 'impl/partitionKeyToIdMapper.js');
        const { mapPartitionKeyToId } = require(sdk);

        for (const key of [
            '',
            'a',
            'order-42',
            'exactly-12ch',
            'thirteen-char',
            'a key of more than twenty-four characters',
            '0'.repeat(128),
        ]) {
            for (const partitions of [1, 2, 4, 32]) {
                assert.equal(
                    partitionOf(key, partitions),
                    mapPartitionKeyToId(key, partitions),
                    `${key} of ${partitions}`,
                );
            }
        }
    });

    it('of rows are those of Java', () => {
        assert.equal(hashCode('hello'), 99_162_322);
        assert.equal(
            keyOf({ kept: '.-', empty: '__', longest: 400 }, 'caf\u00e9/47 #1?', 'named', ''),
            'caf_00e9_002f47_0020_00231_003f~named~__',
        );
        assert.equal(sortedTime(parseInstant('2026-01-01T00:00:00Z')), '0101767225600000000000');
    });

    it('of moments keep nanoseconds', () => {
        for (const text of [
            '2026-01-01T00:00:00Z',
            '2026-01-01T00:00:00.500Z',
            '2026-01-01T00:00:00.000001Z',
            '2026-01-01T00:00:00.123456789Z',
            '1969-12-31T23:59:59.999999999Z',
        ]) {
            assert.equal(formatInstant(parseInstant(text)), text);
        }
    });
});

describe('a reply', () => {
    const command = {
        id: 'c-1',
        source: '/fulfilment',
        type: 'payments.take-payment.v1',
        key: 'order-42',
        pattern: { kind: 'command', target: 'payment' },
        extensions: { replyto: 'fulfilment/order-42/1/c-1', other: 'x' },
        data: {},
    };

    it('has the same id for each attempt, and the address of its command', () => {
        const reply = () =>
            causedBy(
                command,
                { source: '/payments', name: 'payment', type: 'payments.payment-taken.v1', clock: () => 0n },
                { ok: true },
            );

        assert.deepEqual(reply(), reply());
        assert.deepEqual(reply().extensions, { replyto: 'fulfilment/order-42/1/c-1' });
        assert.equal(reply().causation, 'c-1');
        assert.equal(reply().correlation, 'c-1');
    });

    it('drops an address that no bus can carry', () => {
        const long = { ...command, extensions: { replyto: 'x'.repeat(1_025) } };

        assert.equal(causedBy(long, { source: '/payments', name: 'payment', type: 't' }, {}).extensions, undefined);
    });
});
