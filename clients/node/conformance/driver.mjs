// The driver of the conformance suite (docs/conformance.md): one JSON object per line in, one answer per line out.
import { createInterface } from 'node:readline';
import {
    causedBy,
    Consumer,
    InvalidEventError,
    isSettled,
    NotYetError,
    PortError,
    Publisher,
    readEvent,
    retryThenPark,
    structured,
    writeBinary,
    writeStructured,
} from '../dist/index.js';
import { causeOf } from '../dist/aws/errors.js';
import { hubMessage, keyOfHub, wireOfHub } from '../dist/azure/binding.js';
import { formatInstant, millis, parseInstant } from '../dist/instant.js';
import { lane } from '../dist/parking.js';
import { pubSubMessage, wireOfPubSub } from '../dist/google/binding.js';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const MUTANT = process.env.CONFORMANCE_MUTANT ?? '';
const mutant = (name) => MUTANT === name;

let now = 0n;
const clock = () => now;

/** What `open` replaces: stores, consumers and their memory, claims and publishers. */
let session = newSession();

function newSession(stores = {}) {
    return { ...stores, consumers: new Map(), claims: new Map(), publishers: new Map() };
}

const base64 = (bytes) => Buffer.from(bytes).toString('base64');
const bytes = (text) => Buffer.from(text ?? '', 'base64');

// Events

function eventOf(neutral) {
    const { replyTo, dataText, dataBase64, pattern, extensions, data, ...rest } = neutral;
    const all = { ...extensions, ...(replyTo === undefined ? {} : { replyto: replyTo }) };
    return {
        ...rest,
        ...(pattern === undefined ? {} : { pattern: numbered(pattern, BigInt) }),
        ...(Object.keys(all).length === 0 || mutant('drops-an-extension') ? {} : { extensions: all }),
        data:
            dataBase64 !== undefined
                ? bytes(dataBase64)
                : dataText !== undefined
                  ? textData(rest.dataContentType, dataText)
                  : data,
    };
}

function textData(contentType, text) {
    return readEvent(
        structured(
            Buffer.from(
                JSON.stringify({
                    specversion: '1.0',
                    id: 'x',
                    source: 'x',
                    type: 'x',
                    datacontenttype: contentType,
                    data: text,
                }),
            ),
        ),
    ).data;
}

function numbered(pattern, as) {
    return Object.fromEntries(
        Object.entries(pattern).map(([name, value]) => [
            name,
            ['version', 'minVersion', 'revision'].includes(name) ? as(value) : value,
        ]),
    );
}

function neutralOf(event, personal = []) {
    const { data, extensions = {}, pattern, ...rest } = event;
    const { replyto, ...others } = extensions;
    return {
        ...rest,
        ...(pattern === undefined ? {} : { pattern: numbered(pattern, Number) }),
        ...(replyto === undefined ? {} : { replyTo: String(replyto) }),
        ...(Object.keys(others).length === 0 ? {} : { extensions: others }),
        ...neutralData(event, personal),
    };
}

function neutralData(event, personal) {
    const { data, dataContentType: type } = event;
    if (data === undefined) {
        return {};
    }
    if (!('bytes' in Object(data))) {
        return data instanceof Uint8Array ? { dataBase64: base64(data) } : { data };
    }
    const json = type === undefined || /[/+]json\s*(;|$)/i.test(type);
    const text = data.text();
    const valid = Buffer.from(text).equals(Buffer.from(data.bytes));
    if (json && valid) {
        try {
            return { data: forgotten(JSON.parse(text), personal) };
        } catch (failure) {
            if (failure instanceof InvalidEventError) {
                throw failure;
            }
        }
    }
    const isText =
        valid &&
        type !== undefined &&
        /^text\/|[/+]xml\s*(;|$)/i.test(type) &&
        !/charset=(?!utf-8|us-ascii)/i.test(type);
    return isText ? { dataText: text } : { dataBase64: base64(data.bytes) };
}

