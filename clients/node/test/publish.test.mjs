import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PublishFailedError, Publisher } from '../dist/index.js';

const event = (id, key) => ({
    id,
    source: '/shop',
    type: 'orders.order-placed.v1',
    ...(key === undefined ? {} : { key }),
    data: { id },
});

/** A bus that answers each request with the next answer; without one it accepts. */
function busOf(answers = [], limits = {}) {
    const requests = [];
    const bus = {
        mode: 'structured',
        maxEvents: 500,
        maxRequestBytes: 1 << 20,
        maxEventBytes: 1 << 18,
        severalPerKey: false,
        ...limits,
        send: async (batch) => {
            requests.push(batch.map((outgoing) => outgoing.event.id));
            const answer = answers.shift();
            return typeof answer === 'function'
                ? answer()
                : batch.map((_, at) =>
                      answer?.[at] === undefined
                          ? { kind: 'ok', position: '1' }
                          : { kind: 'failed', cause: answer[at], message: 'no' },
                  );
        },
    };
    return { bus, requests };
}

const noPause = { pause: async () => {} };
const kinds = (entries) => entries.map((entry) => entry.kind);

describe('a publisher', () => {
    it('sends one event per key in a request, in the order of the key', async () => {
        const { bus, requests } = busOf();

        await new Publisher(bus).tryPublish([event('1', 'a'), event('2', 'a'), event('3', 'b'), event('4')], 5_000);

        assert.deepEqual(requests, [['1', '3', '4'], ['2']]);
    });

    it('sends several events per key to a bus that keeps their order', async () => {
        const { bus, requests } = busOf([], { severalPerKey: true, maxEvents: 2 });

        await new Publisher(bus).tryPublish([event('1', 'a'), event('2', 'a'), event('3', 'a')], 5_000);

        assert.deepEqual(requests, [['1', '2'], ['3']]);
    });

    it('withholds the later events of a key until it is resumed', async () => {
        const { bus, requests } = busOf([['THROTTLED']]);
        const publisher = new Publisher(bus);

        const first = await publisher.tryPublish([event('1', 'a'), event('2', 'a')], 5_000);
        const second = await publisher.tryPublish([event('3', 'a'), event('4', 'b')], 5_000);
        publisher.resume('a');
        const third = await publisher.tryPublish([event('1', 'a'), event('2', 'a')], 5_000);

        assert.deepEqual(
            [kinds(first), kinds(second), kinds(third)],
            [
                ['rejected', 'withheld'],
                ['withheld', 'accepted'],
                ['accepted', 'accepted'],
            ],
        );
        assert.deepEqual(requests, [['1'], ['4'], ['1'], ['2']]);
    });

    it('reports at its deadline what a silent bus may have', async () => {
        const { bus } = busOf([() => new Promise(() => {})]);

        const entries = await new Publisher(bus).tryPublish([event('1', 'a'), event('2', 'a')], 1);

        assert.deepEqual(
            entries.map(({ kind, cause }) => [kind, cause]),
            [
                ['rejected', 'UNKNOWN'],
                ['withheld', undefined],
            ],
        );
    });

    it('repeats what may pass, in the order of the key, until the bus has it', async () => {
        const { bus, requests } = busOf([['THROTTLED', 'TRANSIENT'], ['UNKNOWN']]);

        const entries = await new Publisher(bus, noPause).publish([event('1', 'a'), event('2', 'b'), event('3', 'a')]);

        assert.deepEqual(kinds(entries), ['accepted', 'accepted', 'accepted']);
        assert.deepEqual(
            requests.flat().filter((id) => id !== '2'),
            ['1', '1', '1', '3'],
        );
    });

    it('gives up the later events of a key after one that cannot pass, and leaves the key open', async () => {
        const { bus, requests } = busOf([['DENIED']]);
        const publisher = new Publisher(bus, noPause);

        await assert.rejects(publisher.publish([event('1', 'a'), event('2', 'a'), event('3', 'b')]), (failure) => {
            assert.ok(failure instanceof PublishFailedError);
            assert.deepEqual(kinds(failure.report), ['rejected', 'withheld', 'accepted']);
            return true;
        });
        await publisher.publish([event('4', 'a')]);

        assert.deepEqual(requests.at(-1), ['4']);
    });

    it('does not end a withholding of events that are published once by repeating others of the key', async () => {
        const { bus, requests } = busOf([['DENIED']]);
        const publisher = new Publisher(bus, noPause);

        const before = await publisher.tryPublish([event('1', 'a')], 5_000);
        await publisher.publish([event('2', 'a')]);
        const after = await publisher.tryPublish([event('3', 'a')], 5_000);

        assert.deepEqual([kinds(before), kinds(after)], [['rejected'], ['withheld']]);
        assert.deepEqual(requests, [['1'], ['2']]);
    });

    it('lets publications of one key queue, so that none gets between the repeats of another', async () => {
        const { bus, requests } = busOf([['THROTTLED']]);
        const publisher = new Publisher(bus, noPause);

        await Promise.all([
            publisher.publish([event('1', 'a'), event('2', 'a')]),
            publisher.publish([event('3', 'a')]),
        ]);

        assert.deepEqual(requests.flat(), ['1', '1', '2', '3']);
    });

    it('rejects an event at its turn that no bus takes', async () => {
        const { bus, requests } = busOf([['THROTTLED']]);

        const entries = await new Publisher(bus).tryPublish(
            [event('1', 'a'), event(' ', 'a'), event('x'.repeat(129))],
            5_000,
        );

        assert.deepEqual(kinds(entries), ['rejected', 'withheld', 'rejected']);
        assert.deepEqual(requests, [['1']]);
    });

    it('does not withhold behind a state, which its next version supersedes', async () => {
        const { bus } = busOf([['DENIED']]);
        const state = (id, version) => ({
            ...event(id, 'a'),
            pattern: { kind: 'state', entity: 'a', version, deleted: false },
        });

        const entries = await new Publisher(bus).tryPublish([state('1', 1n), state('2', 2n)], 5_000);

        assert.deepEqual(kinds(entries), ['rejected', 'accepted']);
    });
});
