import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { memoryLot } from '../../../clients/node/test/memory.mjs';

const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    stdin: { contents: `export * from './src/notification.ts'; export * from './src/lookup.ts';`, resolveDir: '.' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
});
const { CustomerNotification, resolve } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);

const ENDED = { order: 'O 1', status: 'SHIPPED', cents: 5, name: 'Ada', email: 'ada@example.com' };

/** The answers of the function behind HTTP, by path. */
const pages = new Map();
const server = createServer((request, response) => {
    const { status = 200, version = '3', page } = pages.get(request.url) ?? { status: 404 };
    response.writeHead(status, version === null ? {} : { 'Entity-Version': version });
    response.end(JSON.stringify(page));
});

describe('customer notification', () => {
    let base;
    let sent;
    let consumer;

    before(() => new Promise((done) => server.listen(0, '127.0.0.1', done)));
    after(() => server.close());

    function start() {
        base = new URL(`http://127.0.0.1:${server.address().port}/`);
        sent = [];
        consumer = new CustomerNotification({
            parkingLot: memoryLot(),
            replicas: { put: async (collection, replica) => sent.push({ collection, ...replica }) },
            lookupBase: base,
            credential: async () => ({}),
        });
    }

    async function settle(minVersion = 3, source = '/orders/news') {
        const event = {
            specversion: '1.0',
            id: '1',
            source,
            type: 'orders.order-news.v1',
            partitionkey: 'O 1',
            triskelpattern: 'notification',
            lookup: 'orders/O%201',
            lookupversion: String(minVersion),
            data: { order: 'O 1' },
        };
        const wire = { body: Buffer.from(JSON.stringify(event)), attributes: new Map() };
        const [verdict] = await consumer.settle(
            [{ wire, position: '1' }],
            'from-first-unsettled',
            consumer.clock() + 20_000_000_000n,
        );
        return verdict;
    }

    it('notes a heartbeat in the row of its minute, as Java does, so that one that is missing shows', async () => {
        start();
        const event = {
            specversion: '1.0',
            id: '1',
            source: '/orders/clock',
            type: 'triskel.heartbeat.v1',
            partitionkey: 'heartbeat-1',
            time: '2026-12-01T04:07:09.5Z',
            data: { minute: 1 },
        };

        await consumer.settle(
            [{ wire: { body: Buffer.from(JSON.stringify(event)), attributes: new Map() }, position: '1' }],
            'from-first-unsettled',
            consumer.clock() + 20_000_000_000n,
        );

        assert.deepEqual(sent, [
            {
                collection: 'heartbeats',
                entity: 'customer-notification/7',
                version: Date.parse(event.time),
                deleted: false,
                state: Buffer.alloc(0),
            },
        ]);
    });

    it("writes its line to standard output itself, since Lambda's console adds what no metric filter reads", async (test) => {
        start();
        pages.set('/orders/O%201', { page: ENDED });
        test.mock.method(console, 'log', () => assert.fail('the console adds a time and an id'));
        const lines = [];
        const write = process.stdout.write;
        process.stdout.write = (text, ...rest) =>
            String(text).startsWith('{"consumer"') ? lines.push(text) : write.call(process.stdout, text, ...rest);

        await settle().finally(() => {
            process.stdout.write = write;
        });

        assert.deepEqual(lines.map(JSON.parse), [{ consumer: 'customer-notification', events: { handled: 1 }, troubles: [] }]);
    });

    it('stores the id of a message, as Java stores it', async () => {
        start();
        pages.set('/orders/O%201', { page: ENDED });

        const verdict = await settle();

        assert.deepEqual(verdict, { kind: 'handled' });
        assert.deepEqual(sent, [
            {
                collection: 'notification.sent',
                entity: 'exrlaG1ppVGJikNz5Xt0A0R1DkPBdNrerAgZUxxKxAU',
                version: 1,
                deleted: false,
                state: Buffer.from('O 1 shipped'),
            },
        ]);
    });

    it('writes nothing to a customer whose address is unknown or forgotten', async () => {
        start();
        pages.set('/orders/O%201', { page: { ...ENDED, email: undefined } });

        assert.deepEqual([(await settle()).kind, sent], ['handled', []]);
    });

    it('waits for a page that is older than its news, or not there yet, without an attempt', async () => {
        start();
        for (let deliveries = 0; deliveries < 10; deliveries++) {
            for (const answer of [{ page: ENDED, version: '2' }, { status: 404 }, { status: 410 }]) {
                pages.set('/orders/O%201', answer);

                assert.equal((await settle()).kind, 'unsettled');
            }
        }
        pages.set('/orders/O%201', { page: ENDED });

        assert.deepEqual([(await settle()).kind, sent.length], ['handled', 1]);
    });

    it('counts no attempt for an API that refuses, redirects, or answers without a version', async () => {
        start();
        for (const answer of [{ status: 403 }, { status: 302 }, { page: ENDED, version: null }, { status: 500 }]) {
            pages.set('/orders/O%201', answer);

            assert.deepEqual((await settle()).why, 'port-failed');
        }
    });

    it('follows links of its own source only, and none off its base', async () => {
        start();

        assert.equal((await settle(3, '/elsewhere')).why, 'failed');
        for (const lookup of ['//other/orders/1', 'http://other/', '../../etc', '..%2f..%2fetc', '/else']) {
            assert.throws(() => resolve(new URL('http://orders/api/'), lookup), /leaves the base/, lookup);
        }
        assert.equal(resolve(new URL('http://orders/api/'), 'orders/O%201').href, 'http://orders/api/orders/O%201');
    });
});