/** The named members of the data are personal; without keys each reads as forgotten. */
function forgotten(data, personal) {
    for (const name of personal) {
        const { subject, sealed, forgotten: gone } = Object(data[name]);
        const known = typeof sealed === 'string';
        if (typeof subject !== 'string' || known === (gone === true)) {
            throw new InvalidEventError('data', 'personal data has a subject, and either sealed or forgotten');
        }
        data[name] = { subject, forgotten: true };
    }
    return data;
}

function encode({ platform, event: neutral }) {
    const event = eventOf(neutral);
    const key = event.key === undefined ? {} : { partitionKey: event.key };
    switch (platform) {
        case 'structured':
            return { body: base64(writeStructured(event)) };
        case 'kinesis':
            return { partitionKey: event.key ?? 'any', data: base64(writeStructured(event)) };
        case 'binary': {
            const wire = writeBinary(event);
            return { attributes: Object.fromEntries(wire.attributes), body: base64(wire.body) };
        }
        case 'eventhubs': {
            const { body, ...message } = hubMessage(writeBinary(event), event);
            return { ...message, body: base64(body), ...key };
        }
        case 'pubsub': {
            const { data, ...message } = pubSubMessage(writeBinary(event), event);
            return { ...message, data: base64(data) };
        }
        default:
            throw new Error(`no platform ${platform}`);
    }
}

function wireOf(platform, message) {
    switch (platform) {
        case 'structured':
            return structured(bytes(message.body));
        case 'kinesis':
            return structured(bytes(message.data));
        case 'binary':
            return { attributes: new Map(Object.entries(message.attributes)), body: bytes(message.body) };
        case 'eventhubs':
            return wireOfHub(message.contentType, message.properties ?? {}, bytes(message.body));
        case 'pubsub':
            return wireOfPubSub(message.attributes ?? {}, bytes(message.data));
        default:
            throw new Error(`no platform ${platform}`);
    }
}

function decode({ platform, message, personal }) {
    const wire = wireOf(platform, message);
    return neutralOf(readEvent(mutant('reads-a-newer-specversion') ? olderVersion(wire) : wire), personal);
}

function olderVersion(wire) {
    if (wire.attributes.has('specversion')) {
        return { ...wire, attributes: new Map(wire.attributes).set('specversion', '1.0') };
    }
    return structured(
        Buffer.from(
            Buffer.from(wire.body)
                .toString()
                .replace(/"specversion"\s*:\s*"[^"]*"/, '"specversion":"1.0"'),
        ),
    );
}

function reply({ participant, command: neutral, type, data, source }) {
    const command = eventOf(neutral);
    if (command.pattern?.kind !== 'command' || command.pattern.target !== participant) {
        return { ignored: true };
    }
    const event = causedBy(command, { source, name: participant, type, clock }, data);
    return { event: neutralOf(mutant('random-reply-id') ? { ...event, id: crypto.randomUUID() } : event) };
}

// Stores

async function open(op) {
    switch (op.store) {
        case 'none':
            return newSession();
        case 'dynamodb': {
            const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
            const { dynamoDbInbox, dynamoDbParkingLot } = await import('../dist/aws.js');
            const { endpoint, region, accessKeyId, secretAccessKey, prefix } = op;
            const client = new DynamoDBClient({
                endpoint,
                region,
                credentials: { accessKeyId, secretAccessKey },
                maxAttempts: 1,
            });
            return newSession(
                mortal({
                    inbox: dynamoDbInbox({ client, prefix }),
                    lot: dynamoDbParkingLot({ client, prefix, clock }),
                }),
            );
        }
        case 'tables': {
            const { tableInbox, tableParkingLot } = await import('../dist/azure.js');
            const { connectionString, prefix } = op;
            return newSession(
                mortal({
                    inbox: tableInbox({ connectionString, prefix }),
                    lot: tableParkingLot({ connectionString, prefix }),
                }),
            );
        }
        case 'firestore': {
            const { firestoreInbox, firestoreParkingLot } = await import('../dist/google.js');
            const client = await firestoreClient(op);
            return newSession(
                mortal({
                    inbox: firestoreInbox({ client, prefix: op.prefix }),
                    lot: firestoreParkingLot({ client, prefix: op.prefix }),
                }),
            );
        }
        default:
            throw new Error(`no store ${op.store}`);
    }
}

