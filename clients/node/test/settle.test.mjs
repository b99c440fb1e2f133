import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Consumer, NotYetError, PortError, structured } from '../dist/index.js';
import { answerOperator } from '../dist/operators.js';
import { memoryInbox, memoryLot } from './memory.mjs';

const TYPE = 'orders.order-placed.v1';
const START = 1_767_225_600_000_000_000n;
const SECOND = 1_000_000_000n;

/** A delivery of an event with this id and key. */
function delivery(id, key, more = {}) {
    const event = { specversion: '1.0', id, source: '/shop', type: TYPE, partitionkey: key, data: { id }, ...more };
    return { wire: structured(Buffer.from(JSON.stringify(event))), position: `shard/${id}`, transportKey: key };
}

function consumerOf(handle, more = {}) {
    let now = START;
    const consumer = new Consumer({
        name: 'payment',
        on: { [TYPE]: handle },
        clock: () => now,
        pause: async (nanos) => {
            now += nanos;
        },
        ...more,
    });
    return {
        consumer,
        settle: (deliveries, redelivery = 'from-first-unsettled', time = 60n * SECOND) =>
            consumer.settle(deliveries, redelivery, now + time),
        pass: (seconds) => {
            now += BigInt(seconds) * SECOND;
        },
    };
}

const tags = (verdicts) => verdicts.map((verdict) => (verdict.kind === 'unsettled' ? verdict.why : verdict.kind));

describe('a batch', () => {
    it('attempts nothing of a lane after a failure, and everything of other lanes', async () => {
        const calls = [];
        const { settle } = consumerOf((event) => {
            calls.push(event.id);
            assert.notEqual(event.id, 'a');
        });

        const verdicts = await settle([delivery('a', 'k1'), delivery('b', 'k1'), delivery('c', 'k2')]);

        assert.deepEqual(tags(verdicts), ['failed', 'behind-a-failure', 'handled']);
        assert.deepEqual(calls, ['a', 'c']);
    });

    it('runs lanes at the same time, and the events of each one after another', async () => {
        const running = new Set();
        let most = 0;
        const { settle } = consumerOf(
            async (event) => {
                assert.ok(!running.has(event.key));
                running.add(event.key);
                most = Math.max(most, running.size);
                await new Promise(setImmediate);
                running.delete(event.key);
            },
            { lanesAtOnce: 2 },
        );

        const verdicts = await settle(['a', 'b', 'c', 'd', 'e'].map((id, at) => delivery(id, `k${at % 3}`)));

        assert.deepEqual(tags(verdicts), Array(5).fill('handled'));
        assert.equal(most, 2);
    });

    it('gives up a handler that hangs, and counts the attempt', async () => {
        const inbox = memoryInbox();
        const attempts = [];
        const hanging = consumerOf(() => new Promise(() => {}), { inbox });
        const working = consumerOf((event, { attempt }) => attempts.push(`${event.id} ${attempt}`), { inbox });
        const batch = [delivery('a', 'k1'), delivery('b', 'k1'), delivery('c', 'k2')];

        const verdicts = await hanging.settle(batch, 'from-first-unsettled', SECOND / 50n);
        working.pass(20);
        const again = await working.settle(batch);

        assert.deepEqual(tags(verdicts), ['out-of-time', 'behind-a-failure', 'out-of-time']);
        assert.deepEqual(tags(again), ['handled', 'handled', 'handled']);
        assert.deepEqual(attempts, ['a 2', 'b 1', 'c 1']);
    });

    it('retries in place what comes never again, and then parks it', async () => {
        let calls = 0;
        const { settle } = consumerOf(
            () => {
                calls++;
                throw new PortError('the bank is closed');
            },
            { parkingLot: memoryLot() },
        );

        const [verdict] = await settle([delivery('a', 'k1')], 'never', 5n * SECOND);

        assert.equal(verdict.kind, 'parked');
        assert.match(verdict.reason, /^tried until time ran out, last: PortError at /);
        assert.ok(calls > 2);
    });

    it('waits a little in place for what is not yet there, before a whole batch fails', async () => {
        let calls = 0;
        const { settle } = consumerOf(() => {
            calls++;
            if (calls < 3) {
                throw new NotYetError('the customer is not known yet');
            }
        });

        const verdicts = await settle([delivery('a', 'k1')], 'whole-batch');

        assert.deepEqual(tags(verdicts), ['handled']);
    });

    it('parks what no reader takes, without the message of a failure', async () => {
        const { settle } = consumerOf(
            {
                read: (json) => {
                    if (typeof json.items !== 'number') {
                        throw new Error('items must be a number');
                    }
                    return json;
                },
                handle: () => {
                    throw new Error('Mrs. Smith is unknown');
                },
            },
            { parkingLot: memoryLot(), policy: (_, failure) => ({ park: `no: ${failure.constructor.name}` }) },
        );

        const verdicts = await settle([delivery('a', 'k1'), delivery('b', 'k2', { data: { items: 1 } })]);

        assert.deepEqual(
            verdicts.map((verdict) => verdict.reason),
            ['data: items must be a number', 'no: Error'],
        );
    });

    it('hands personal data over as forgotten', async () => {
        const seen = [];
        const { settle } = consumerOf((event) => seen.push(event.data));

        await settle([delivery('a', 'k1', { data: { name: { subject: 'p-1', sealed: 'c2VjcmV0' }, items: 2 } })]);

        assert.deepEqual(seen, [{ name: { subject: 'p-1', forgotten: true }, items: 2 }]);
    });
});

describe('a replay', () => {
    it('handles a lane from its head on, and opens it', async () => {
        let broken = true;
        const calls = [];
        const parts = { inbox: memoryInbox(), parkingLot: memoryLot(), policy: () => ({ park: 'broken' }) };
        const { consumer, settle, pass } = consumerOf((event) => {
            calls.push(event.id);
            assert.ok(!broken);
        }, parts);
        await settle([delivery('a', 'k1'), delivery('b', 'k1')]);
        broken = false;
        pass(60);

        const answer = await consumer.replay({ consumer: 'payment', limit: 10, seconds: 50 }, START + 200n * SECOND);
        const verdicts = await settle([delivery('a', 'k1'), delivery('b', 'k1'), delivery('c', 'k1')]);

        assert.deepEqual(answer, { handled: 2, duplicates: 0, failed: 0, busy: 0, opened: 1, more: false });
        assert.deepEqual(tags(verdicts), ['duplicate', 'duplicate', 'handled']);
        assert.deepEqual(calls, ['a', 'a', 'b', 'c']);
    });

    it('settles what an operator delivers from the archive, and says where it ended', async () => {
        const { consumer } = consumerOf((event) => {
            if (event.id === 'b') {
                throw new Error('broken');
            }
        });
        const archived = (id) => ({
            attributes: { specversion: '1.0', id, source: '/shop', type: TYPE, partitionkey: 'k1' },
            body: Buffer.from('{}').toString('base64'),
        });
        const document = {
            triskel: 'redeliver',
            consumer: 'payment',
            seconds: 5,
            events: [archived('a'), archived('b')],
        };

        const answer = await answerOperator(consumer, document, START + 50n * SECOND);

        assert.equal(answer.settled, 1);
        assert.match(answer.problem, /^failed, it should be parked, but there is no parking lot/);
    });

    it('refuses a request for another consumer', async () => {
        const { consumer } = consumerOf(() => {}, { parkingLot: memoryLot() });

        await assert.rejects(consumer.replay({ consumer: 'shipping', limit: 1, seconds: 1 }, START), {
            message: 'this is the function of consumer payment; the request is for shipping',
        });
    });
});