const firestoreClients = new Map();

/** One client per emulator: each opens channels of its own. */
async function firestoreClient({ host, project: projectId }) {
    const name = `${host} ${projectId}`;
    if (!firestoreClients.has(name)) {
        process.env.METADATA_SERVER_DETECTION = 'none';
        const { Firestore } = await import('@google-cloud/firestore');
        const { credentials } = await import('@grpc/grpc-js');
        const [servicePath, port] = host.split(':');
        const emulator = { servicePath, port: Number(port), ssl: false, sslCreds: credentials.createInsecure() };
        firestoreClients.set(
            name,
            new Firestore({ projectId, ...emulator, customHeaders: { Authorization: 'Bearer owner' } }),
        );
    }
    return firestoreClients.get(name);
}

/** Ports of a process that may die: after that nothing is written. The mutants of stores are wrappers too. */
function mortal({ inbox, lot }) {
    const life = { dead: false };
    const guarded = (port, wrong) =>
        new Proxy(port, {
            get(target, name) {
                return async (...parameters) => {
                    if (life.dead) {
                        throw new PortError('this process is dead');
                    }
                    const call = (...other) => target[name](...(other.length === 0 ? parameters : other));
                    return wrong[name] === undefined ? call() : wrong[name](call, target, ...parameters);
                };
            },
        });
    return { life, inbox: guarded(inbox, wrongInbox()), lot: guarded(lot, wrongLot()) };
}

function claimed(consumer, event) {
    return {
        kind: 'claimed',
        claim: { consumer, event, fence: 1, attempt: 1, since: now, cutOff: 0, leaseEnd: now + millis(60_000) },
    };
}

function wrongInbox() {
    if (mutant('completes-without-fence')) {
        return {
            completeAll: async (call) =>
                (await call()).map((outcome) => (outcome.kind === 'lost' ? { kind: 'recorded' } : outcome)),
        };
    }
    if (mutant('ignores-duplicates')) {
        return {
            claimAll: async (call, _, consumer, events) =>
                (await call()).map((result, at) =>
                    result.kind === 'completed' ? claimed(consumer, events[at]) : result,
                ),
        };
    }
    if (mutant('reads-a-later-format')) {
        const later = (result) => result.kind === 'failed' && result.message.includes('has format');
        return {
            claimAll: async (call, _, consumer, events) =>
                (await call()).map((result, at) => (later(result) ? claimed(consumer, events[at]) : result)),
        };
    }
    return {};
}

function wrongLot() {
    if (mutant('loses-parked')) {
        return { park: async () => ({ kind: 'parked' }), parkBehind: async () => ({ kind: 'open' }) };
    }
    if (mutant('opens-a-lane-with-a-tail')) {
        let removed = false;
        return {
            remove: async (call) => {
                removed = true;
                return call();
            },
            peek: async (call) => (removed ? undefined : call()),
            open: async (call, target, lease) => {
                for (let head = await target.peek(lease); head !== undefined; head = await target.peek(lease)) {
                    await target.remove(lease, head.event);
                }
                return call();
            },
        };
    }
    return {};
}

const claimName = ({ consumer, event, claimant }) => JSON.stringify([consumer, event.source, event.id, claimant]);

async function claim(op) {
    const { consumer, event, claimant } = op;
    const lease = millis(op.leaseMillis);
    const result = op.parked
        ? await session.inbox.claimParked(consumer, event, now, lease, claimant)
        : (await session.inbox.claimAll(consumer, [event], now, lease, claimant))[0];
    switch (result.kind) {
        case 'claimed':
            session.claims.set(claimName(op), result.claim);
            return {
                result: 'claimed',
                attempt: result.claim.attempt,
                fence: result.claim.fence,
                leaseEnd: formatInstant(result.claim.leaseEnd),
            };
        case 'in-progress':
            return { result: 'in-progress', leaseEnd: formatInstant(result.leaseEnd) };
        default:
            return { result: result.kind, message: result.message };
    }
}

async function end(op, write) {
    const held = session.claims.get(claimName(op));
    if (held === undefined) {
        throw new Error(`${op.claimant} has no claim of ${op.event.id}`);
    }
    const [{ kind, message }] = await write(held);
    return { result: kind, message };
}

const released = (op, claim) => ({ claim, attempts: op.attempts, untried: op.untried === true });

async function park(op) {
    const event = {
        consumer: op.consumer,
        lane: lane(op.lane, op.alone === true),
        event: op.event,
        wire: { attributes: new Map(Object.entries(op.wire.attributes ?? {})), body: bytes(op.wire.body) },
        position: op.position,
        reason: op.reason,
        attempts: op.attempts,
        parkedAt: parseInstant(op.parkedAt ?? op.now),
        replayAt: op.replayAt === undefined ? undefined : parseInstant(op.replayAt),
    };
    const { kind } = op.behind ? await session.lot.parkBehind(event) : await session.lot.park(event);
    return { result: kind };
}

/** A failing store is a result of a port's operation, and not the driver's bug. */
async function orFailed(answer) {
    try {
        return await answer();
    } catch (failure) {
        if (failure instanceof PortError) {
            return { result: 'failed', message: failure.message };
        }
        throw failure;
    }
}

// Settlement

class Scripted extends Error {
    constructor(decision) {
        super(`the script says ${decision}`);
        this.decision = decision;
    }
}

/** A consumer lives until `open`, `restart` or a crash; the script, the calls and the claimant are those of each call. */
function consumerOf(op) {
    const name = JSON.stringify(op.consumer);
    const known = session.consumers.get(name) ?? made(op.consumer);
    session.consumers.set(name, known);
    Object.assign(known.current, {
        script: op.script ?? {},
        calls: [],
        claimant: op.claimant,
        verdicts: undefined,
        crash: undefined,
    });
    return known;
}

function made({ name, types, attempts, inbox, lot }) {
    const current = {};
    const own = session;
    const handle = async (event, { attempt, fence }) => {
        current.calls.push({ id: event.id, attempt, fence });
        const steps = current.script[event.id] ?? ['ok'];
        const step = steps[Math.min(attempt, steps.length) - 1];
        try {
            await act(step, own, current);
        } catch (failure) {
            if (!mutant('acknowledges-on-exception')) {
                throw failure;
            }
        }
    };
    const park = retryThenPark(attempts ?? 5);
    const consumer = new Consumer({
        name,
        on: Object.fromEntries(types.map((type) => [type, { encoded: handle }])),
        inbox: inbox ? own.inbox : undefined,
        parkingLot: lot ? own.lot : undefined,
        clock,
        claimants: () => current.claimant ?? crypto.randomUUID(),
        pause: async (nanos) => {
            now += nanos;
        },
        policy: (event, failure, attempt) => {
            if (failure.decision === 'halt') {
                return { halt: 'halted by the case' };
            }
            return failure.decision === 'park' ? { park: 'parked by the case' } : park(event, failure, attempt);
        },
        portFailed: (port, failure) => console.error(`${port}: ${failure}`),
        ...(mutant('wrong-lane') ? { lane: (event) => event.id } : {}),
    });
    const settle = consumer.settle.bind(consumer);
    consumer.settle = async (...parameters) => {
        current.verdicts = await settle(...parameters);
        return current.verdicts;
    };
    if (mutant('decodes-ignored')) {
        const read = consumer.read.bind(consumer);
        consumer.read = (wire) => {
            const found = read(wire);
            return found.kind === 'ignored'
                ? { kind: 'event', id: found.id, event: readEvent(wire), handler: handle }
                : found;
        };
    }
    return { consumer, current };
}

/** A step may take time: `fail:11000` moves the clock by 11 s, and fails. */
async function act(timed, own, current) {
    const [step, taken] = timed.split(':');
    now += millis(Number(taken ?? 0));
    switch (step) {
        case 'ok':
        case 'slow':
            return;
        case 'port':
            throw new PortError('the script says port');
        case 'not-yet':
            throw new NotYetError('the script says not-yet');
        case 'crash':
            if (own.life !== undefined) {
                own.life.dead = true;
            }
            current.crash();
            return new Promise(() => {});
        default:
            throw new Scripted(step);
    }
}

async function settle(op) {
    const { consumer, current } = consumerOf(op);
    const crashed = new Promise((resolve) => {
        current.crash = () => resolve({ crashed: true });
    });
    const answer = await Promise.race([invoke(op, consumer), crashed]);
    if (answer.crashed) {
        await reopen();
        return { crashed: true, calls: current.calls };
    }
    const verdicts = current.verdicts.map((verdict) =>
        verdict.kind === 'unsettled'
            ? { verdict: `unsettled-${verdict.why}`, message: verdict.message }
            : { verdict: verdict.kind, ...(verdict.reason === undefined ? {} : { reason: verdict.reason }) },
    );
    return { verdicts, answer, calls: current.calls, now: formatInstant(now) };
}

async function invoke({ platform, invocation, remainingMillis }, consumer) {
    const lie = mutant('drops-a-failure');
    switch (platform) {
        case 'kinesis': {
            const { kinesisFunction } = await import('../dist/aws.js');
            const answer = await kinesisFunction(consumer)(invocation, {
                getRemainingTimeInMillis: () => remainingMillis,
            });
            return lie ? { batchItemFailures: [] } : answer;
        }
        case 'eventhubs': {
            const { eventHubFunction } = await import('../dist/azure.js');
            const { bodies, retry, ...triggerMetadata } = invocation;
            const context = {
                triggerMetadata,
                ...(retry === undefined ? {} : { retryContext: { retryCount: retry.count, maxRetryCount: retry.max } }),
            };
            try {
                await eventHubFunction(consumer, remainingMillis)(bodies.map(bytes), context);
                return { completes: true };
            } catch (failure) {
                if (failure.name !== 'IncompleteBatchError') {
                    throw failure;
                }
                return lie ? { completes: true } : { throws: true };
            }
        }
        case 'pubsub': {
            const { pubSubFunction } = await import('../dist/google.js');
            let status;
            await pubSubFunction(consumer, remainingMillis)(
                { path: '/', body: invocation },
                { status: (code) => ({ send: () => (status = code) }) },
            );
            return { status: lie ? 204 : status };
        }
        default:
            throw new Error(`no platform ${platform}`);
    }
}

async function replay(op) {
    const { consumer, current } = consumerOf(op);
    const { readReplayRequest } = await import('../dist/index.js');
    const answer = await consumer.replay(readReplayRequest(op.document), now + millis(op.remainingMillis));
    return { answer, calls: current.calls };
}

// Publishing

/** One publisher per bus, until `open` or `restart`; the answers of a script are those of each call. */
async function publisherOf({ bus: { answers, ...bus } }) {
    const name = JSON.stringify(bus);
    const known = session.publishers.get(name) ?? { requests: [], answers: [] };
    known.answers.splice(0, Infinity, ...(answers ?? []));
    if (known.publisher === undefined) {
        session.publishers.set(name, known);
        known.publisher = new Publisher(await busOf(bus, known), {
            clock,
            pause: async (milliseconds) => void (now += millis(milliseconds)),
        });
    }
    return known;
}

async function busOf(bus, { requests, answers }) {
    switch (bus.platform) {
        case 'kinesis': {
            const { KinesisClient } = await import('@aws-sdk/client-kinesis');
            const { NodeHttpHandler } = await import('@smithy/node-http-handler');
            const { kinesisBus } = await import('../dist/aws/kinesis.js');
            const { endpoint, region, accessKeyId, secretAccessKey, stream } = bus;
            const client = new KinesisClient({
                endpoint,
                region,
                credentials: { accessKeyId, secretAccessKey },
                maxAttempts: 1,
                requestHandler: new NodeHttpHandler(),
            });
            return kinesisBus({ client, stream, clock });
        }
        case 'eventhubs': {
            const { eventHubsBus } = await import('../dist/azure/eventhubs.js');
            return eventHubsBus({ connectionString: bus.connectionString, hub: bus.hub, clock });
        }
        case 'pubsub': {
            const { pubSubBus } = await import('../dist/google/pubsub.js');
            const { PubSub } = await import('@google-cloud/pubsub');
            return pubSubBus({
                client: new PubSub({ projectId: bus.project, apiEndpoint: bus.endpoint, emulatorMode: true }),
                topic: bus.topic,
                clock,
            });
        }
        case 'script':
            return {
                mode: 'structured',
                maxEvents: 500,
                maxRequestBytes: 5 << 20,
                maxEventBytes: 1 << 20,
                severalPerKey: false,
                send: async (batch) => {
                    requests.push(batch.map(({ event }) => event.id));
                    const next = answers.shift() ?? [];
                    return batch.map((_, at) =>
                        (next[at] ?? 'ok') === 'ok'
                            ? { kind: 'ok', position: '1' }
                            : { kind: 'failed', cause: next[at], message: 'by the script' },
                    );
                },
            };
        default:
            throw new Error(`no bus ${bus.platform}`);
    }
}

async function publish(op) {
    const { publisher, requests } = await publisherOf(op);
    const events = op.events.map(eventOf);
    let report;
    try {
        report = op.repeat
            ? await publisher.publish(events, op.deadlineMillis)
            : await publisher.tryPublish(events, op.deadlineMillis);
    } catch (failure) {
        report = failure.report;
        if (report === undefined) {
            throw failure;
        }
    }
    const entries = report.map(({ kind, cause, behind, message }) => ({ entry: kind, cause, behind, message }));
    return { report: entries, ...(op.bus.platform === 'script' ? { requests: requests.splice(0) } : {}) };
}

// The protocol

let opened = { store: 'none' };

/** A new process on the same store. */
async function reopen() {
    session = await open(opened);
    return {};
}

const invalid = (answer) => {
    try {
        return answer();
    } catch (failure) {
        if (failure instanceof InvalidEventError) {
            return { invalid: { attribute: failure.attribute, reason: failure.reason } };
        }
        throw failure;
    }
};

const OPERATIONS = {
    encode: (op) => invalid(() => ({ message: encode(op) })),
    decode: (op) => invalid(() => ({ event: decode(op) })),
    reply,
    open: (op) => {
        opened = op;
        return reopen();
    },
    restart: reopen,
    claim: (op) => orFailed(() => claim(op)),
    complete: (op) => orFailed(() => end(op, (held) => session.inbox.completeAll([held], now))),
    release: (op) => orFailed(() => end(op, (held) => session.inbox.releaseAll([released(op, held)], now))),
    'park-claim': (op) => orFailed(() => end(op, (held) => session.inbox.parkAll([released(op, held)], now))),
    'complete-parked': (op) =>
        orFailed(async () => ({ result: (await session.inbox.completeParked(op.consumer, op.event, now)).kind })),
    park: (op) => orFailed(() => park(op)),
    held: (op) =>
        orFailed(async () => {
            const held = await session.lot.heldAmong(
                op.consumer,
                op.lanes.map((each) => lane(each)),
            );
            return { held: held.map((each) => each.value) };
        }),
    settle,
    replay,
    publish,
    resume: (op) => {
        session.publishers.forEach(({ publisher }) => publisher.resume(op.key));
        return {};
    },
};

function hello() {
    return {
        language: 'node',
        version: '0.1.0',
        stores: ['none', 'dynamodb', 'tables', 'firestore'],
        platforms: ['structured', 'binary', 'kinesis', 'eventhubs', 'pubsub'],
        operations: Object.keys(OPERATIONS),
    };
}

for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') {
        continue;
    }
    let answer;
    try {
        const op = JSON.parse(line);
        if (op.now !== undefined) {
            now = parseInstant(op.now);
        }
        answer =
            op.op === 'hello'
                ? hello()
                : OPERATIONS[op.op] === undefined
                  ? { error: `no operation ${op.op}` }
                  : await OPERATIONS[op.op](op);
    } catch (failure) {
        answer = { error: failure.stack ?? String(failure) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
